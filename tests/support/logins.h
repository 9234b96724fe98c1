/*
 * logins: accounts on an irc_rig's server, and clients that log in to them.
 */
#ifndef TCHAT_TESTS_SUPPORT_LOGINS_H
#define TCHAT_TESTS_SUPPORT_LOGINS_H

#include <stddef.h>

struct account;
struct irc_client;
struct irc_rig;

/* An account that nobody keeps; password NULL: it has none. */
struct account *login_account(struct irc_rig *, const char *name,
	    const char *password);

/* AUTHENTICATE with a message of so many bytes, in as many parts as it takes. */
void	login_say(struct irc_client *, const void *, size_t);
/* All of PLAIN, and the password is checked; what the server says to it is not read. */
void	login_plain(struct irc_client *, const char *name,
	    const char *password);

/* A connection that has the capability sasl and those; it has not ended CAP. */
struct irc_client *login_connect(struct irc_rig *, const char *caps);
/* One that has registered as that nick, logged in to that account. */
struct irc_client *login_enter(struct irc_rig *, const char *nick,
	    const char *name, const char *password, const char *caps);

#endif
