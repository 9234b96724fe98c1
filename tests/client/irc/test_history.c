/*
 * history: requests for history, their answers, and how they end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/irc/history.h"
#include "client/irc/message.h"
#include "tests/support/irc_fake.h"
#include "tests/support/test.h"

static struct irc_fake f;

static int
setup(void **state)
{
	(void)state;
	fake_open(&f, "me");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fake_close(&f);
	return 0;
}

static uint64_t
latest(const char *target)
{
	struct irc_bound none = { 0 };

	return irc_session_history(
	    f.session, IRC_LATEST, view_of(target), none, none, 0);
}

static void
history__fails__when_the_server_keeps_none(void **state)
{
	struct irc_search search = { .text = VIEW("x") };

	(void)state;
	assert_int_equal(latest("#a"), 1);
	fake_wait(&f, 1);
	assert_string_equal(fake_events(&f),
	    "FETCHED history=1 n=0 room=#a text=not connected\n");
	fake_register(&f, "batch");
	assert_int_equal(latest("#a"), 2);
	assert_int_equal(irc_session_history_targets(f.session, 1, 2, 10), 3);
	assert_int_equal(irc_session_search(f.session, &search), 4);
	assert_string_equal(fake_events(&f), "");
	fake_wait(&f, 1);
	assert_string_equal(fake_events(&f),
	    "FETCHED history=2 n=0 room=#a text=the server keeps no history\n"
	    "FETCHED history=3 n=0 text=the server keeps no history\n"
	    "FETCHED history=4 n=0 text=the server cannot search\n");
	assert_string_equal(fake_sent(&f), "");
}

#define HISTORY                                                          \
	"batch draft/chathistory draft/event-playback labeled-response " \
	"message-tags server-time soju.im/search"
#define UNLABELLED "batch draft/chathistory server-time soju.im/search"

/* Register with capabilities; the server has announced everything, so requests may be sent. */
static void
go_online(const char *caps)
{
	fake_register(&f, caps);
	fake_line(&f, ":s.x 005 me CHATHISTORY=50 :are supported");
	fake_line(&f, ":s.x 422 me :no motd");
	fake_events(&f);
}

static void
history__sends_bounds_and_limits(void **state)
{
	struct irc_bound none = { 0 }, m = { VIEW("m7"), 1000000000000 };
	struct irc_bound t = { VIEW(""), 1000000000500 };

	(void)state;
	fake_register(&f, HISTORY);
	assert_int_equal(irc_session_history_limit(f.session), 100);
	latest("#a");
	fake_wait(&f, 1);
	/* Not before we know what the server supports. */
	assert_string_equal(fake_sent(&f), "");
	fake_line(&f, ":s.x 005 me CHATHISTORY=50 :are supported");
	assert_string_equal(fake_sent(&f), "");
	fake_line(&f, ":s.x 422 me :no motd");
	assert_string_equal(
	    fake_sent(&f), "@label=q1 CHATHISTORY LATEST #a * 50\n");
	assert_int_equal(irc_session_history_limit(f.session), 50);
	irc_session_history(f.session, IRC_LATEST, VIEW("#a"), m, none, 10);
	irc_session_history(f.session, IRC_BEFORE, VIEW("#a"), m, none, 999);
	irc_session_history(f.session, IRC_BETWEEN, VIEW("bo"), m, t, 10);
	fake_wait(&f, 1);
	assert_string_equal(fake_sent(&f),
	    "@label=q2 CHATHISTORY LATEST #a msgid=m7 10\n"
	    "@label=q3 CHATHISTORY BEFORE #a msgid=m7 50\n"
	    "@label=q4 CHATHISTORY BETWEEN bo msgid=m7 "
	    "timestamp=2001-09-09T01:46:40.500Z 10\n");
	/* At most four at a time. */
	irc_session_history(f.session, IRC_AROUND, VIEW("#a"), t, none, 10);
	irc_session_history(f.session, IRC_AFTER, VIEW("#a"), none, none, 10);
	fake_wait(&f, 1);
	assert_string_equal(fake_sent(&f), "");
	fake_line(&f, "@label=q1 :s.x BATCH +x chathistory #a");
	fake_line(&f, ":s.x BATCH -x");
	assert_string_equal(fake_sent(&f),
	    "@label=q5 CHATHISTORY AROUND #a "
	    "timestamp=2001-09-09T01:46:40.500Z 10\n");
	fake_line(&f, "@label=q3 :s.x FAIL CHATHISTORY X BEFORE #a :no");
	assert_string_equal(fake_sent(&f),
	    "@label=q6 CHATHISTORY AFTER #a "
	    "timestamp=1970-01-01T00:00:00.000Z 10\n");
	assert_string_equal(fake_events(&f),
	    "INFO text=The server has no message of the day\nFETCHED history=1 "
	    "n=0 room=#a\n"
	    "FETCHED history=3 n=0 room=#a text=no\n");
}

