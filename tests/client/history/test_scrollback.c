/*
 * Fetching history: what is fetched when, and how it is shown.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app_state.h"
#include "client/input/editor.h"
#include "client/model/backfill.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/past_world.h"
#include "tests/support/test.h"

static void
a_join__shows_the_latest_messages__and_the_beginning(void **state)
{
	struct buffer *b;

	(void)state;
	past_say_many("#a", "old", 5, HOUR);
	past_start();
	b = world.app->model->active;
	assert_string_equal(past_shown(b), past_on_server("#a"));
	assert_int_equal(b->history, HISTORY_START);
	world_shows("the beginning of #a");
	world_shows(" old 4");
	world_hides("new messages");
	assert_int_equal(b->unread, 0);
	past_say_now("#a", "now");
	assert_string_equal(past_shown(b), past_on_server("#a"));
}

static void
page_up__continues_into_the_history__and_keeps_the_place(void **state)
{
	struct buffer *b;
	size_t first, last;
	int i;

	(void)state;
	past_say_many("#a", "old", 250, HOUR);
	past_start();
	b = world.app->model->active;
	assert_int_equal(b->history, HISTORY_MORE);
	assert_null(strstr(past_shown(b), "old 149\n"));
	for (i = 0; i < 5; i++)
		world_keys(PAGE_UP);
	world_shows("loading");
	scroll_visible_lines(world.app->model, &world.app->view, &first, &last);
	i = atoi(buffer_line(b, last)->text + 4);
	past_wait_for_answers();
	assert_non_null(strstr(past_shown(b), "old 55\n"));
	scroll_visible_lines(world.app->model, &world.app->view, &first, &last);
	assert_int_equal(atoi(buffer_line(b, last)->text + 4), i);
	world_hides("loading");
	for (i = 0; i < 30; i++) {
		world_keys(PAGE_UP);
		past_wait_for_answers();
	}
	world_shows("the beginning of #a");
	assert_string_equal(past_shown(b), past_on_server("#a"));
	assert_int_equal(b->history, HISTORY_START);
	i = (int)past_world.asked;
	world_keys(PAGE_UP);
	past_wait_for_answers();
	assert_int_equal(past_world.asked, i);
}

static void
missed_messages__are_fetched_and_counted(void **state)
{
	struct buffer *b;

	(void)state;
	past_say_many("#a", "old", 5, HOUR);
	past_start();
	b = world.app->model->active;
	past_say_now("#a", "last seen");
	world_break();
	past_say_many("#a", "missed", 237, 0);
	past_connect_and_join();
	past_say_now("#a", "live");
	world_hides("loading");
	assert_int_equal(b->filling, 0);
	assert_string_equal(past_shown(b), past_on_server("#a"));
	world_keys(PAGE_UP);
	assert_int_equal(backfill_gap_from(b, 0), b->n);
	scroll_to_line(world.app->model, &world.app->view, 8, SCROLL_TOP);
	world_shows("237 messages while you were away");
	/* twice, without new messages */
	world_break();
	past_connect_and_join();
	assert_string_equal(past_shown(b), past_on_server("#a"));
}

static void
too_many_missed_messages__leave_a_gap__that_can_be_fetched(void **state)
{
	struct buffer *b;
	size_t gap;
	int i;

	(void)state;
	past_start();
	b = world.app->model->active;
	past_say_now("#a", "last seen");
	world_break();
	past_say_many("#a", "missed", 1450, 0);
	past_connect_and_join();
	past_say_now("#a", "live");
	assert_non_null(
	    strstr(past_shown(b), "missed 999\n(gap)\nmissed 1350\n"));
	gap = backfill_gap_from(b, 0);
	world_picture();
	scroll_to_line(world.app->model, &world.app->view, gap, SCROLL_MIDDLE);
	world_shows("messages are missing here: M-h");
	scroll_to_line(world.app->model, &world.app->view,
	    buffer_index_of(b, buffer_find_msgid(b, VIEW("m1"))), SCROLL_TOP);
	scroll_by(world.app->model, &world.app->view, -2);
	world_shows("more than 1100 messages while you were away");
	for (i = 0; i < 6; i++) {
		world_keys("\033h");
		past_wait_for_answers();
		gap = backfill_gap_from(b, 0);
		scroll_to_line(
		    world.app->model, &world.app->view, gap, SCROLL_MIDDLE);
	}
	assert_string_equal(past_shown(b), past_on_server("#a"));
}

static void
a_refused_request__is_reported__and_can_be_repeated(void **state)
{
	struct buffer *b;

	(void)state;
	past_say_many("#a", "old", 3, HOUR);
	past_world.refuse = 1;
	past_start();
	b = world.app->model->active;
	world_shows("Cannot fetch the history: not now");
	world_shows("Earlier messages: PageUp");
	past_world.refuse = 0;
	world_keys(PAGE_UP);
	past_wait_for_answers();
	assert_string_equal(past_shown(b), past_on_server("#a"));
}

