/*
 * irc_fixture: a server for each test.
 */
#include "tests/support/irc_fixture.h"

#include "tests/support/store_late.h"

struct irc_rig rig;

int
irc_set_up(void **state)
{
	(void)state;
	irc_rig_init(&rig, NULL);
	return 0;
}

int
irc_set_up_lobby(void **state)
{
	irc_set_up(state);
	irc_rig_set(&rig, "lobby", "#lobby");
	return 0;
}

int
irc_set_up_late(void **state)
{
	(void)state;
	irc_rig_init(&rig, store_late_new());
	store_late_hurry(rig.store, 1);
	return 0;
}

int
irc_tear_down(void **state)
{
	(void)state;
	irc_rig_clear(&rig);
	return 0;
}
