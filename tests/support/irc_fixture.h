/*
 * irc_fixture: for tests of which each has a whole server of its own (irc_client.h).
 */
#ifndef TCHAT_TESTS_SUPPORT_IRC_FIXTURE_H
#define TCHAT_TESTS_SUPPORT_IRC_FIXTURE_H

#include "tests/support/irc_client.h"

#define IRC_TEST(f) \
	cmocka_unit_test_setup_teardown(f, irc_set_up, irc_tear_down)
#define IRC_TEST_LATE(f) \
	cmocka_unit_test_setup_teardown(f, irc_set_up_late, irc_tear_down)

extern struct irc_rig rig;

/* For cmocka: a server with a store in memory. */
int	irc_set_up(void **state);
/* And a lobby. */
int	irc_set_up_lobby(void **state);
/* With one of store_late.h, which hurries until it is told not to. */
int	irc_set_up_late(void **state);
int	irc_tear_down(void **state);

#endif
