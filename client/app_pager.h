/*
 * app_pager: shows pages of text over the messages, and handles the keys there.
 */
#ifndef TCHAT_CLIENT_APP_PAGER_H
#define TCHAT_CLIENT_APP_PAGER_H

#include "common/view.h"

struct app;
struct pager;

/* Show a page, which the model then owns. If the pager is open, the page goes on top of those shown. */
void	app_pager_show(struct app *, struct pager *);

/* For app_overlay. */
void	app_pager_keys(struct app *, struct view *bytes);
void	app_pager_scroll(struct app *, int rows);
void	app_pager_close(struct app *);

#endif
