/*
 * Mentions, /goto, folds and visits in the whole client.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/app_state.h"
#include "common/clock.h"
#include "tests/support/app_world.h"
#include "tests/support/past_world.h"
#include "tests/support/test.h"

#define F3  "\033[13~"
#define F4  "\033[14~"
#define M_I "\033i"

static struct buffer *
active(void)
{
	return world.app->model->active;
}

static void
open_world(void)
{
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
}

static void
mentions__lists_those_of_all_rooms__and_goes_there(void **state)
{
	(void)state;
	open_world();
	world_keys(M_I);
	world_shows("Nobody has mentioned you");
	world_keys("\033");
	world_join("#b");
	world_serve(":bo!b@h PRIVMSG #b :me: first\r\n"
		    ":cy!c@h PRIVMSG #a :nothing\r\n"
		    ":cy!c@h PRIVMSG #a :hello me\r\n"
		    ":bo!b@h PRIVMSG me :in private\r\n"
		    ":bo!b@h PRIVMSG #b :\001ACTION pokes me\001");
	world_keys("/mentions\r");
	world_shows("bo: me: first");
	world_shows("cy: hello me");
	world_shows("bo pokes me");
	world_hides("in private");
	world_keys("first");
	world_hides("cy: hello me");
	world_keys("\r");
	assert_string_equal(active()->name, "#b");
	assert_string_equal(active()->highlight->text, "me: first");
}

static void
mention_keys__go_to_the_mentions_of_a_room__one_by_one(void **state)
{
	int i;

	(void)state;
	open_world();
	world_serve(":bo!b@h PRIVMSG #a :me: one");
	for (i = 0; i < 40; i++)
		world_serve(":bo!b@h PRIVMSG #a :chatter %d", i);
	world_serve(":bo!b@h PRIVMSG #a :me: two");
	for (i = 0; i < 40; i++)
		world_serve(":bo!b@h PRIVMSG #a :noise %d", i);
	world_shows("noise 39");
	world_keys(F3);
	assert_string_equal(active()->highlight->text, "me: two");
	world_shows("me: two");
	assert_false(active()->following);
	world_keys(F3);
	assert_string_equal(active()->highlight->text, "me: one");
	world_keys(F3);
	assert_string_equal(active()->highlight->text, "me: one");
	world_keys(F4);
	assert_string_equal(active()->highlight->text, "me: two");
	world_keys(F4);
	assert_string_equal(active()->highlight->text, "me: two");
}

static void
the_open_room__is_marked__while_the_reader_is_elsewhere_in_it(void **state)
{
	int i;

	(void)state;
	open_world();
	for (i = 0; i < 60; i++)
		world_serve(":bo!b@h PRIVMSG #a :chatter %d", i);
	world_shows("chatter 59");
	world_keys("\033[5~");
	world_serve(":bo!b@h PRIVMSG #a :me: look\r\n:bo!b@h PRIVMSG #a :now");
	world_shows("2 new below, 1 mentions you (M-End)");
	assert_int_equal(active()->mentions, 1);
	world_shows("!1");
	world_keys("\033[1;3F");
	world_hides("new below");
	assert_int_equal(active()->mentions, 0);
	world_hides("!1");
	world_keys("\033[5~");
	world_serve(":bo!b@h PRIVMSG #a :me: again");
	world_shows("!1");
	world_hides("me: again");
	world_keys("/split\r");
	world_shows("me: again");
	world_keys("/clear\r");
	world_hides("!1");
}

/* Return the day of a time and the time, as /goto takes them. */
static const char *
typed(int64_t ms)
{
	static char text[64];
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;

	localtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "/goto %Y-%m-%d %H:%M\r", &tm);
	return text;
}

static const char *
top_text(void)
{
	size_t first, last;

	scroll_visible_lines(world.app->model, &world.app->view, &first, &last);
	return buffer_line(active(), first)->text;
}

/* Add messages of bo, one a second: "<prefix> 0" and so on. */
static void
say_many(const char *prefix, int n, int64_t ago)
{
	char text[64];
	int i;

	for (i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "%s %d", prefix, i);
		past_say(
		    &past_world, "#a", "bo", text, ago - i * INT64_C(1000));
	}
}

static void
goto__fetches_the_messages_around_a_time(void **state)
{
	(void)state;
	say_many("old", 300, 50 * HOUR);
	say_many("middle", 300, 30 * HOUR);
	say_many("new", 300, 10 * HOUR);
	past_start();
	world_keys(typed(clock_ms() - 40 * HOUR));
	past_wait_for_answers();
	assert_string_equal(top_text(), "middle 0");
	world_keys(typed(clock_ms() - 9 * HOUR));
	past_wait_for_answers();
	assert_true(active()->following);
	/* before the oldest one */
	world_keys(typed(clock_ms() - 900 * HOUR));
	past_wait_for_answers();
	assert_string_equal(top_text(), "old 0");
}

static void
goto__explains_what_it_cannot_do(void **state)
{
	(void)state;
	open_world();
	world_serve(":bo!b@h PRIVMSG #a :hello");
	world_keys("/goto banana\r");
	world_shows("\"banana\" is not a time");
	world_keys("/goto 2999-01-01\r");
	world_shows("2999-01-01 is in the future");
	world_keys("/goto 2001-01-01\r");
	world_shows("This server keeps no history");
}

