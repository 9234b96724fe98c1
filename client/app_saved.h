/*
 * app_saved: saves what the user types and reads, a moment later and at the end, and gives the editor the input history
 * of the active buffer.
 */
#ifndef TCHAT_CLIENT_APP_SAVED_H
#define TCHAT_CLIENT_APP_SAVED_H

#include "client/model/buffer.h"
#include "common/view.h"

struct app;

/* Store the typed text as the draft of the active buffer, unless it contains a password. */
void	app_note_draft(struct app *);

/* After a change of the input line, and of the model: save soon, and later. */
void	app_saved_typed(struct app *);
void	app_saved_read(struct app *);
void	app_saved_cb(int fd, short what, void *app);	/* timer: save */
void	app_saved_finish(struct app *);		/* save now: the program ends */

/* Add a text that the user entered to the input history of the active buffer. */
void	app_saved_entered(struct app *, struct view text);
/* Give the editor the input history of the active buffer, unless it has that one already, or is searching. */
void	app_saved_load_history(struct app *);

#endif
