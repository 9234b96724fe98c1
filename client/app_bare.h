/*
 * app_bare: opens and closes the bare view (client/model/bare.h), and handles its keys.
 */
#ifndef TCHAT_CLIENT_APP_BARE_H
#define TCHAT_CLIENT_APP_BARE_H

#include "common/view.h"

struct app;

/* For the key of the bare view: open it. If this very key has closed it, do nothing. */
void	app_bare_toggle(struct app *);
/* Call it when the input line has handled a key. */
void	app_bare_key_done(struct app *);

/* For app_overlay. */
void	app_bare_keys(struct app *, struct view *bytes);
void	app_bare_scroll(struct app *, int rows);
void	app_bare_close(struct app *);

#endif
