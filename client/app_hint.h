/*
 * app_hint: a line that tells a new user what to do, in the first room at the first starts of tchat.
 */
#ifndef TCHAT_CLIENT_APP_HINT_H
#define TCHAT_CLIENT_APP_HINT_H

struct app;
struct app_network;
struct irc_event;

/* Count this start. Sets app->hint if it is one of the first. */
void	app_hint_open(struct app *);
/* Show the hint if this event opened the first room; in the server's window if none is open soon after its greeting. */
void	app_hint_on_event(struct app_network *, const struct irc_event *);

#endif
