/*
 * reader: each message is printed once and in the order of the room, also over broken connections.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/line_mode/reader.h"
#include "common/clock.h"
#include "tests/support/environment.h"
#include "tests/support/irc_fake.h"
#include "tests/support/test.h"

#define CAPS "batch draft/chathistory message-tags server-time"
#define NOW  INT64_C(1000000000000) /* see fake_open: 2001-09-09T01:46:40Z */

static struct irc_fake f;
static struct reader reader;
static struct buf printed;

static void
on_render(struct buf *out, const struct irc_event *ev, void *ctx)
{
	(void)ctx;
	buf_printf(out, "%.*s\n", VIEW_ARG(ev->text));
}

static void
on_put(int64_t time, struct view line, void *ctx)
{
	(void)time;
	(void)ctx;
	buf_add_view(&printed, line);
}

static void
on_warn(const char *text, void *ctx)
{
	(void)ctx;
	buf_printf(&printed, "warning: %s\n", text);
}

static void
on_fail(const char *text, void *ctx)
{
	(void)ctx;
	buf_printf(&printed, "failed: %s\n", text);
}

static void
on_done(void *ctx)
{
	(void)ctx;
	buf_add_str(&printed, "done\n");
}

static void
on_event(const struct irc_event *ev, void *ctx)
{
	(void)ctx;
	if (ev->history != 0 || ev->type == IRC_EV_MESSAGE)
		reader_event(&reader, ev);
	else if (ev->type == IRC_EV_JOIN && ev->self)
		reader_start(&reader, ev->room, ev->time);
}

static void
go_online(const char *caps)
{
	fake_register(&f, caps);
	fake_line(&f, ":s.x 005 me CHATHISTORY=2 MSGREFTYPES=msgid,timestamp "
		      ":are supported");
	fake_line(&f, ":s.x 422 me :no motd");
	fake_sent(&f);
}

/* Start to read #a with these limits. */
static void
start(int follows, const char *since, const char *until)
{
	static const struct reader_ops ops = { on_render, on_put, on_warn,
		on_fail, on_done };

	reader_init(&reader, f.session, &ops, NULL);
	reader.follows = follows;
	if (since != NULL)
		assert_int_equal(
		    reader_limit_parse(&reader.since, since, NULL), 0);
	if (until != NULL)
		assert_int_equal(
		    reader_limit_parse(&reader.until, until, NULL), 0);
	reader_add(&reader, VIEW("#a"));
	go_online(CAPS);
	fake_line(&f, ":me!u@h JOIN #a");
}

static void
break_and_return(void)
{
	irc_session_disconnected(f.session);
	reader_disconnected(&reader);
	go_online(CAPS);
	fake_line(&f, ":me!u@h JOIN #a");
}

static void
live(const char *msgid, const char *text)
{
	fake_line(&f,
	    "@msgid=%s;time=2001-09-09T01:46:45.000Z :bo!b@h PRIVMSG #a :%s",
	    msgid, text);
}

/* The server answers the request for history with these texts, whose msgids are the same. */
static void
answer(const char *texts)
{
	struct view rest = view_of(texts), text;

	fake_line(&f, ":s.x BATCH +b chathistory #a");
	while (view_cut(&rest, ' ', &text))
		if (text.len > 0)
			fake_line(&f,
			    "@batch=b;msgid=%.*s;time=2001-09-09T01:46:41.000Z "
			    ":bo!b@h PRIVMSG #a :%.*s",
			    VIEW_ARG(text), VIEW_ARG(text));
	fake_line(&f, ":s.x BATCH -b");
	fake_wait(&f, 1);
}

static void
asks(const char *bound)
{
	char want[128];
	const char *sent = fake_sent(&f);

	snprintf(want, sizeof(want), "CHATHISTORY AFTER #a %s 2\n", bound);
	if (strstr(sent, want) == NULL)
		fail_msg("no \"%s\" in \"%s\"", want, sent);
}

