/*
 * plain_client: users of nc, beside the IRC clients of irc_client.h.
 */
#ifndef TCHAT_TESTS_SUPPORT_PLAIN_CLIENT_H
#define TCHAT_TESTS_SUPPORT_PLAIN_CLIENT_H

#include "tests/support/irc_client.h"

/* A user who has sent nothing; silent: and was detected as nc by silence. */
struct irc_client *plain_connect(struct irc_rig *, int silent);
/* A user with this nick in the lobby; nobody has anything left to read. */
struct irc_client *plain_enter(struct irc_rig *, const char *nick);
/* The same with an IRC client. */
struct irc_client *plain_enter_irc(struct irc_rig *, const char *nick);
/* Let all forget what arrived. */
void	irc_rig_skip(struct irc_rig *);

#endif
