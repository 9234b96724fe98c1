/*
 * app_edit: the input line in a text editor, while the connection goes on.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/app_edit.h"
#include "client/app_state.h"
#include "client/input/editor.h"
#include "common/clock.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

static char *dir;

static int
setup(void **state)
{
	world_setup(state);
	dir = e2e_folder();
	setenv("XDG_RUNTIME_DIR", dir, 1);
	unsetenv("VISUAL");
	return 0;
}

static int
teardown(void **state)
{
	world_teardown(state);
	e2e_remove(dir);
	free(dir);
	return 0;
}

static void
start(const char *editor)
{
	setenv("EDITOR", editor, 1);
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
}

static void
wait_for_end(void)
{
	int64_t end = clock_mono_ms() + 10000;

	while (app_edit_is_running(world.app)) {
		assert_true(clock_mono_ms() < end);
		world_turn();
	}
}

static void
the_editor__changes_the_text_and_undo_brings_it_back(void **state)
{
	(void)state;
	start("sh -c 'echo edited >>\"$1\"' sh");
	world_keys("typed\030\005");
	wait_for_end();
	assert_view(editor_text(), "typed\nedited");
	world_keys("\037");
	assert_view(editor_text(), "typed");
}

/* The editor waits for a file: the server gets its answers meanwhile, and messages arrive. */
static void
the_editor__does_not_stop_the_connection(void **state)
{
	char command[300], path[200];

	(void)state;
	snprintf(path, sizeof(path), "%s/go", dir);
	snprintf(command, sizeof(command),
	    "sh -c 'i=0; while [ ! -e %s -a $i -lt 900 ]; do sleep 0.01; "
	    "i=$((i+1)); done; echo done "
	    ">\"$1\"' sh",
	    path);
	start(command);
	world_keys("typed\030\005");
	assert_true(app_edit_is_running(world.app));
	world_serve(":bo!u@h PRIVMSG #a :are you there?");
	dprintf(world.peer, "PING alive\r\n");
	world_expect("PONG alive");
	assert_true(app_edit_is_running(world.app));
	close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	wait_for_end();
	assert_view(editor_text(), "done");
	world_shows("are you there?");
}

static void
the_editor__that_fails_leaves_the_text_and_says_why(void **state)
{
	(void)state;
	start("/no/such/editor");
	world_keys("typed\030\005");
	wait_for_end();
	assert_view(editor_text(), "typed");
	world_shows("Not edited: /no/such/editor was not found.");
}

static void
the_editor__never_gets_a_secret(void **state)
{
	static const char *const lines[] = { "/login me hunter2", " hunter2",
		"/join #x hunter2", "/msg NickServ hunter2" };

	(void)state;
	start("sh -c 'echo stolen >\"$1\"' sh");
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		editor_set(VIEW(""), 0);
		world_keys(lines[i]);
		world_keys("\030\005");
		assert_false(app_edit_is_running(world.app));
		assert_true(view_equal(editor_text(), view_of(lines[i])));
	}
	world_shows("Not edited: the text begins with a space or may");
}

static void
the_editor__ends_with_the_program(void **state)
{
	(void)state;
	start("tail -f");
	world_keys("typed\030\005");
	assert_true(app_edit_is_running(world.app));
	/* teardown: app_free, and the folder must be empty */
	app_edit_stop(world.app);
	assert_false(app_edit_is_running(world.app));
	assert_int_equal(rmdir(dir), 0);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_editor__changes_the_text_and_undo_brings_it_back),
		CASE(the_editor__does_not_stop_the_connection),
		CASE(the_editor__that_fails_leaves_the_text_and_says_why),
		CASE(the_editor__never_gets_a_secret),
		CASE(the_editor__ends_with_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
