/*
 * app_paste: asks what to do with a paste of many lines: send it as one message, send it line by line, put it into the
 * input line to edit it, or forget it. The half-typed line stays as it is until the user answers.
 */
#ifndef TCHAT_CLIENT_APP_PASTE_H
#define TCHAT_CLIENT_APP_PASTE_H

#include "common/view.h"

struct app;

/* Ask if a paste has more lines than the setting, or if the question is open. Returns 1 if it asks. */
int	app_paste_ask(struct app *, struct view text);
/* Handle a key that answers the question. Cuts it off the bytes if the question is open. */
void	app_paste_key(struct app *, struct view *key);
/* Put the paste into the input line, as the answer "edit" does. Does nothing if the question is not open. */
void	app_paste_edit(struct app *);
void	app_paste_clear(struct app *);

#endif
