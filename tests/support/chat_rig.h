/*
 * chat_rig: a world with a log of its events and three users, for tests of the domain. Setup and teardown functions for
 * cmocka, and what most of these tests do.
 */
#ifndef TCHAT_TESTS_SUPPORT_CHAT_RIG_H
#define TCHAT_TESTS_SUPPORT_CHAT_RIG_H

#include "tests/support/chat_log.h"

extern struct chat_log l;
extern struct chat_from ada, bob, cleo;

/* An empty world. */
int	chat_rig_setup(void **state);
/* ada is an operator of #c, bob is a member, cleo is not. The log is empty. */
int	chat_rig_setup_members(void **state);
/* ada is logged in as Ada and founded #c; bob is logged in as bob and a member; cleo is a guest and a member. */
int	chat_rig_setup_founder(void **state);
int	chat_rig_teardown(void **state);

/* Log the user in to this account, which is created if necessary. */
void	log_in(const struct chat_from *, const char *account);
/* Join or part a room, without refusal. */
void	join(const struct chat_from *, const char *room);
void	part(const struct chat_from *, const char *room);
/* Change a mode of #c: "+b" with its argument, or NULL. Returns why it was refused, or CHAT_OK. */
enum refusal mode(const struct chat_from *, const char *letters, const char *arg);
/* Return #c, or NULL; and the user's ranks in it. */
struct room *room_c(void);
unsigned	ranks(const struct chat_from *);

#endif
