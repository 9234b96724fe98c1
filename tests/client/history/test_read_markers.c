/*
 * Unread messages: where they begin, read markers, and direct messages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app_buffers.h"
#include "client/app_state.h"
#include "client/input/editor.h"
#include "common/clock.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/past_world.h"
#include "tests/support/test.h"

static void
unread_messages__are_counted__after_a_restart(void **state)
{
	struct buffer *b;

	(void)state;
	past_say_many("#a", "read", 3, 3 * HOUR);
	past_world.read = past_world.said[2].time;
	past_say_many("#a", "new", 60, HOUR);
	past_say(&past_world, "#a", "bo", "me: over here", HOUR);
	world_start(2, "#x", "#a");
	world_accept();
	world_welcome();
	world_expect("JOIN #x,#a");
	past_wait_for_answers();
	b = model_find(model_network(world.app->model), VIEW("#a"));
	assert_int_equal(b->unread, 61);
	assert_int_equal(b->mentions, 1);
	world_picture();
	app_activate(world.app, b);
	assert_int_equal(b->unread, 0);
	world_picture();
	world_keys("draft\033m");
	world_shows("new messages");
	world_shows(" new 0");
	assert_view(editor_text(), "draft");
	world_keys("\025/unread\r");
	world_shows(" new 0");
}

/* Page after page, until the last read message is reached. */
static void
unread_messages__are_counted__over_several_pages(void **state)
{
	struct buffer *b;

	(void)state;
	past_say_many("#a", "read", 3, 3 * HOUR);
	past_world.read = past_world.said[2].time;
	past_say_many("#a", "new", 750, HOUR);
	world_start(2, "#x", "#a");
	world_accept();
	world_welcome();
	world_expect("JOIN #x,#a");
	past_wait_for_answers();
	b = model_find(model_network(world.app->model), VIEW("#a"));
	assert_int_equal(b->unread, 750);
	assert_false(b->unread_more);
	app_activate(world.app, b);
	world_shows(" new 749");
	world_keys("\033m");
	world_shows("new messages");
	world_shows(" new 0");
}

/* Only up to a limit: the rest is shown as "+". */
static void
unread_messages__are_counted__up_to_a_limit(void **state)
{
	struct buffer *b;

	(void)state;
	past_say_many("#a", "read", 3, 30 * HOUR);
	past_world.read = past_world.said[2].time;
	past_say_many("#a", "new", 2500, HOUR);
	world_start(2, "#x", "#a");
	world_accept();
	world_welcome();
	world_expect("JOIN #x,#a");
	past_wait_for_answers();
	b = model_find(model_network(world.app->model), VIEW("#a"));
	assert_in_range(b->unread, 1000, 1200);
	assert_true(b->unread_more);
	world_shows("+");
}

static void
the_first_unread_message__is_fetched__if_it_is_far_back(void **state)
{
	(void)state;
	past_say_many("#a", "read", 3, 3 * HOUR);
	past_world.read = past_world.said[2].time;
	past_say_many("#a", "new", 350, HOUR);
	past_start();
	world_hides("new messages");
	world_keys("\033m");
	past_wait_for_answers();
	world_shows(" new 0");
	world_keys("\033[1;3F"); /* to the newest */
	world_shows(" new 349");
}

static void
a_visible_room__is_marked_as_read__for_all_clients(void **state)
{
	struct buffer *b;

	(void)state;
	past_start();
	b = world.app->model->active;
	past_world.read = 0;
	past_say_now("#a", "hello");
	world_expect("MARKREAD #a timestamp=");
	past_wait_for_answers();
	assert_int_equal(
	    past_world.read, past_world.said[past_world.n - 1].time);
	/* the terminal lost the focus */
	world_keys("\033[O");
	past_say_now("#a", "one");
	past_say_now("#a", "two");
	assert_int_equal(b->unread, 2);
	assert_true(past_world.read < past_world.said[past_world.n - 1].time);
	world_shows("new messages");
	/* read in another client */
	past_world.read = past_world.said[past_world.n - 2].time;
	world_serve(":s.x MARKREAD #a timestamp=2026-07-14T00:00:00.000Z");
	assert_int_equal(b->unread, 2);
	world_keys("\033[I");
	assert_int_equal(b->unread, 0);
	world_expect("MARKREAD #a timestamp=");
}

static void
messages_read_in_another_client__are_not_unread(void **state)
{
	struct buffer *b;
	char iso[CLOCK_ISO_SIZE];
	size_t i;

	(void)state;
	past_start();
	world_join("#b");
	past_wait_for_answers();
	b = model_find(model_network(world.app->model), VIEW("#b"));
	past_say_now("#b", "one");
	i = past_say_now("#b", "two");
	past_world.said[i].time++;
	assert_int_equal(b->unread, 2);
	clock_iso(iso, past_world.said[i].time);
	world_serve(":s.x MARKREAD #b timestamp=%s", iso);
	assert_int_equal(b->unread, 0);
}

static void
queries__have_history(void **state)
{
	struct buffer *b;

	(void)state;
	past_say(&past_world, "me", "bo", "psst", HOUR);
	past_start();
	world_keys("/query bo\r");
	past_wait_for_answers();
	b = world.app->model->active;
	assert_string_equal(b->name, "bo");
	assert_string_equal(past_shown(b), "psst\n");
	world_shows("the beginning of the chat with bo");
}

static void
missed_direct_messages__are_found_and_fetched(void **state)
{
	struct buffer *b;

	(void)state;
	past_start();
	assert_null(model_find(model_network(world.app->model), VIEW("bo")));
	past_say_now("#a", "now");
	world_break();
	past_say(&past_world, "me", "bo", "are you there?", 0);
	past_say(&past_world, "me", "bo", "hello?", 0);
	past_connect_and_join();
	b = model_find(model_network(world.app->model), VIEW("bo"));
	assert_non_null(b);
	assert_string_equal(past_shown(b), "are you there?\nhello?\n");
}

static void
users_with_unread_messages__have_a_query_after_a_restart(void **state)
{
	struct buffer *b;

	(void)state;
	past_say(&past_world, "me", "al", "long ago", 3 * HOUR);
	past_say(&past_world, "me", "bo", "read", 2 * HOUR);
	past_world.read = past_world.said[1].time;
	past_say(&past_world, "me", "bo", "psst", HOUR);
	past_start();
	past_wait_for_answers();
	assert_null(model_find(model_network(world.app->model), VIEW("al")));
	b = model_find(model_network(world.app->model), VIEW("bo"));
	assert_non_null(b);
	assert_string_equal(past_shown(b), "read\npsst\n");
	assert_int_equal(b->unread, 1);
	assert_int_equal(b->mentions, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAST_CASE(unread_messages__are_counted__after_a_restart),
		PAST_CASE(unread_messages__are_counted__over_several_pages),
		PAST_CASE(unread_messages__are_counted__up_to_a_limit),
		PAST_CASE(
		    the_first_unread_message__is_fetched__if_it_is_far_back),
		PAST_CASE(a_visible_room__is_marked_as_read__for_all_clients),
		PAST_CASE(messages_read_in_another_client__are_not_unread),
		PAST_CASE(queries__have_history),
		PAST_CASE(missed_direct_messages__are_found_and_fetched),
		PAST_CASE(
		    users_with_unread_messages__have_a_query_after_a_restart),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
