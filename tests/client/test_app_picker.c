/*
 * app: the picker of rooms, people and commands, from keys to a picture.
 */
#include <stdlib.h>
#include <string.h>

#include "client/app_buffers.h"
#include "client/app_state.h"
#include "client/commands/alias.h"
#include "client/model/chooser.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/test.h"

static void
start_in_two_rooms(void)
{
	world_start(2, "#ops", "#tea");
	world_accept();
	world_welcome();
	world_join("#ops");
	world_join("#tea");
	world_serve(":zoe!z@h JOIN #tea");
	world_keys("half");
}

static const char *
active(void)
{
	return world.app->model->active->name;
}

static const char *
first(void)
{
	const struct chooser_row *row =
	    chooser_selected(world.app->model->overlay.chooser);

	return row == NULL ? "" : row->text;
}

static void
picker__goes_to_rooms__and_keeps_the_half_typed_line(void **state)
{
	(void)state;
	start_in_two_rooms();
	assert_string_equal(active(), "#ops");
	world_keys("\033gte");
	assert_int_equal(world.app->model->overlay.kind, OVERLAY_CHOOSER);
	assert_view(editor_text(), "half");
	world_shows("Go to: te");
	world_keys("\r");
	assert_string_equal(active(), "#tea");
	assert_view(editor_text(), "");
	world_keys("\033OQ"); /* F2; the last room comes first */
	assert_string_equal(first(), "#ops");
	world_keys("\r");
	assert_string_equal(active(), "#ops");
	assert_view(editor_text(), "half");
	world_keys("\033g");
	world_keys("tea\003");
	assert_int_equal(world.app->model->overlay.kind, OVERLAY_NONE);
	assert_string_equal(active(), "#ops");
	assert_view(editor_text(), "half");
}

static void
picker__prefers_rooms_that_mention_you(void **state)
{
	(void)state;
	start_in_two_rooms();
	world_keys("\0333\0332"); /* #tea, then #ops */
	assert_string_equal(active(), "#ops");
	world_join("#new");
	world_serve(":bo!b@h PRIVMSG #new :plain");
	world_keys("\033g");
	assert_string_equal(first(), "#tea");
	world_keys("\003");
	world_serve(":bo!b@h PRIVMSG #tea :plain\r\n"
		    ":bo!b@h PRIVMSG #new :me: look");
	world_keys("\033g");
	world_shows("1 mention");
	world_shows("1 unread");
	world_keys("new");
	assert_string_equal(first(), "#new");
}

static void
picker__opens_a_query_with_a_person(void **state)
{
	(void)state;
	start_in_two_rooms();
	world_keys("\033gze tea"); /* a room of hers */
	assert_string_equal(first(), "zoe");
	world_keys("\r");
	assert_string_equal(active(), "zoe");
	world_keys("\033gzoe"); /* once, as a query */
	assert_int_equal(world.app->model->overlay.chooser->shown, 1);
	world_keys("\025me\r"); /* not the user: me is /me */
	world_keys("\007");
	assert_string_equal(active(), "zoe");
	assert_view(editor_text(), "/me ");
}

static void
picker__puts_a_command_before_the_line__as_one_undo_step(void **state)
{
	(void)state;
	start_in_two_rooms();
	world_keys("\033g/tpc\r");
	assert_view(editor_text(), "/topic half");
	assert_int_equal(editor_point(), strlen("/topic "));
	world_keys("\037");
	assert_view(editor_text(), "half");
}

static void
picker__takes_a_paste_as_a_filter(void **state)
{
	(void)state;
	start_in_two_rooms();
	world_keys("\033g\033[200~#t\n\033[201~");
	assert_string_equal(first(), "#tea");
	assert_view(editor_text(), "half");
	world_keys("\177e\033[C");
	world_shows("Go to: #e");
	world_keys("\027");
	world_shows("Go to:");
	world_hides("Go to: #");
	world_keys("\033[6~\033[H\016\020\t\t\033[Z\033[Z\r");
	assert_string_equal(active(), "#tea"); /* recently used: listed first */
}

static void
picker__finds_aliases(void **state)
{
	(void)state;
	start_in_two_rooms();
	string_list_add(&world.config.aliases, "brew join #tea");
	alias_use(&world.config.aliases);
	world_keys("\033gbrw");
	world_shows("join #tea");
	world_keys("\r");
	assert_view(editor_text(), "/brew half");
	world_keys("\025\013/br\t"); /* completion says what it does */
	world_shows("[/brew] join #tea");
	alias_use(NULL);
}

/* A room that is closed while the picker is open cannot be chosen. */
static void
picker__ignores_a_room_that_was_closed(void **state)
{
	struct model *m;

	(void)state;
	start_in_two_rooms();
	m = world.app->model;
	world_keys("\033gtea");
	app_close(world.app, model_find(model_network(m), VIEW("#tea")));
	world_keys("\r");
	assert_string_equal(active(), "#ops");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
		TEST(picker__goes_to_rooms__and_keeps_the_half_typed_line),
		TEST(picker__prefers_rooms_that_mention_you),
		TEST(picker__opens_a_query_with_a_person),
		TEST(picker__puts_a_command_before_the_line__as_one_undo_step),
		TEST(picker__takes_a_paste_as_a_filter),
		TEST(picker__finds_aliases),
		TEST(picker__ignores_a_room_that_was_closed),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