static void
history__bounds_by_time__when_the_server_has_no_msgids(void **state)
{
	struct irc_bound none = { 0 }, m = { VIEW("m7"), 1000000000000 };

	(void)state;
	go_online(HISTORY);
	fake_line(&f, ":s.x 005 me MSGREFTYPES=timestamp :are supported");
	fake_line(&f, "PING x");
	fake_sent(&f);
	irc_session_history(f.session, IRC_BEFORE, VIEW("#a"), m, none, 5);
	fake_wait(&f, 1);
	assert_string_equal(fake_sent(&f),
	    "@label=q1 CHATHISTORY BEFORE #a "
	    "timestamp=2001-09-09T01:46:40.000Z 5\n");
}

static void
history__reports_the_lines_of_an_answer__and_changes_no_state(void **state)
{
	(void)state;
	go_online(HISTORY);
	latest("#a");
	fake_wait(&f, 1);
	fake_line(&f, "@label=q1 :s.x BATCH +h chathistory #a");
	fake_line(&f, "@batch=h;msgid=m1 :bo!u@h PRIVMSG #a :one");
	fake_line(&f, "@batch=h;msgid=m2 :me!u@h JOIN #a");
	fake_line(&f, "@batch=h :me!u@h NICK you");
	fake_line(&f, "@batch=h :cy!u@h QUIT :bye");
	fake_line(&f, "@batch=h :bo!u@h MODE #a +o me");
	fake_line(&f, "@batch=h :bo!u@h TAGMSG #a");
	fake_line(&f, "@batch=h :bo!u@h PRIVMSG me :\1PING 1\1");
	fake_line(&f, "@batch=h :s.x 353 me = #a :ghost");
	fake_line(&f, ":bo!u@h PRIVMSG #a :now");
	fake_line(&f, ":s.x BATCH -h");
	assert_string_equal(fake_events(&f),
	    "MESSAGE history=1 who=bo room=#a text=one msgid=m1\n"
	    "JOIN history=1 self who=me room=#a msgid=m2\n"
	    "NICK history=1 self who=me room=#a object=you\n"
	    "QUIT history=1 who=cy room=#a text=bye\n"
	    "MODE history=1 who=bo room=#a text=+o me\n"
	    "MESSAGE ctcp history=1 to_self who=bo target=me object=PING "
	    "text=1\n"
	    "MESSAGE who=bo room=#a text=now\n"
	    "FETCHED history=1 n=7 room=#a\n");
	assert_string_equal(irc_session_my_nick(f.session), "me");
	fake_sent(&f);
}

static void
history__accepts_nested_batches(void **state)
{
	(void)state;
	go_online(HISTORY " draft/multiline");
	latest("#a");
	fake_wait(&f, 1);
	fake_line(&f, "@label=q1 :s.x BATCH +o labeled-response");
	fake_line(&f, "@batch=o :s.x BATCH +h chathistory #a");
	fake_line(&f, "@batch=h;msgid=m1 :bo!u@h PRIVMSG #a :one");
	fake_line(&f, "@batch=h;msgid=m2;time=2001-09-09T01:46:40.000Z "
		      ":bo!u@h BATCH +l draft/multiline #a");
	fake_line(&f, "@batch=l :bo!u@h PRIVMSG #a :two");
	fake_line(&f, "@batch=l :bo!u@h PRIVMSG #a :");
	fake_line(&f, "@batch=l :bo!u@h PRIVMSG #a :lin");
	fake_line(&f, "@batch=l;draft/multiline-concat :bo!u@h PRIVMSG #a :es");
	fake_line(&f, "BATCH -l");
	fake_line(&f, ":s.x BATCH -h");
	assert_string_equal(fake_events(&f),
	    "MESSAGE history=1 who=bo room=#a text=one msgid=m1\n"
	    "MESSAGE history=1 who=bo room=#a text=two\n\nlines msgid=m2\n");
	fake_line(&f, ":s.x BATCH -o");
	assert_string_equal(fake_events(&f), "FETCHED history=1 n=2 room=#a\n");
	/* The same message, but live. */
	fake_line(&f, "@msgid=m3 :bo!u@h BATCH +l draft/multiline #a");
	fake_line(&f, "@batch=l :bo!u@h NOTICE #a :a");
	fake_line(&f, "@batch=l :bo!u@h NOTICE #a :\033b");
	fake_line(&f, "BATCH -l");
	assert_string_equal(fake_events(&f),
	    "MESSAGE notice who=bo room=#a text=a\nb msgid=m3\n");
}

