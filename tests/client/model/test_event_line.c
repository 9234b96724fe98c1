/*
 * Tests of event_line: how events become lines.
 */
#include "client/model/event_line.h"

#include "tests/support/test.h"

static int
self_of(enum irc_event_type type, uint64_t history)
{
	struct irc_event ev = { .type = type,
		.history = history,
		.self = 1,
		.who = VIEW("ana"),
		.room = VIEW("#tea"),
		.text = VIEW("words") };
	struct event_line el;
	int self;

	assert_int_equal(event_line_make(&el, &ev), 1);
	self = el.line.self;
	event_line_clear(&el);
	return self;
}

static void
event_line_make__treats_own_presence_of_the_past_like_that_of_others(
    void **state)
{
	(void)state;
	assert_int_equal(self_of(IRC_EV_JOIN, 0), 1);
	assert_int_equal(self_of(IRC_EV_JOIN, IRC_REPLAYED), 0);
	assert_int_equal(self_of(IRC_EV_QUIT, IRC_REPLAYED), 0);
	assert_int_equal(self_of(IRC_EV_MESSAGE, IRC_REPLAYED), 1);
	assert_int_equal(self_of(IRC_EV_TOPIC, IRC_REPLAYED), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    event_line_make__treats_own_presence_of_the_past_like_that_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
