/*
 * app_mentions: the messages that mention the user: a chooser of those in all rooms, and the way from one to the next in
 * a room.
 */
#ifndef TCHAT_CLIENT_APP_MENTIONS_H
#define TCHAT_CLIENT_APP_MENTIONS_H

struct app;

/* Show those of all rooms, newest first. Enter goes to the chosen one. */
void	app_mentions_open(struct app *);

/* Scroll to the next mention in the active buffer, from the one shown last: older (by < 0) or newer. */
void	app_mentions_step(struct app *, int by);

#endif