static void
history__sends_one_request_at_a_time__without_labels(void **state)
{
	(void)state;
	go_online(UNLABELLED);
	latest("#a");
	latest("#b");
	irc_session_history_targets(
	    f.session, 1000000000000, 1000000000001, 10);
	fake_wait(&f, 1);
	assert_string_equal(fake_sent(&f), "CHATHISTORY LATEST #a * 50\n");
	/* History of another room does not belong to it. */
	fake_line(&f, ":s.x BATCH +y chathistory #c");
	fake_line(&f, "@batch=y :bo!u@h PRIVMSG #c :old");
	fake_line(&f, ":s.x BATCH -y");
	fake_line(&f, ":s.x BATCH +x chathistory #A");
	fake_line(&f, "@batch=x :bo!u@h PRIVMSG #a :one");
	fake_line(&f, ":s.x BATCH -x");
	assert_string_equal(fake_events(&f),
	    "MESSAGE replayed who=bo room=#c text=old\n"
	    "MESSAGE history=1 who=bo room=#a text=one\n"
	    "FETCHED history=1 n=1 room=#a\n");
	assert_string_equal(fake_sent(&f), "CHATHISTORY LATEST #b * 50\n");
	fake_line(
	    &f, ":s.x FAIL CHATHISTORY INVALID_TARGET LATEST #b :not there");
	assert_string_equal(fake_sent(&f),
	    "CHATHISTORY TARGETS timestamp=2001-09-09T01:46:40.000Z "
	    "timestamp=2001-09-09T01:46:40.001Z 10\n");
	fake_line(&f, ":s.x BATCH +z draft/chathistory-targets");
	fake_line(&f,
	    "@batch=z :s.x CHATHISTORY TARGETS bo 2001-09-09T01:46:40.000Z");
	fake_line(&f, ":s.x BATCH -z");
	assert_string_equal(fake_events(&f),
	    "FETCHED history=2 n=0 room=#b text=not there\n"
	    "TARGET history=3 time=1000000000000 target=bo\n"
	    "FETCHED history=3 n=1\n");
	latest("#b");
	fake_wait(&f, 1);
	fake_line(&f, ":s.x 421 me CHATHISTORY :Unknown command");
	assert_string_equal(fake_events(&f),
	    "FETCHED history=4 n=0 room=#b text=The server does not know the "
	    "command CHATHISTORY\n");
	/* An error that answers no request is shown like any other. */
	fake_line(&f, ":s.x FAIL CHATHISTORY X LATEST #b :what");
	assert_string_equal(
	    fake_events(&f), "REFUSED object=LATEST text=what\n");
}

static void
history__searches(void **state)
{
	struct irc_search search = { .text = VIEW("a; b\\ \xe8\x8a\x9d"),
		.in = VIEW("#a"),
		.from = VIEW("bo"),
		.after = 1000000000000,
		.before = 1000000000001,
		.limit = 20 };

	(void)state;
	go_online(HISTORY);
	assert_true(irc_session_supports(f.session, IRC_FEATURE_SEARCH));
	irc_session_search(f.session, &search);
	fake_wait(&f, 1);
	assert_string_equal(fake_sent(&f),
	    "@label=q1 SEARCH in=#a;from=bo;after=2001-09-09T01:46:40.000Z;"
	    "before=2001-09-09T01:46:40.001Z;text=a\\:\\sb\\\\\\s\xe8\x8a\x9d;"
	    "limit=20\n");
	fake_line(&f, "@label=q1 :s.x BATCH +s soju.im/search");
	fake_line(&f, "@batch=s;msgid=m :bo!u@h PRIVMSG #a :a; b");
	fake_line(&f, ":s.x BATCH -s");
	assert_string_equal(fake_events(&f),
	    "MESSAGE history=1 who=bo room=#a text=a; b msgid=m\n"
	    "FETCHED history=1 n=1\n");
}

static void
history__ends_each_request_once__whatever_comes(void **state)
{
	(void)state;
	go_online(HISTORY);
	latest("#a");
	latest("#b");
	latest("#c");
	fake_wait(&f, 1);
	fake_line(&f, "@label=q1 :s.x BATCH +h chathistory #a");
	fake_line(&f, "@batch=h :bo!u@h PRIVMSG #a :one");
	fake_line(&f, "@label=q2 :s.x ACK");
	assert_string_equal(fake_events(&f),
	    "MESSAGE history=1 who=bo room=#a text=one\n"
	    "FETCHED history=2 n=0 room=#b\n");
	/* A long silence ends the others; lines that come later are dropped. */
	fake_wait(&f, 31000);
	assert_string_equal(fake_events(&f),
	    "FETCHED history=3 n=0 room=#c text=the server did not answer in "
	    "time\n"
	    "FETCHED history=1 n=1 room=#a text=the server did not answer in "
	    "time\n"
	    "LAG lag=1000\n");
	fake_line(&f, "@batch=h :bo!u@h PRIVMSG #a :late");
	fake_line(&f, ":s.x BATCH -h");
	fake_line(&f, "@label=q3 :s.x FAIL CHATHISTORY X :late");
	assert_string_equal(fake_events(&f), "");
	latest("#a");
	fake_wait(&f, 1);
	fake_line(&f, "@label=q4 :s.x BATCH +h chathistory #a");
	latest("#b");
	irc_session_disconnected(f.session);
	assert_string_equal(fake_events(&f),
	    "FETCHED history=4 n=0 room=#a text=the connection broke\n"
	    "FETCHED history=5 n=0 room=#b text=the connection broke\n");
	go_online(HISTORY);
	fake_line(&f, "@batch=h :bo!u@h PRIVMSG #a :new");
	assert_string_equal(
	    fake_events(&f), "MESSAGE who=bo room=#a text=new\n");
}