/* A client that looks at a room where programs visit sees no trace of them but their messages, in each mode. */
static void
a_visit__shows_no_presence__among_folds(void **state)
{
	int i;

	(void)state;
	open_world();
	for (i = 0; i < 5; i++)
		world_serve(":ann%d!a@h JOIN #a\r\n"
			    ":cron!c@h JOIN #a\r\n"
			    "@+tchat/visitor :cron!c@h PRIVMSG #a :built %d\r\n"
			    ":cron!c@h QUIT :Quit\r\n"
			    ":ann%d!a@h QUIT :Quit",
		    i, i, i);
	world_shows("built 4");
	world_hides("cron joined");
	world_hides("cron left");
	world_hides("cron came");
	world_shows("ann1 joined; ann0 left");
}

/* The history of a server that stores everything. */
static void
answer_with_a_visit(struct view line, struct buf *out)
{
	struct view label;

	if (!view_has_prefix(line, VIEW("@label=")) ||
	    memmem(line.p, line.len, "CHATHISTORY", 11) == NULL)
		return;
	view_cut(&line, ' ', &label);
	buf_printf(out,
	    "%.*s :s.x BATCH +h chathistory #a\r\n"
	    "@batch=h;msgid=1 :cron!c@h JOIN #a\r\n"
	    "@batch=h;msgid=2 :eve!e@h JOIN #a\r\n"
	    "@batch=h;msgid=3;+tchat/visitor :cron!c@h PRIVMSG #a :built\r\n"
	    "@batch=h;msgid=4 :cron!c@h QUIT :Quit\r\n"
	    "@batch=h;msgid=5 :eve!e@h QUIT :Quit\r\n"
	    ":s.x BATCH -h\r\n",
	    VIEW_ARG(label));
}

static void
a_visit__shows_no_presence__in_history(void **state)
{
	(void)state;
	world.caps = PAST_CAPS " draft/event-playback";
	world.answer = answer_with_a_visit;
	open_world();
	world_until_shows("cron built");
	world_shows("eve joined");
	world_shows("eve left");
	world_hides("cron joined");
	world_hides("cron left");
}

/* A history of 250 joins and one message before them. */
static void
answer_with_joins(struct view line, struct buf *out)
{
	const char *before = memmem(line.p, line.len, "msgid=", 6);
	int i, end = 250, begin;
	struct view label;

	if (!view_has_prefix(line, VIEW("@label=")) ||
	    memmem(line.p, line.len, "CHATHISTORY", 11) == NULL)
		return;
	view_cut(&line, ' ', &label);
	if (before != NULL)
		end = atoi(before + 6) - 1000;
	begin = end > 100 ? end - 100 : 0;
	buf_printf(
	    out, "%.*s :s.x BATCH +h chathistory #a\r\n", VIEW_ARG(label));
	if (begin == 0)
		buf_add_str(
		    out, "@batch=h;msgid=999 :eve!e@h PRIVMSG #a :hi\r\n");
	for (i = begin; i < end; i++)
		buf_printf(
		    out, "@batch=h;msgid=%d :n%d!n@h JOIN #a\r\n", 1000 + i, i);
	buf_add_str(out, ":s.x BATCH -h\r\n");
}

static void
history__is_fetched_on__while_it_has_only_presence(void **state)
{
	(void)state;
	world.caps = PAST_CAPS " draft/event-playback";
	world.answer = answer_with_joins;
	open_world();
	world_until_shows("eve hi");
	world_shows("n0, n1 and 248 others joined");
}

static void
netsplit__is_one_line__and_so_is_its_end(void **state)
{
	int i;

	(void)state;
	open_world();
	for (i = 0; i < 30; i++)
		world_serve(":n%d!n@h JOIN #a", i);
	world_shows("n0, n1 and 28 others joined");
	world_serve(":bo!b@h PRIVMSG #a :hm");
	for (i = 0; i < 30; i++)
		world_serve(":n%d!n@h QUIT :a.example b.example", i);
	world_shows("n0, n1 and 28 others left in a netsplit");
	world_serve(":bo!b@h PRIVMSG #a :hm");
	for (i = 0; i < 30; i++)
		world_serve(":n%d!n@h JOIN #a", i);
	world_shows("n0, n1 and 28 others came back from a netsplit");
	world_keys("\033e");
	world_shows("n9 joined");
	world_keys("half a line\033e");
	world_hides("n9 joined");
	world_shows("half a line");
}

#define APP_CASE(fn) \
	cmocka_unit_test_setup_teardown(fn, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		APP_CASE(mentions__lists_those_of_all_rooms__and_goes_there),
		APP_CASE(
		    mention_keys__go_to_the_mentions_of_a_room__one_by_one),
		APP_CASE(
		    the_open_room__is_marked__while_the_reader_is_elsewhere_in_it),
		PAST_CASE(goto__fetches_the_messages_around_a_time),
		APP_CASE(goto__explains_what_it_cannot_do),
		APP_CASE(a_visit__shows_no_presence__among_folds),
		APP_CASE(a_visit__shows_no_presence__in_history),
		APP_CASE(history__is_fetched_on__while_it_has_only_presence),
		APP_CASE(netsplit__is_one_line__and_so_is_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
