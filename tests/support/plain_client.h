/*
 * plain_client: people with nc, beside the IRC clients of irc_client.h.
 */
#ifndef TCHAT_TESTS_SUPPORT_PLAIN_CLIENT_H
#define TCHAT_TESTS_SUPPORT_PLAIN_CLIENT_H

#include "tests/support/irc_client.h"

/* One who has said nothing yet; silent: and is taken for a plain peer for that. */
struct irc_client *plain_connect(struct irc_rig *, int silent);
/* One with that name in the lobby; nobody has anything left to read. */
struct irc_client *plain_enter(struct irc_rig *, const char *nick);
/* The same with an IRC client. */
struct irc_client *plain_enter_irc(struct irc_rig *, const char *nick);
/* All forget what came. */
void	irc_rig_skip(struct irc_rig *);

#endif
