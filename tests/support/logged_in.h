/*
 * logged_in: log in users of irc_client.h without a password.
 */
#ifndef TCHAT_TESTS_SUPPORT_LOGGED_IN_H
#define TCHAT_TESTS_SUPPORT_LOGGED_IN_H

#include "tests/support/irc_client.h"

struct account;

/* Return the account with this name; create it if it does not exist. */
struct account *rig_account(struct irc_rig *, const char *name);
/* Log the user with this nick in to it. The lines that others get are skipped. */
void	rig_log_in(struct irc_rig *, const char *nick, const char *account);
/* A client that is logged in to the account with its nick. */
struct irc_client *client_enter_known(struct irc_rig *, const char *nick,
	    const char *caps);

#endif