static void
own_messages__appear_once__wherever_the_link_broke(void **state)
{
	struct buffer *b;

	(void)state;
	past_start();
	b = world.app->model->active;
	world_keys("first\r");
	world_expect("PRIVMSG #a :first");
	past_wait_for_answers();
	past_world.mute = 1;
	world_keys("taken\r");
	world_expect("PRIVMSG #a :taken");
	world_break();
	past_say_many("#a", "between", 2, 0);
	world_keys("typed later\r");
	assert_int_equal(model_network(world.app->model)->unsent, 2);
	past_world.mute = 0;
	past_connect_and_join();
	past_wait_for_answers();
	assert_string_equal(past_shown(b), past_on_server("#a"));
	assert_string_equal(
	    past_shown(b), "first\ntaken\nbetween 0\nbetween 1\ntyped later\n");
	assert_int_equal(model_network(world.app->model)->unsent, 0);
	assert_int_equal(world_line(b, 0)->state, LINE_DONE);
}

static void
failed_messages__are_sent_again__by_a_key(void **state)
{
	struct buffer *b;

	(void)state;
	past_start();
	b = world.app->model->active;
	past_world.mute = 1;
	world_keys("one\r/me two\r");
	world_expect("ACTION two");
	world_serve("@label=1 :s.x 404 me #a :Cannot send\r\n"
		    "@label=2 :s.x 404 me #a :Cannot send");
	assert_int_equal(b->failed, 2);
	world_shows("2 not sent (M-s: try again)");
	past_world.n = 0;
	past_world.mute = 0;
	world_keys("half\033s");
	world_expect("PRIVMSG #a :one");
	world_expect("ACTION two");
	past_wait_for_answers();
	assert_int_equal(b->failed, 0);
	world_hides("not sent (M-s");
	assert_view(editor_text(), "half");
	assert_int_equal(world_line(b, 0)->kind, LINE_ACTION);
	assert_int_equal(world_line(b, 0)->state, LINE_DONE);
}

static void
last__scrolls_back_so_many_lines(void **state)
{
	(void)state;
	past_say_many("#a", "old", 400, HOUR);
	past_start();
	world_keys("/last 50\r");
	world_hides("loading");
	world_shows(" old 355");
	world_keys("/last 321\r");
	past_wait_for_answers();
	past_wait_for_answers();
	world_shows(" old 81");
	world_keys("/last x\r");
	world_shows("is not a number of lines");
	assert_int_equal(editor_text().len, 0);
}

static void
dropped_lines__are_fetched_again(void **state)
{
	struct buffer *b;
	int i;

	(void)state;
	past_say_many("#a", "old", 150, HOUR);
	world_start(1, "#a");
	world.app->model->max_lines = 100;
	past_connect_and_join();
	world_picture();
	b = world.app->model->active;
	assert_int_equal(b->max, 100);
	for (i = 0; i < 100; i++) {
		world_keys(PAGE_UP);
		past_wait_for_answers();
		assert_true(b->n <= 100);
	}
	world_shows("the beginning of #a");
	world_shows(" old 0");
	assert_null(strstr(past_shown(b), "old 149\n"));
	for (i = 0; i < 100 && !b->following; i++) {
		world_keys("\033[6~");
		past_wait_for_answers();
	}
	world_shows(" old 149");
	assert_null(strstr(past_shown(b), "old 0\n"));
}

static void
a_replayed_message__is_inserted_in_its_place__once(void **state)
{
	struct buffer *b;

	(void)state;
	world.caps = "batch echo-message message-tags server-time";
	past_start();
	b = world.app->model->active;
	world_serve(":s.x BATCH +r znc.in/playback #a\r\n"
		    "@batch=r;msgid=o1;time=2026-07-01T10:00:00.000Z "
		    ":bo!u@h PRIVMSG #a :me: old\r\n"
		    "@batch=r;msgid=o1;time=2026-07-01T10:00:00.000Z "
		    ":bo!u@h PRIVMSG #a :me: old\r\n"
		    ":s.x BATCH -r");
	assert_string_equal(past_shown(b), "me: old\n");
	assert_string_equal(buffer_line(b, 0)->text, "me: old");
	assert_int_equal(b->mentions, 0);
}

static void
a_server_without_history__shows_no_history_marks(void **state)
{
	(void)state;
	world.caps = "batch echo-message labeled-response message-tags";
	past_start();
	world_hides("loading");
	world_hides("Earlier messages: PageUp");
	world_keys("/search x\r");
	world_shows("This server does not support search");
	world_break();
	world_accept();
	world_welcome();
	world_expect("JOIN #a");
	past_wait_for_answers();
	world_hides("missing");
	assert_int_equal(past_world.asked, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAST_CASE(a_join__shows_the_latest_messages__and_the_beginning),
		PAST_CASE(
		    page_up__continues_into_the_history__and_keeps_the_place),
		PAST_CASE(missed_messages__are_fetched_and_counted),
		PAST_CASE(
		    too_many_missed_messages__leave_a_gap__that_can_be_fetched),
		PAST_CASE(a_refused_request__is_reported__and_can_be_repeated),
		PAST_CASE(own_messages__appear_once__wherever_the_link_broke),
		PAST_CASE(failed_messages__are_sent_again__by_a_key),
		PAST_CASE(last__scrolls_back_so_many_lines),
		PAST_CASE(dropped_lines__are_fetched_again),
		PAST_CASE(a_replayed_message__is_inserted_in_its_place__once),
		PAST_CASE(a_server_without_history__shows_no_history_marks),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
