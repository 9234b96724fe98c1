/*
 * missed: after a broken connection, line mode fetches what others sent meanwhile, and prints each
 * line once.
 */
#include <stdlib.h>
#include <string.h>

#include "client/line_mode/missed.h"
#include "tests/support/irc_fake.h"
#include "tests/support/test.h"

#define CAPS "batch draft/chathistory message-tags server-time"

static struct irc_fake f;
static struct missed missed;
static struct buf printed; /* the texts that line mode would print */

static void
on_event(const struct irc_event *ev, void *ctx)
{
	(void)ctx;
	if (ev->type == IRC_EV_FETCHED) {
		missed_fetched(&missed, ev);
		return;
	}
	if (ev->history == 0) {
		missed_saw(&missed, ev);
		if (missed_is_same_topic(&missed, ev))
			return;
	} else if (!missed_is_new(&missed, ev)) {
		return;
	}
	if (ev->type == IRC_EV_MESSAGE || ev->type == IRC_EV_TOPIC)
		buf_printf(&printed, "%.*s\n", VIEW_ARG(ev->text));
	if (ev->type == IRC_EV_JOIN && ev->self)
		missed_fetch(&missed, ev->room);
}

static void
join(void)
{
	fake_line(&f, ":me!u@h JOIN #a");
	fake_line(&f, ":s.x 332 me #a :tea at five");
	fake_line(&f, ":s.x 353 me = #a :me bo");
	fake_line(&f, ":s.x 366 me #a :End");
}

static void
go_online(void)
{
	fake_register(&f, CAPS);
	fake_line(&f, ":s.x 005 me CHATHISTORY=2 :are supported");
	fake_line(&f, ":s.x 422 me :no motd");
	fake_sent(&f);
}

static void
break_and_return(void)
{
	irc_session_disconnected(f.session);
	go_online();
	buf_reset(&printed);
	join();
}

/* The server answers the request for history with these lines, each with a msgid and a text. */
static void
answer(const char *const lines[][2], size_t n)
{
	fake_line(&f, ":s.x BATCH +b chathistory #a");
	for (size_t i = 0; i < n; i++)
		fake_line(&f,
		    "@batch=b;msgid=%s;time=2001-09-09T01:46:41.000Z "
		    ":bo!b@h PRIVMSG #a :%s",
		    lines[i][0], lines[i][1]);
	fake_line(&f, ":s.x BATCH -b");
	fake_wait(&f, 1);
}

static int
setup(void **state)
{
	(void)state;
	fake_open(&f, "me");
	f.on_event = on_event;
	missed_init(&missed, f.session);
	go_online();
	join();
	answer(NULL, 0); /* nothing since the JOIN */
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	missed_clear(&missed);
	fake_close(&f);
	buf_clear(&printed);
	return 0;
}

static void
missed_fetch__asks_for_what_came_after_the_last_line_seen(void **state)
{
	static const char *const lines[][2] = { { "m2", "while away" } };

	(void)state;
	fake_line(&f, "@msgid=m1 :bo!b@h PRIVMSG #a :before");
	break_and_return();
	assert_non_null(
	    strstr(fake_sent(&f), "CHATHISTORY AFTER #a msgid=m1 "));
	answer(lines, 1);
	assert_string_equal(buf_str(&printed), "while away\n");
}

static void
missed_is_new__is_false__for_a_line_that_came_during_the_request(void **state)
{
	static const char *const lines[][2] = { { "m2", "while away" },
		{ "m3", "now" } };

	(void)state;
	fake_line(&f, "@msgid=m1 :bo!b@h PRIVMSG #a :before");
	break_and_return();
	fake_line(&f, "@msgid=m3 :bo!b@h PRIVMSG #a :now");
	answer(lines, 2);
	assert_string_equal(buf_str(&printed), "now\nwhile away\n");
}

static void
missed_fetched__asks_for_the_next_page__after_a_full_one(void **state)
{
	static const char *const first[][2] = { { "m2", "two" },
		{ "m3", "three" } };
	static const char *const second[][2] = { { "m4", "four" } };

	(void)state;
	fake_line(&f, "@msgid=m1 :bo!b@h PRIVMSG #a :before");
	break_and_return();
	fake_sent(&f);
	answer(first, 2);
	assert_non_null(
	    strstr(fake_sent(&f), "CHATHISTORY AFTER #a msgid=m3 "));
	answer(second, 1);
	assert_string_equal(fake_sent(&f), "");
	assert_string_equal(buf_str(&printed), "two\nthree\nfour\n");
}

static void
missed_is_same_topic__hides_the_topic__that_was_shown_before(void **state)
{
	(void)state;
	assert_string_equal(buf_str(&printed), "tea at five\n");
	break_and_return();
	assert_string_equal(buf_str(&printed), "");
	fake_line(&f, ":bo!b@h TOPIC #a :tea at six");
	assert_string_equal(buf_str(&printed), "tea at six\n");
	fake_line(&f, ":bo!b@h TOPIC #a :tea at six");
	assert_string_equal(buf_str(&printed), "tea at six\ntea at six\n");
}

#define CASE(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(missed_fetch__asks_for_what_came_after_the_last_line_seen),
		CASE(
		    missed_is_new__is_false__for_a_line_that_came_during_the_request),
		CASE(missed_fetched__asks_for_the_next_page__after_a_full_one),
		CASE(
		    missed_is_same_topic__hides_the_topic__that_was_shown_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
