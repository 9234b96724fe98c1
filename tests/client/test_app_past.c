/*
 * The client and the past: what is fetched when, what is shown of it, and what the server is told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/app_state.h"
#include "client/input/editor.h"
#include "client/input/term.h"
#include "client/model/past.h"
#include "client/model/results.h"
#include "client/view/canvas.h"
#include "common/clock.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/past_server.h"

#define PAGE_UP "\033[5~"
#define HOUR	((int64_t)3600 * 1000)

static struct past_server server;

static void
answer(struct view line, struct buf *out)
{
	past_answer(&server, line, out);
}

static int
set_up(void **state)
{
	world_setup(state);
	past_open(&server);
	world.caps = PAST_CAPS;
	world.answer = answer;
	return 0;
}

/* bo says "<prefix> 0" and so on, in the past. */
static void
say_many(const char *room, const char *prefix, int n, int64_t ago)
{
	char text[64];
	int i;

	for (i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "%s %d", prefix, i);
		past_say(&server, room, "bo", text, ago);
	}
}

/* And now, to all who listen. */
static size_t
say_now(const char *room, const char *text)
{
	struct buf out = { 0 };
	size_t i = past_say(&server, room, "bo", text, 0);

	past_tell(&server, i, &out);
	world_serve("%s", buf_str(&out));
	buf_clear(&out);
	return i;
}

/* Until all that was asked is answered. */
static void
settle(void)
{
	int64_t end = clock_mono_ms() + 10000;

	do {
		world_serve("PING x");
		world_serve("PING x");
		assert_true(clock_mono_ms() < end);
	} while (
	    !TAILQ_EMPTY(&world.app->fetches) || world.app->searching != 0);
}

static void
come_in(void)
{
	world_accept();
	world_welcome();
	world_expect("JOIN #a");
	settle();
}

static void
enter(void)
{
	world_start(1, "#a");
	come_in();
	world_picture();
}

/* All of bo's and my words in a room, in order, one a line. */
static const char *
talk(const struct buffer *b)
{
	static struct buf out;
	const struct line *line;
	size_t i;

	buf_reset(&out);
	for (i = 0; i < b->n; i++) {
		line = buffer_line(b, i);
		if (line->kind == LINE_GAP)
			buf_add_str(&out, "(gap)\n");
		else if (line_is_talk(line))
			buf_printf(&out, "%s\n", line->text);
	}
	return buf_str(&out);
}

static const char *
all_said(const char *room)
{
	static struct buf out;
	size_t i;

	buf_reset(&out);
	for (i = 0; i < server.n; i++)
		if (strcmp(server.said[i].target, room) == 0)
			buf_printf(&out, "%s\n", server.said[i].text);
	return buf_str(&out);
}

static void
joining__shows_the_latest__and_where_it_began(void **state)
{
	struct buffer *b;

	(void)state;
	say_many("#a", "old", 5, HOUR);
	enter();
	b = world.app->model->active;
	assert_string_equal(talk(b), all_said("#a"));
	assert_int_equal(b->past, PAST_BEGINNING);
	world_shows("the beginning of #a");
	world_shows("bo  old 4");
	world_hides("new messages");
	assert_int_equal(b->unread, 0);
	say_now("#a", "now");
	assert_string_equal(talk(b), all_said("#a"));
}

