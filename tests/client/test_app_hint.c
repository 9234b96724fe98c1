/*
 * Tests of app_hint: what a new user reads first, at the first starts only.
 */
#include <stdlib.h>
#include <unistd.h>

#include <readline/readline.h>

#include "client/app_connection.h"
#include "client/app_hint.h"
#include "client/app_state.h"
#include "client/view/canvas.h"
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

/* All that the first start shows fits the smallest usual screen. */
static void
first_start__fits_40_columns_and_12_rows(void **state)
{
	(void)state;
	world_start(0);
	canvas_resize(world.app->canvas, 40, 12);
	world.app->hint = 1;
	model_info(world.app->model, model_network(world.app->model)->server,
	    "Connecting to 127.0.0.1 port 5000. Ctrl-C quits.");
	app_new_server("New server 127.0.0.1:5000, added to known_hosts. "
		       "SHA-256:\n7B:3F:8E:15:ED:BB:51:08:94:7F:A6:C7:16:79:"
		       "25:B2:FB:22:0F:D2:22:AB:09:46:4C:6C:13:31:01:79:7D:F9",
	    app_network_active(world.app));
	world_accept();
	world_welcome();
	world_serve(":s.x 002 me :Your host is s.x\r\n"
		    ":s.x 251 me :There are 3 users and 0 invisible\r\n"
		    ":s.x 255 me :I have 3 clients");
	world_shows("-- Connecting to");
	world_shows("-- New server");
	world_shows("79:7D:F9\n");
	world_shows("-- Welcome");
	world_hides("Your host");
	world_hides("clients");
	world_join("#a");
	world_shows("#a\n");
	world_shows("-- Type and press Enter. F1 help,");
	world_hides("New server");
}

int
main(void)
{
#define T(test) \
	cmocka_unit_test_setup_teardown(test, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
		T(first_room__says_what_to_do__once),
		T(hint__names_the_keys_that_are_bound),
		T(first_start__fits_40_columns_and_12_rows),
		T(hint__is_due__at_the_first_starts_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
