/*
 * siblings: several clients of one account, as irc_client.h has one of none. Who they are
 * is taken for shown.
 */
#ifndef TCHAT_TESTS_SUPPORT_SIBLINGS_H
#define TCHAT_TESTS_SUPPORT_SIBLINGS_H

#include "tests/support/irc_client.h"

/* A connection that has shown that it is of that account, which is made if there is none. */
struct irc_client *client_connect_as(struct irc_rig *, const char *account);
/* One that comes in by that nick, and has read all up to the end of the MOTD. */
struct irc_client *client_enter_as(struct irc_rig *, const char *nick,
	    const char *account, const char *caps);
/* The same, and all that was said to it is read. */
struct irc_client *client_settle_as(struct irc_rig *, const char *nick,
	    const char *account, const char *caps);

/* Two clients of ada's and one of bob's with those capabilities, all in #c. */
void	user_sessions_begin(struct irc_rig *, const char *caps,
	    struct irc_client **first, struct irc_client **second,
	    struct irc_client **bob);

/* The user of that nick; NULL: there is none. */
struct user *rig_user(struct irc_rig *, const char *nick);

#endif
