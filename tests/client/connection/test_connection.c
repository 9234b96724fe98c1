/*
 * When the session is called again: what it wants to send waits for nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/app_world.h"
#include "tests/support/past_server.h"

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

/* The server says nothing between that would have it called anyway. */
static void
a_question__is_asked_at_once__whatever_was_asked_before(void **state)
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
		    a_question__is_asked_at_once__whatever_was_asked_before,
		    setup, world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
