/*
 * count_client: work for callgrind to count: the full-screen client reads n lines of a room. Usage:
 * count_client N. tests/bench/count.sh counts irc_session_line alone: parsing the line, making the
 * event, changing the model.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/app_world.h"
#include "tests/support/test.h"

static void
run(void **state)
{
	const char *const *args = *state;
	long n = strtol(args[1], NULL, 10), i;

	world_setup(NULL);
	world_start(1, "#tea");
	world_accept();
	world_welcome();
	world_expect("JOIN #tea");
	world_join("#tea");
	for (i = 0; i < n; i++) {
		dprintf(world.peer,
		    "@time=2026-07-15T12:00:00.000Z;msgid=m%ld :bo!u@h "
		    "PRIVMSG #tea :line %ld of many\r\n",
		    i, i);
		if (i % 50 == 49)
			world_serve("%s", "PING x");
	}
	world_serve("%s", "PING x");
	world_teardown(NULL);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(run, argv),
	};

	if (argc != 2) {
		fprintf(stderr, "usage: count_client N\n");
		return 2;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
