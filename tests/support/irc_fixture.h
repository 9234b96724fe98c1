/*
 * irc_fixture: for tests that each have a whole server of their own (irc_client.h).
 */
#ifndef TCHAT_TESTS_SUPPORT_IRC_FIXTURE_H
#define TCHAT_TESTS_SUPPORT_IRC_FIXTURE_H

#include "tests/support/irc_client.h"

#define IRC_TEST(f) \
	cmocka_unit_test_setup_teardown(f, irc_set_up, irc_tear_down)
#define IRC_TEST_LATE(f) \
	cmocka_unit_test_setup_teardown(f, irc_set_up_late, irc_tear_down)

extern struct irc_rig rig;

/* cmocka's setup: a server with a store in memory. */
int	irc_set_up(void **state);
/* The same with a lobby. */
int	irc_set_up_lobby(void **state);
/* The same with a store_late.h, which settles at once until told otherwise. */
int	irc_set_up_late(void **state);
int	irc_tear_down(void **state);

#endif
