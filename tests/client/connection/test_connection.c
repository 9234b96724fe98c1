/*
 * The timer of the session: what it wants to send must not wait for anything else.
 */

#include "tests/support/app_world.h"
#include "tests/support/past_server.h"
#include "tests/support/test.h"

static struct past_server server;

static void
answer(struct view line, struct buf *out)
{
	past_answer(&server, line, out);
}

static int
setup(void **state)
{
	world_setup(state);
	past_open(&server);
	world.caps = PAST_CAPS;
	world.answer = answer;
	return 0;
}

/* The server sends nothing in between that would run the session anyway. */
static void
a_request__is_sent_at_once__whatever_was_requested_before(void **state)
{
	int i;

	(void)state;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	past_say(&server, "#a", "bo", "tea", 1000);
	for (i = 0; i < 4; i++) {
		world_keys("/search tea\r");
		world_expect("SEARCH text=tea");
		world_until_shows("1 of 1 found: tea");
		world_keys("\a");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_request__is_sent_at_once__whatever_was_requested_before,
		    setup, world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
