/*
 * history: questions about the past, their answers, and their ends.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/irc/history.h"
#include "tests/support/irc_fake.h"

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
history__answers_that_there_is_none__when_the_server_keeps_none(void **state)
{
	struct irc_search search = { .text = VIEW("x") };

	(void)state;
	assert_int_equal(latest("#a"), 1);
	fake_wait(&f, 1);
	assert_string_equal(fake_events(&f),
	    "FETCHED asked=1 n=0 room=#a text=not connected\n");
	fake_register(&f, "batch");
	assert_int_equal(latest("#a"), 2);
	assert_int_equal(irc_session_history_targets(f.session, 1, 2, 10), 3);
	assert_int_equal(irc_session_search(f.session, &search), 4);
	assert_string_equal(fake_events(&f), "");
	fake_wait(&f, 1);
	assert_string_equal(fake_events(&f),
	    "FETCHED asked=2 n=0 room=#a text=the server keeps no history\n"
	    "FETCHED asked=3 n=0 text=the server keeps no history\n"
	    "FETCHED asked=4 n=0 text=the server cannot search\n");
	assert_string_equal(fake_sent(&f), "");
}

static void
history__tells_how_far_was_read(void **state)
{
	(void)state;
	fake_register(&f, "draft/read-marker");
	assert_true(irc_session_able(f.session, IRC_ABLE_READ_MARKER));
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
history__takes_messages_back(void **state)
{
	(void)state;
	fake_register(&f, "batch");
	irc_session_redact(f.session, VIEW("#a"), VIEW("m1"), VIEW(""));
	assert_string_equal(fake_events(&f),
	    "REFUSED room=#a object=REDACT text=this server takes no message "
	    "back\n");
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
		TEST(
		    history__answers_that_there_is_none__when_the_server_keeps_none),
		TEST(history__tells_how_far_was_read),
		TEST(history__takes_messages_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
