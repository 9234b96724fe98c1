/*
 * registration: what other commands need to know of a session that registers.
 */
#ifndef TCHAT_SERVER_IRC_REGISTRATION_H
#define TCHAT_SERVER_IRC_REGISTRATION_H

struct request;

/* Register the session if nothing is missing any more. */
void	irc_try_register(struct request *);
/* Return whether PASS was correct, or the server has no password. */
int	irc_password_is_correct(const struct request *);

#endif
