/*
 * siblings: several clients of one account (irc_client.h), logged in without a password.
 */
#ifndef TCHAT_TESTS_SUPPORT_SIBLINGS_H
#define TCHAT_TESTS_SUPPORT_SIBLINGS_H

#include "tests/support/irc_client.h"

/* A connection that is logged in to this account, which is created if necessary. */
struct irc_client *client_connect_as(struct irc_rig *, const char *account);
/* A client that registers with this nick and has read everything up to the end of the MOTD. */
struct irc_client *client_enter_as(struct irc_rig *, const char *nick,
	    const char *account, const char *caps);
/* The same, and everything sent to it is read. */
struct irc_client *client_settle_as(struct irc_rig *, const char *nick,
	    const char *account, const char *caps);

/* Two clients of ada and one of bob with these capabilities, all in #c. */
void	user_sessions_begin(struct irc_rig *, const char *caps,
	    struct irc_client **first, struct irc_client **second,
	    struct irc_client **bob);

/* Return the user with this nick, or NULL. */
struct user *rig_user(struct irc_rig *, const char *nick);

#endif
