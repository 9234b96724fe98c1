/*
 * The client and what was not read yet: where it begins, who is told, and persons' words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/app_buffers.h"
#include "client/app_state.h"
#include "client/input/editor.h"
#include "common/clock.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/past_world.h"

static void
what_is_unread__is_known_after_a_restart(void **state)
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
	past_await_answers();
	b = model_find(world.app->model, VIEW("#a"));
	assert_int_equal(b->unread, 61);
	assert_int_equal(b->mentions, 1);
	world_picture();
	app_activate(world.app, b);
	assert_int_equal(b->unread, 0);
	world_picture();
	world_keys("draft\033m");
	world_shows("new messages");
	world_shows("bo  new 0");
	assert_view(editor_text(), "draft");
	world_keys("\025/unread\r");
	world_shows("bo  new 0");
}

/* Page after page, until what was read is reached. */
static void
what_is_unread__is_counted_whole__over_several_pages(void **state)
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
	past_await_answers();
	b = model_find(world.app->model, VIEW("#a"));
	assert_int_equal(b->unread, 750);
	assert_false(b->unread_more);
	app_activate(world.app, b);
	world_shows("bo  new 749");
	world_keys("\033m");
	world_shows("new messages");
	world_shows("bo  new 0");
}

/* But not without end: the rest is only said to be there. */
static void
what_is_unread__is_counted_up_to_a_limit(void **state)
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
	past_await_answers();
	b = model_find(world.app->model, VIEW("#a"));
	assert_in_range(b->unread, 1000, 1200);
	assert_true(b->unread_more);
	world_shows("+");
}

static void
the_first_unread__is_fetched__when_it_is_far(void **state)
{
	(void)state;
	past_say_many("#a", "read", 3, 3 * HOUR);
	past_world.read = past_world.said[2].time;
	past_say_many("#a", "new", 350, HOUR);
	past_enter();
	world_hides("new messages");
	world_keys("\033m");
	past_await_answers();
	world_shows("bo  new 0");
	world_keys("\033[1;3F"); /* to the newest */
	world_shows("bo  new 349");
}

static void
a_room_looked_at__is_marked_read__for_all_clients(void **state)
{
	struct buffer *b;

	(void)state;
	past_enter();
	b = world.app->model->active;
	past_world.read = 0;
	past_say_now("#a", "hello");
	world_expect("MARKREAD #a timestamp=");
	past_await_answers();
	assert_int_equal(
	    past_world.read, past_world.said[past_world.n - 1].time);
	/* the terminal has lost the focus */
	world_keys("\033[O");
	past_say_now("#a", "one");
	past_say_now("#a", "two");
	assert_int_equal(b->unread, 2);
	assert_true(past_world.read < past_world.said[past_world.n - 1].time);
	world_shows("new messages");
	/* read elsewhere */
	past_world.read = past_world.said[past_world.n - 2].time;
	world_serve(":s.x MARKREAD #a timestamp=2026-07-14T00:00:00.000Z");
	assert_int_equal(b->unread, 2);
	world_keys("\033[I");
	assert_int_equal(b->unread, 0);
	world_expect("MARKREAD #a timestamp=");
}

static void
what_is_read_elsewhere__counts_no_more_here(void **state)
{
	struct buffer *b;
	char iso[CLOCK_ISO_SIZE];
	size_t i;

	(void)state;
	past_enter();
	world_join("#b");
	past_await_answers();
	b = model_find(world.app->model, VIEW("#b"));
	past_say_now("#b", "one");
	i = past_say_now("#b", "two");
	past_world.said[i].time++;
	assert_int_equal(b->unread, 2);
	clock_iso(iso, past_world.said[i].time);
	world_serve(":s.x MARKREAD #b timestamp=%s", iso);
	assert_int_equal(b->unread, 0);
}

static void
persons__have_a_past_too(void **state)
{
	struct buffer *b;

	(void)state;
	past_say(&past_world, "me", "bo", "psst", HOUR);
	past_enter();
	world_keys("/query bo\r");
	past_await_answers();
	b = world.app->model->active;
	assert_string_equal(b->name, "bo");
	assert_string_equal(past_talk(b), "psst\n");
	world_shows("the beginning of the chat with bo");
}

static void
what_persons_said_meanwhile__is_found_and_fetched(void **state)
{
	struct buffer *b;

	(void)state;
	past_enter();
	assert_null(model_find(world.app->model, VIEW("bo")));
	past_say_now("#a", "now");
	world_break();
	past_say(&past_world, "me", "bo", "are you there?", 0);
	past_say(&past_world, "me", "bo", "hello?", 0);
	past_come_in();
	b = model_find(world.app->model, VIEW("bo"));
	assert_non_null(b);
	assert_string_equal(past_talk(b), "are you there?\nhello?\n");
}

static void
persons_with_unread_words__are_there_after_a_restart(void **state)
{
	struct buffer *b;

	(void)state;
	past_say(&past_world, "me", "al", "long ago", 3 * HOUR);
	past_say(&past_world, "me", "bo", "read", 2 * HOUR);
	past_world.read = past_world.said[1].time;
	past_say(&past_world, "me", "bo", "psst", HOUR);
	past_enter();
	past_await_answers();
	assert_null(model_find(world.app->model, VIEW("al")));
	b = model_find(world.app->model, VIEW("bo"));
	assert_non_null(b);
	assert_string_equal(past_talk(b), "read\npsst\n");
	assert_int_equal(b->unread, 1);
	assert_int_equal(b->mentions, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAST_CASE(what_is_unread__is_known_after_a_restart),
		PAST_CASE(what_is_unread__is_counted_whole__over_several_pages),
		PAST_CASE(what_is_unread__is_counted_up_to_a_limit),
		PAST_CASE(the_first_unread__is_fetched__when_it_is_far),
		PAST_CASE(a_room_looked_at__is_marked_read__for_all_clients),
		PAST_CASE(what_is_read_elsewhere__counts_no_more_here),
		PAST_CASE(persons__have_a_past_too),
		PAST_CASE(what_persons_said_meanwhile__is_found_and_fetched),
		PAST_CASE(persons_with_unread_words__are_there_after_a_restart),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
