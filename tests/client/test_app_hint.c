/*
 * Tests of app_hint: what a new user reads first, at the first starts only.
 */
#include <stdlib.h>
#include <unistd.h>

#include <readline/readline.h>

#include "client/app_hint.h"
#include "client/app_state.h"
#include "tests/support/app_world.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

static void
first_room__says_what_to_do__once(void **state)
{
	(void)state;
	world_start(0);
	world.app->hint = 1;
	world_accept();
	world_welcome();
	world_until_shows("/join ROOM opens a room. F1 help, /quit leaves.");
	world_join("#a");
	world_shows("Type and press Enter. F1 help, F6 next room, /quit");
	assert_int_equal(world.app->hint, 0);
	world_keys("/join #b\r");
	world_join("#b");
	world_hides("Type and press Enter");
}

static void
hint__names_the_keys_that_are_bound(void **state)
{
	(void)state;
	world_start(1, "#a");
	rl_bind_keyseq("\\eOP", rl_named_function("tchat-redraw"));
	rl_bind_keyseq("\\e[11~", rl_named_function("tchat-redraw"));
	rl_bind_keyseq("\\e[[A", rl_named_function("tchat-redraw"));
	world.app->hint = 1;
	world_accept();
	world_welcome();
	world_join("#a");
	world_shows("Type and press Enter. /help explains, /quit");
	rl_bind_keyseq("\\eOP", rl_named_function("tchat-help"));
	rl_bind_keyseq("\\e[11~", rl_named_function("tchat-help"));
	rl_bind_keyseq("\\e[[A", rl_named_function("tchat-help"));
}

static void
hint__is_due__at_the_first_starts_only(void **state)
{
	char *dir = e2e_folder();
	int i;

	(void)state;
	world_start(1, "#a");
	world.config.save_state = 1;
	setenv("XDG_STATE_HOME", dir, 1);
	for (i = 0; i < 5; i++) {
		world.app->hint = 0;
		app_hint_open(world.app);
		assert_int_equal(world.app->hint, 1);
	}
	app_hint_open(world.app);
	assert_int_equal(world.app->hint, 0);
	world.config.save_state = 0;
	app_hint_open(world.app);
	assert_int_equal(world.app->hint, 0);
	e2e_remove(dir);
	free(dir);
}

int
main(void)
{
#define T(test) \
	cmocka_unit_test_setup_teardown(test, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
		T(first_room__says_what_to_do__once),
		T(hint__names_the_keys_that_are_bound),
		T(hint__is_due__at_the_first_starts_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
