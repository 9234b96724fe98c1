/*
 * app_pager: shows pages of text over the messages, and handles the keys there.
 */
#ifndef TCHAT_CLIENT_APP_PAGER_H
#define TCHAT_CLIENT_APP_PAGER_H

#include "common/view.h"

struct app;
struct buffer;
struct pager;

/* Show a page, which the model then owns. If the pager is open, the page goes on top of those shown. */
void	app_pager_show(struct app *, struct pager *);

/*
 * Show the answer to a command that was typed in that buffer. If the user has begun to type, or is looking at something
 * else, a line in the buffer says that the answer is there.
 */
void	app_pager_show_answer(struct app *, struct pager *, struct buffer *);
/* Show the page again that was closed last. Returns 0, or -1 if there is none. */
int	app_pager_reopen(struct app *);

/* For app_overlay. */
void	app_pager_keys(struct app *, struct view *bytes);
void	app_pager_scroll(struct app *, int rows);
void	app_pager_close(struct app *);

#endif