static void
page_up__goes_on_into_the_past__and_the_place_stays(void **state)
{
	struct buffer *b;
	size_t first, last;
	int i;

	(void)state;
	say_many("#a", "old", 250, HOUR);
	enter();
	b = world.app->model->active;
	assert_int_equal(b->past, PAST_MORE);
	assert_null(strstr(talk(b), "old 149\n"));
	for (i = 0; i < 5; i++)
		world_keys(PAGE_UP);
	world_shows("loading");
	view_range(world.app->model, &world.app->view, &first, &last);
	i = atoi(buffer_line(b, last)->text + 4);
	settle();
	assert_non_null(strstr(talk(b), "old 55\n"));
	view_range(world.app->model, &world.app->view, &first, &last);
	assert_int_equal(atoi(buffer_line(b, last)->text + 4), i);
	world_hides("loading");
	for (i = 0; i < 30; i++) {
		world_keys(PAGE_UP);
		settle();
	}
	world_shows("the beginning of #a");
	assert_string_equal(talk(b), all_said("#a"));
	assert_int_equal(b->past, PAST_BEGINNING);
	i = (int)server.asked;
	world_keys(PAGE_UP);
	settle();
	assert_int_equal(server.asked, i);
}

static void
what_was_missed__is_fetched__and_counted(void **state)
{
	struct buffer *b;

	(void)state;
	say_many("#a", "old", 5, HOUR);
	enter();
	b = world.app->model->active;
	say_now("#a", "last seen");
	world_break();
	say_many("#a", "missed", 237, 0);
	come_in();
	say_now("#a", "live");
	assert_string_equal(talk(b), all_said("#a"));
	world_keys(PAGE_UP);
	assert_int_equal(past_gap_from(b, 0), b->n);
	view_scroll_to(world.app->model, &world.app->view, 8, VIEW_TOP);
	world_shows("237 messages while you were away");
	/* twice, and nothing was said */
	world_break();
	come_in();
	assert_string_equal(talk(b), all_said("#a"));
}

static void
too_much_that_was_missed__leaves_a_gap__to_be_fetched(void **state)
{
	struct buffer *b;
	size_t gap;
	int i;

	(void)state;
	enter();
	b = world.app->model->active;
	say_now("#a", "last seen");
	world_break();
	say_many("#a", "missed", 1450, 0);
	come_in();
	say_now("#a", "live");
	assert_non_null(strstr(talk(b), "missed 999\n(gap)\nmissed 1350\n"));
	gap = past_gap_from(b, 0);
	world_picture();
	view_scroll_to(world.app->model, &world.app->view, gap, VIEW_MIDDLE);
	world_shows("messages are missing here: M-g");
	view_scroll_to(world.app->model, &world.app->view,
	    buffer_place(b, buffer_find_msgid(b, VIEW("m1"))), VIEW_TOP);
	view_scroll(world.app->model, &world.app->view, -2);
	world_shows("more than 1100 messages while you were away");
	for (i = 0; i < 6; i++) {
		world_keys("\033g");
		settle();
		gap = past_gap_from(b, 0);
		view_scroll_to(
		    world.app->model, &world.app->view, gap, VIEW_MIDDLE);
	}
	assert_string_equal(talk(b), all_said("#a"));
}

static void
a_question_refused__is_told__and_can_be_asked_again(void **state)
{
	struct buffer *b;

	(void)state;
	say_many("#a", "old", 3, HOUR);
	server.refuse = 1;
	enter();
	b = world.app->model->active;
	world_shows("could not be fetched: not now");
	world_shows("there is more");
	server.refuse = 0;
	world_keys(PAGE_UP);
	settle();
	assert_string_equal(talk(b), all_said("#a"));
}

static void
own_words__are_there_once__however_the_link_broke(void **state)
{
	struct buffer *b;

	(void)state;
	enter();
	b = world.app->model->active;
	world_keys("first\r");
	world_expect("PRIVMSG #a :first");
	settle();
	server.mute = 1;
	world_keys("taken\r");
	world_expect("PRIVMSG #a :taken");
	world_break();
	say_many("#a", "between", 2, 0);
	world_keys("typed later\r");
	assert_int_equal(world.app->model->unsent, 2);
	server.mute = 0;
	come_in();
	settle();
	assert_string_equal(talk(b), all_said("#a"));
	assert_string_equal(
	    talk(b), "first\ntaken\nbetween 0\nbetween 1\ntyped later\n");
	assert_int_equal(world.app->model->unsent, 0);
	assert_int_equal(world_line(b, 0)->state, LINE_DONE);
}

