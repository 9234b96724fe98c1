/*
 * app_buffers: shows and closes buffers, and keeps their drafts.
 */
#ifndef TCHAT_CLIENT_APP_BUFFERS_H
#define TCHAT_CLIENT_APP_BUFFERS_H

#include "client/model/buffer.h"

struct app;

/* Show a buffer (NULL: do nothing). Saves the draft of the previous one and restores the draft of this one. */
void	app_activate(struct app *, struct buffer *);
void	app_close(struct app *, struct buffer *);
/* The client, not the user, showed the first room: the typed text goes there. */
void	app_moved(struct app *);

#endif