static void
expect(const char *want)
{
	assert_string_equal(buf_str(&printed), want);
	buf_reset(&printed);
}

static int
setup(void **state)
{
	(void)state;
	fake_open(&f, "me");
	f.on_event = on_event;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	reader_clear(&reader);
	fake_close(&f);
	buf_clear(&printed);
	return 0;
}

static void
follow__prints_new_messages_at_once(void **state)
{
	(void)state;
	start(1, NULL, NULL);
	live("m1", "one");
	expect("one\n");
	assert_string_equal(fake_sent(&f), "");
	fake_line(&f, ":bo!b@h PRIVMSG #b :elsewhere");
	fake_line(&f, ":bo!b@h PRIVMSG me :privately");
	fake_line(&f, ":bo!b@h JOIN #a");
	expect("");
}

static void
follow__fills_the_gap__before_it_prints_new_messages(void **state)
{
	(void)state;
	start(1, NULL, NULL);
	live("m1", "one");
	break_and_return();
	asks("msgid=m1");
	live("m4", "m4");
	live("m5", "m5");
	expect("one\n");
	answer("m2 m3");
	expect("m2\nm3\n");
	asks("msgid=m3");
	answer("m4"); /* which was held */
	expect("m4\n");
	asks("msgid=m4");
	live("m6", "m6");
	answer("");
	expect("m5\nm6\n");
	live("m7", "m7");
	expect("m7\n");
	assert_string_equal(fake_sent(&f), "");
}

/* The history may already have a message that is delivered afterwards. */
static void
follow__prints_no_message_twice__if_it_arrives_after_the_history(void **state)
{
	(void)state;
	start(1, NULL, NULL);
	break_and_return();
	answer("m1 m2");
	answer("");
	expect("m1\nm2\n");
	live("m2", "m2");
	live("m3", "m3");
	expect("m3\n");
}

static void
follow__drops_held_messages__if_the_connection_breaks_again(void **state)
{
	(void)state;
	start(1, NULL, NULL);
	live("m1", "m1");
	break_and_return();
	live("m3", "m3");
	break_and_return();
	fake_sent(&f);
	live("m4", "m4");
	answer("m2 m3");
	answer("m4");
	answer("");
	expect("m1\nm2\nm3\nm4\n");
}

static void
follow__begins_where_the_client_joined__if_nothing_was_printed(void **state)
{
	(void)state;
	start(1, NULL, NULL);
	break_and_return();
	asks("timestamp=2001-09-09T01:46:40.000Z");
}

static void
follow__goes_on_by_time__if_the_server_forgot_the_message(void **state)
{
	(void)state;
	start(1, NULL, NULL);
	live("m1", "m1");
	break_and_return();
	asks("msgid=m1");
	fake_line(&f, "FAIL CHATHISTORY INVALID_MSGREFTYPE AFTER :gone");
	fake_wait(&f, 1);
	asks("timestamp=2001-09-09T01:46:44.999Z");
	answer("m1 m2"); /* m1 was printed */
	answer("");
	expect("m1\nm2\n");
}

static void
follow__warns_of_a_gap__if_the_server_keeps_no_history(void **state)
{
	(void)state;
	start(1, NULL, NULL);
	live("m1", "m1");
	irc_session_disconnected(f.session);
	reader_disconnected(&reader);
	go_online("message-tags server-time");
	fake_line(&f, ":me!u@h JOIN #a");
	live("m3", "m3");
	fake_wait(&f, 1);
	expect("m1\nwarning: Messages in #a may be missing: the history cannot "
	       "be read (the server keeps no history).\nm3\n");
}

static void
since__prints_the_history_first(void **state)
{
	(void)state;
	start(1, "msgid=m0", NULL);
	asks("msgid=m0");
	live("m2", "m2");
	answer("m1 m2");
	answer("");
	live("m3", "m3");
	expect("m1\nm2\nm3\n");
}