static void
history__recognises_replays(void **state)
{
	(void)state;
	go_online("server-time batch");
	fake_line(&f, "@time=2001-09-09T01:46:40.000Z :me!u@h JOIN #a");
	fake_line(&f, "@time=2001-09-09T01:40:00.000Z :bo!u@h PRIVMSG #a :old");
	fake_line(
	    &f, "@time=2001-09-09T01:46:39.000Z :bo!u@h PRIVMSG #a :late");
	fake_line(&f, "@time=2001-09-09T01:46:41.000Z :bo!u@h PRIVMSG #a :new");
	fake_line(&f, ":bo!u@h PRIVMSG #a :untimed");
	fake_line(&f, ":s.x BATCH +z znc.in/playback #a");
	fake_line(&f, "@batch=z :bo!u@h PRIVMSG #a :kept");
	fake_line(&f, ":s.x BATCH -z");
	assert_string_equal(fake_events(&f),
	    "JOIN self who=me room=#a\n"
	    "MESSAGE replayed who=bo room=#a text=old\n"
	    "MESSAGE who=bo room=#a text=late\n"
	    "MESSAGE who=bo room=#a text=new\n"
	    "MESSAGE who=bo room=#a text=untimed\n"
	    "MESSAGE replayed who=bo room=#a text=kept\n");
}

static void
history__reports_read_markers(void **state)
{
	(void)state;
	fake_register(&f, "draft/read-marker");
	assert_true(irc_session_supports(f.session, IRC_FEATURE_READ_MARKER));
	irc_session_mark_read(f.session, VIEW("#a"), 1000000000123);
	assert_string_equal(
	    fake_sent(&f), "MARKREAD #a timestamp=2001-09-09T01:46:40.123Z\n");
	fake_line(&f, ":s.x MARKREAD #a timestamp=2001-09-09T01:46:40.123Z");
	fake_line(&f, ":s.x MARKREAD bo *");
	fake_line(&f, ":s.x MARKREAD #a nonsense");
	fake_line(&f, ":s.x MARKREAD #a timestamp=yesterday");
	assert_string_equal(fake_events(&f),
	    "READ time=1000000000123 room=#a\nREAD time=0 target=bo\n");
}

static void
history__deletes_messages(void **state)
{
	(void)state;
	fake_register(&f, "batch");
	irc_session_redact(f.session, VIEW("#a"), VIEW("m1"), VIEW(""));
	assert_string_equal(fake_events(&f),
	    "REFUSED room=#a object=REDACT text=this server "
	    "cannot delete messages\n");
	fake_register(&f, "draft/message-redaction");
	irc_session_redact(f.session, VIEW("#a"), VIEW("m1"), VIEW(""));
	irc_session_redact(f.session, VIEW("bo"), VIEW("m2"), VIEW("a slip"));
	assert_string_equal(
	    fake_sent(&f), "REDACT #a m1\nREDACT bo m2 :a slip\n");
	fake_line(&f, ":me!u@h REDACT #a m1");
	fake_line(&f, ":bo!u@h REDACT me m2 :a slip");
	assert_string_equal(fake_events(&f),
	    "REDACTED self who=me room=#a object=m1\n"
	    "REDACTED to_self who=bo target=me object=m2 text=a slip\n");
	fake_line(&f, "FAIL REDACT REDACT_FORBIDDEN #a m1 :not yours");
	assert_string_equal(
	    fake_events(&f), "REFUSED room=#a object=#a text=not yours\n");
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(history__fails__when_the_server_keeps_none),
		TEST(history__sends_bounds_and_limits),
		TEST(history__bounds_by_time__when_the_server_has_no_msgids),
		TEST(
		    history__reports_the_lines_of_an_answer__and_changes_no_state),
		TEST(history__accepts_nested_batches),
		TEST(history__sends_one_request_at_a_time__without_labels),
		TEST(history__searches),
		TEST(history__ends_each_request_once__whatever_comes),
		TEST(history__recognises_replays),
		TEST(history__reports_read_markers),
		TEST(history__deletes_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
