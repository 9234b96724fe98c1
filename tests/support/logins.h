/*
 * logins: accounts on an irc_rig's server, and clients that log in to them.
 */
#ifndef TCHAT_TESTS_SUPPORT_LOGINS_H
#define TCHAT_TESTS_SUPPORT_LOGINS_H

#include <stddef.h>

struct account;
struct irc_client;
struct irc_rig;

/* Create an account that is not stored; password NULL: without one. */
struct account *login_account(struct irc_rig *, const char *name,
	    const char *password);

/* Send AUTHENTICATE with a message of this length, in as many parts as necessary. */
void	login_say(struct irc_client *, const void *, size_t);
/* Send all of PLAIN, and wait until the password is checked; the reply is not read. */
void	login_plain(struct irc_client *, const char *name,
	    const char *password);

/* A connection with sasl and these capabilities that has not sent CAP END. */
struct irc_client *login_connect(struct irc_rig *, const char *caps);
/* A registered client with this nick, logged in to this account. */
struct irc_client *login_enter(struct irc_rig *, const char *nick,
	    const char *name, const char *password, const char *caps);

#endif