static void
since__without_follow__ends_with_the_history(void **state)
{
	(void)state;
	start(0, "10s", NULL);
	asks("timestamp=2001-09-09T01:46:29.999Z");
	live("m3", "m3"); /* comes later than the request */
	answer("m1 m2");
	expect("m1\nm2\n");
	answer("");
	expect("done\n");
}

static void
since__fails__if_there_is_no_such_message(void **state)
{
	(void)state;
	start(1, "nosuch", NULL);
	fake_line(&f, "FAIL CHATHISTORY MESSAGE_ERROR AFTER :No such message");
	fake_wait(&f, 1);
	expect("failed: Cannot read the history of #a: No such message.\n");
}

static void
until__ends_at_a_time__or_with_a_message(void **state)
{
	(void)state;
	start(0, NULL, "msgid=m2");
	asks("timestamp=1970-01-01T00:00:00.001Z");
	answer("m1 m2 m3");
	expect("m1\nm2\ndone\n");
	reader_clear(&reader);
	irc_session_disconnected(f.session);
	start(0, NULL, "2001-09-09T01:46:41.000Z");
	answer("m1");
	expect("done\n");
}

static void
two_rooms__are_read_one_after_the_other(void **state)
{
	(void)state;
	start(0, "msgid=m0", NULL);
	reader_add(&reader, VIEW("#b"));
	fake_line(&f, ":me!u@h JOIN #b");
	asks("msgid=m0");
	answer("");
	assert_non_null(strstr(fake_sent(&f), "CHATHISTORY AFTER #b msgid=m0"));
	expect("");
}

static void
limit_parse__knows_times_durations_and_msgids(void **state)
{
	static const struct {
		const char *text;
		int64_t time;
		const char *msgid;
	} rows[] = {
		{ "2h", NOW - 7200000, NULL },
		{ "2001-09-09", INT64_C(999993600000), NULL },
		{ "2001-09-09T01:46", INT64_C(999999960000), NULL },
		{ "2001-09-09 01:46:40", NOW, NULL },
		{ "2001-09-09T01:46:40.500Z", NOW + 500, NULL },
		{ "01M8RYESQRVAVV3Z0KKVG1E7H9", 0,
		    "01M8RYESQRVAVV3Z0KKVG1E7H9" },
		{ "msgid=2h", 0, "2h" },
	};
	struct reader_limit l;
	char *cause = NULL;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    reader_limit_parse(&l, rows[i].text, &cause), 0);
		assert_true(l.time == rows[i].time);
		if (rows[i].msgid == NULL)
			assert_null(l.msgid);
		else
			assert_string_equal(l.msgid, rows[i].msgid);
		free(l.msgid);
	}
	assert_int_equal(reader_limit_parse(&l, "2001-13-09", &cause), -1);
	assert_non_null(strstr(cause, "\"2001-13-09\" is not a time"));
	free(cause);
}

#define CASE(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(follow__prints_new_messages_at_once),
		CASE(follow__fills_the_gap__before_it_prints_new_messages),
		CASE(
		    follow__prints_no_message_twice__if_it_arrives_after_the_history),
		CASE(
		    follow__drops_held_messages__if_the_connection_breaks_again),
		CASE(
		    follow__begins_where_the_client_joined__if_nothing_was_printed),
		CASE(follow__goes_on_by_time__if_the_server_forgot_the_message),
		CASE(follow__warns_of_a_gap__if_the_server_keeps_no_history),
		CASE(since__prints_the_history_first),
		CASE(since__without_follow__ends_with_the_history),
		CASE(since__fails__if_there_is_no_such_message),
		CASE(until__ends_at_a_time__or_with_a_message),
		CASE(two_rooms__are_read_one_after_the_other),
		CASE(limit_parse__knows_times_durations_and_msgids),
	};

	set_time_zone("UTC");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
