/*
 * visit: the first message is sent without joining; if the server refuses it, the client joins and
 * sends it again.
 */
#include <stdlib.h>

#include <event2/event.h>

#include "client/line_mode/visit.h"
#include "tests/support/irc_fake.h"
#include "tests/support/test.h"

static struct irc_fake f;
static struct event_base *base;
static struct visit visit;
static int joins;

static void
on_join(void *ctx)
{
	(void)ctx;
	joins++;
}

static int
setup(void **state)
{
	(void)state;
	fake_open(&f, "me");
	base = event_base_new();
	joins = 0;
	visit_init(&visit, base, f.session, on_join, NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	visit_clear(&visit);
	event_base_free(base);
	fake_close(&f);
	return 0;
}

static void
visit__sends_the_first_message_alone__and_the_others_once_it_is_accepted(
    void **state)
{
	(void)state;
	assert_false(visit_may_say(&visit));
	visit_begin(&visit, 0);
	assert_true(visit_may_say(&visit));
	visit_said(&visit, 7, IRC_PRIVMSG, VIEW("one"));
	assert_false(visit_may_say(&visit));
	visit_sent(&visit, 6); /* another message */
	assert_false(visit_may_say(&visit));
	visit_sent(&visit, 7);
	assert_true(visit_may_say(&visit));
	visit_said(&visit, 8, IRC_PRIVMSG, VIEW("two"));
	assert_true(visit_may_say(&visit));
	assert_int_equal(joins, 0);
}

static void
visit__joins_and_sends_again__when_the_first_message_is_refused(void **state)
{
	char *text;

	(void)state;
	visit_begin(&visit, 0);
	visit_said(&visit, 7, IRC_PRIVMSG, VIEW("one"));
	assert_int_equal(visit_refused(&visit, 6), 0);
	assert_int_equal(joins, 0);
	assert_int_equal(visit_refused(&visit, 7), 1);
	assert_int_equal(joins, 1);
	assert_false(visit_may_say(&visit));
	assert_int_equal(visit_waiting(&visit), 1);
	text = visit_joined(&visit);
	assert_string_equal(text, "one");
	free(text);
	assert_int_equal(visit_waiting(&visit), 0);
	assert_null(visit_joined(&visit));
}

static void
visit__joins__when_the_input_goes_on(void **state)
{
	(void)state;
	visit_begin(&visit, 1);
	event_active(visit.stay, EV_TIMEOUT, 0);
	event_base_loop(base, EVLOOP_NONBLOCK);
	assert_int_equal(joins, 1);
}

static void
visit__does_not_wait__if_it_may_not_stay(void **state)
{
	(void)state;
	visit_begin(&visit, 1);
	assert_true(event_pending(visit.stay, EV_TIMEOUT, NULL));
	visit_stop_waiting(&visit);
	assert_false(event_pending(visit.stay, EV_TIMEOUT, NULL));
	visit_begin(&visit, 0);
	assert_false(event_pending(visit.stay, EV_TIMEOUT, NULL));
}

#define CASE(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(
		    visit__sends_the_first_message_alone__and_the_others_once_it_is_accepted),
		CASE(
		    visit__joins_and_sends_again__when_the_first_message_is_refused),
		CASE(visit__joins__when_the_input_goes_on),
		CASE(visit__does_not_wait__if_it_may_not_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
