/*
 * logged_in: users of irc_client.h are taken for having shown who they are.
 */
#ifndef TCHAT_TESTS_SUPPORT_LOGGED_IN_H
#define TCHAT_TESTS_SUPPORT_LOGGED_IN_H

#include "tests/support/irc_client.h"

struct account;

/* The account of that name, made if there is none. */
struct account *rig_account(struct irc_rig *, const char *name);
/* The user of that nick is logged in to it from now on. What that says to others is skipped. */
void	rig_log_in(struct irc_rig *, const char *nick, const char *account);
/* A client that is logged in to the account of its nick. */
struct irc_client *client_enter_known(struct irc_rig *, const char *nick,
	    const char *caps);

#endif
