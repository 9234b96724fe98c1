/*
 * timeout: close sessions that do not register in time, or do not answer PING.
 */
#ifndef TCHAT_SERVER_IRC_TIMEOUT_H
#define TCHAT_SERVER_IRC_TIMEOUT_H

struct session;

/* Close the session unless it registers in time. */
void	irc_watch_registration(struct session *);
/* From now on: send PING to a silent session, and close it if there is no answer. */
void	irc_watch_pings(struct session *);

#endif