static void
what_was_refused__is_said_again_by_a_key(void **state)
{
	struct buffer *b;

	(void)state;
	enter();
	b = world.app->model->active;
	server.mute = 1;
	world_keys("one\r/me two\r");
	world_expect("ACTION two");
	world_serve("@label=1 :s.x 404 me #a :Cannot send\r\n"
		    "@label=2 :s.x 404 me #a :Cannot send");
	assert_int_equal(b->failed, 2);
	world_shows("2 not sent (M-s: try again)");
	server.n = 0;
	server.mute = 0;
	world_keys("half\033s");
	world_expect("PRIVMSG #a :one");
	world_expect("ACTION two");
	settle();
	assert_int_equal(b->failed, 0);
	world_hides("not sent (M-s");
	assert_view(editor_text(), "half");
	assert_int_equal(world_line(b, 0)->kind, LINE_ACTION);
	assert_int_equal(world_line(b, 0)->state, LINE_DONE);
}

static void
what_is_unread__is_known_after_a_restart(void **state)
{
	struct buffer *b;

	(void)state;
	say_many("#a", "read", 3, 3 * HOUR);
	server.read = server.said[2].time;
	say_many("#a", "new", 60, HOUR);
	past_say(&server, "#a", "bo", "me: over here", HOUR);
	world_start(2, "#x", "#a");
	world_accept();
	world_welcome();
	world_expect("JOIN #x,#a");
	settle();
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

static void
the_first_unread__is_fetched__when_it_is_far(void **state)
{
	(void)state;
	say_many("#a", "read", 3, 3 * HOUR);
	server.read = server.said[2].time;
	say_many("#a", "new", 350, HOUR);
	enter();
	world_hides("new messages");
	world_keys("\033m");
	settle();
	world_shows("bo  new 0");
	world_keys("\033[1;3F"); /* to the newest */
	world_shows("bo  new 349");
}

static void
a_room_looked_at__is_marked_read__for_all_clients(void **state)
{
	struct buffer *b;

	(void)state;
	enter();
	b = world.app->model->active;
	server.read = 0;
	say_now("#a", "hello");
	world_expect("MARKREAD #a timestamp=");
	settle();
	assert_int_equal(server.read, server.said[server.n - 1].time);
	/* the terminal has lost the focus */
	world_keys("\033[O");
	say_now("#a", "one");
	say_now("#a", "two");
	assert_int_equal(b->unread, 2);
	assert_true(server.read < server.said[server.n - 1].time);
	world_shows("new messages");
	/* read elsewhere */
	server.read = server.said[server.n - 2].time;
	world_serve(":s.x MARKREAD #a timestamp=2026-11-21T00:00:00.000Z");
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
	enter();
	world_join("#b");
	settle();
	b = model_find(world.app->model, VIEW("#b"));
	say_now("#b", "one");
	i = say_now("#b", "two");
	server.said[i].time++;
	assert_int_equal(b->unread, 2);
	clock_iso(iso, server.said[i].time);
	world_serve(":s.x MARKREAD #b timestamp=%s", iso);
	assert_int_equal(b->unread, 0);
}

static void
a_search__shows_what_was_found__and_goes_there(void **state)
{
	struct buffer *b;

	(void)state;
	say_many("#a", "old", 150, 5 * HOUR);
	past_say(&server, "#a", "bo", "is it tea time?", 4 * HOUR);
	say_many("#a", "middle", 150, 3 * HOUR);
	past_say(&server, "#b", "bo", "tea in b", 2 * HOUR);
	say_many("#a", "new", 150, HOUR);
	enter();
	b = world.app->model->active;
	world_keys("draft");
	app_input_save(world.app);
	world_keys("\025/search tea\r");
	world_expect("SEARCH");
	settle();
	world_shows("1 of 2 found: tea");
	world_shows("#b bo  tea in b");
	world_keys("\033[B");
	world_shows("2 of 2 found: tea");
	world_keys("\r");
	settle();
	assert_null(world.app->model->results);
	assert_ptr_equal(world.app->model->active, b);
	world_shows("bo  is it tea time?");
	world_shows("bo  old 149");
	world_shows("bo  middle 0");
	assert_string_equal(b->hit->text, "is it tea time?");
	assert_non_null(strstr(talk(b), "(gap)\nnew 50\n"));
	/* and from there down without a break */
	while (!b->following) {
		world_keys("\033[6~");
		settle();
	}
	assert_null(strstr(talk(b), "(gap)"));
	assert_non_null(strstr(all_said("#a"), talk(b)));
}

static void
a_search__keeps_the_draft__and_is_left(void **state)
{
	(void)state;
	enter();
	world_keys("/search nothing\r");
	settle();
	world_shows("nothing found: nothing");
	world_keys("draft q");
	assert_int_equal(editor_text().len, 0);
	assert_null(world.app->model->results);
	world_keys("/search x\r");
	settle();
	world_keys("\033");
	term_tick(world.app->term, clock_mono_ms() + 1000);
	assert_null(world.app->model->results);
	world_keys("/search x before:soon\r");
	world_shows("\"soon\" is no day");
	assert_view(editor_text(), "/search x before:soon");
}

static void
messages__are_taken_back(void **state)
{
	struct buffer *b;

	(void)state;
	enter();
	b = world.app->model->active;
	world_keys("one\rtwo\r");
	settle();
	say_now("#a", "three");
	world_keys("/redact\r");
	world_expect("REDACT #a m1\r\n");
	settle();
	world_shows("me  message taken back by me");
	world_keys("/redact 1 a slip\r");
	world_expect("REDACT #a m0 :a slip\r\n");
	settle();
	world_shows("message taken back by me (a slip)");
	world_serve(":op!u@h REDACT #a m2 :rude");
	world_shows("bo  message taken back by op (rude)");
	world_keys("/redact\r");
	world_shows("there is no such message of yours");
	assert_int_equal(world_line(b, 1)->kind, LINE_REDACTED);
}

static void
last__goes_back_so_many_lines(void **state)
{
	(void)state;
	say_many("#a", "old", 400, HOUR);
	enter();
	world_keys("/last 50\r");
	world_hides("loading");
	world_shows("bo  old 355");
	world_keys("/last 321\r");
	settle();
	settle();
	world_shows("bo  old 81");
	world_keys("/last x\r");
	assert_view(editor_text(), "/last x");
}

static void
what_memory_drops__is_fetched_again(void **state)
{
	struct buffer *b;
	int i;

	(void)state;
	say_many("#a", "old", 150, HOUR);
	world_start(1, "#a");
	world.app->model->max_lines = 100;
	come_in();
	world_picture();
	b = world.app->model->active;
	assert_int_equal(b->max, 100);
	for (i = 0; i < 100; i++) {
		world_keys(PAGE_UP);
		settle();
		assert_true(b->n <= 100);
	}
	world_shows("the beginning of #a");
	world_shows("bo  old 0");
	assert_null(strstr(talk(b), "old 149\n"));
	for (i = 0; i < 100 && !b->following; i++) {
		world_keys("\033[6~");
		settle();
	}
	world_shows("bo  old 149");
	assert_null(strstr(talk(b), "old 0\n"));
}

static void
persons__have_a_past_too(void **state)
{
	struct buffer *b;

	(void)state;
	past_say(&server, "me", "bo", "psst", HOUR);
	enter();
	world_keys("/query bo\r");
	settle();
	b = world.app->model->active;
	assert_string_equal(b->name, "bo");
	assert_string_equal(talk(b), "psst\n");
	world_shows("the beginning with bo");
}

static void
what_persons_said_meanwhile__is_found_and_fetched(void **state)
{
	struct buffer *b;

	(void)state;
	enter();
	assert_null(model_find(world.app->model, VIEW("bo")));
	say_now("#a", "now");
	world_break();
	past_say(&server, "me", "bo", "are you there?", 0);
	past_say(&server, "me", "bo", "hello?", 0);
	come_in();
	b = model_find(world.app->model, VIEW("bo"));
	assert_non_null(b);
	assert_string_equal(talk(b), "are you there?\nhello?\n");
}

static void
persons_with_unread_words__are_there_after_a_restart(void **state)
{
	struct buffer *b;

	(void)state;
	past_say(&server, "me", "al", "long ago", 3 * HOUR);
	past_say(&server, "me", "bo", "read", 2 * HOUR);
	server.read = server.said[1].time;
	past_say(&server, "me", "bo", "psst", HOUR);
	enter();
	settle();
	assert_null(model_find(world.app->model, VIEW("al")));
	b = model_find(world.app->model, VIEW("bo"));
	assert_non_null(b);
	assert_string_equal(talk(b), "read\npsst\n");
	assert_int_equal(b->unread, 1);
	assert_int_equal(b->mentions, 1);
}

static void
a_replay_unasked__stands_in_its_place__once(void **state)
{
	struct buffer *b;

	(void)state;
	world.caps = "batch echo-message message-tags server-time";
	enter();
	b = world.app->model->active;
	world_serve(":s.x BATCH +r znc.in/playback #a\r\n"
		    "@batch=r;msgid=o1;time=2026-11-01T10:00:00.000Z "
		    ":bo!u@h PRIVMSG #a :me: old\r\n"
		    "@batch=r;msgid=o1;time=2026-11-01T10:00:00.000Z "
		    ":bo!u@h PRIVMSG #a :me: old\r\n"
		    ":s.x BATCH -r");
	assert_string_equal(talk(b), "me: old\n");
	assert_string_equal(buffer_line(b, 0)->text, "me: old");
	assert_int_equal(b->mentions, 0);
}

static void
a_server_without_history__shows_no_marks(void **state)
{
	(void)state;
	world.caps = "batch echo-message labeled-response message-tags";
	enter();
	world_hides("loading");
	world_hides("there is more");
	world_keys("/search x\r");
	world_shows("this server cannot search");
	world_break();
	world_accept();
	world_welcome();
	world_expect("JOIN #a");
	settle();
	world_hides("missing");
	assert_int_equal(server.asked, 0);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, set_up, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(joining__shows_the_latest__and_where_it_began),
		CASE(page_up__goes_on_into_the_past__and_the_place_stays),
		CASE(what_was_missed__is_fetched__and_counted),
		CASE(too_much_that_was_missed__leaves_a_gap__to_be_fetched),
		CASE(a_question_refused__is_told__and_can_be_asked_again),
		CASE(own_words__are_there_once__however_the_link_broke),
		CASE(what_was_refused__is_said_again_by_a_key),
		CASE(what_is_unread__is_known_after_a_restart),
		CASE(the_first_unread__is_fetched__when_it_is_far),
		CASE(a_room_looked_at__is_marked_read__for_all_clients),
		CASE(what_is_read_elsewhere__counts_no_more_here),
		CASE(a_search__shows_what_was_found__and_goes_there),
		CASE(a_search__keeps_the_draft__and_is_left),
		CASE(messages__are_taken_back),
		CASE(last__goes_back_so_many_lines),
		CASE(what_memory_drops__is_fetched_again),
		CASE(persons__have_a_past_too),
		CASE(what_persons_said_meanwhile__is_found_and_fetched),
		CASE(persons_with_unread_words__are_there_after_a_restart),
		CASE(a_replay_unasked__stands_in_its_place__once),
		CASE(a_server_without_history__shows_no_marks),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
