/*
 * app_links: a chooser of the links in the active buffer.
 */
#ifndef TCHAT_CLIENT_APP_LINKS_H
#define TCHAT_CLIENT_APP_LINKS_H

struct app;

/* Show it, newest links first. The user's choice opens a link, or copies it. */
void	app_links_open(struct app *);

#endif
