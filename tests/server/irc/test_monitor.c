/*
 * MONITOR (checklist 50).
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* checklist 50 */
static void
plus__replies_at_once__and_then_reports_changes(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b;

	(void)state;
	client_send(a, "MONITOR + Bob,ada");
	client_expect(a, ":chat.test 730 ada :ada!ada@*");
	client_expect(a, ":chat.test 731 ada :Bob");
	b = client_enter(&rig, "bob");
	client_expect(a, ":chat.test 730 ada :bob!bob@*");
	client_send(b, "NICK BOB");
	client_await(b, "*NICK BOB");
	client_expect_nothing(a);
	client_send(b, "NICK rob");
	client_expect(a, ":chat.test 731 ada :BOB");
	client_send(b, "NICK bOB");
	client_expect(a, ":chat.test 730 ada :bOB!bob@*");
	client_close(b);
	client_expect(a, ":chat.test 731 ada :bOB");
	client_expect_nothing(a);
}

/* checklist 50 */
static void
minus_and_clear__have_no_reply__and_stop_notifications(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "MONITOR + bob,cyd,dan");
	client_expect(a, ":chat.test 731 ada :bob,cyd,dan");
	client_send(a, "MONITOR - BOB,unknown");
	client_expect_nothing(a);
	client_enter(&rig, "bob");
	client_expect_nothing(a);
	client_send(a, "MONITOR L");
	client_expect(a, ":chat.test 732 ada :dan,cyd");
	client_expect(a, ":chat.test 733 ada :*");
	client_send(a, "MONITOR s");
	client_expect(a, ":chat.test 731 ada :dan,cyd");
	client_send(a, "MONITOR C");
	client_enter(&rig, "dan");
	client_send(a, "MONITOR L");
	client_expect(a, ":chat.test 733 ada :*");
	client_send(a, "MONITOR");
	client_expect(a, ":chat.test 461 ada MONITOR :*");
	client_send(a, "MONITOR +");
	client_expect(a, ":chat.test 461 ada MONITOR :*");
	client_expect_nothing(a);
}

/* checklist 50 */
static void
masks__match_nobody(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "MONITOR + *!bob@*,b*");
	client_expect(a, ":chat.test 731 ada :*!bob@*,b*");
	client_enter(&rig, "bob");
	client_expect_nothing(a);
}

static void
limit__is_734__with_the_nicks_that_did_not_fit(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	irc_rig_set(&rig, "monitor-max", "2");
	client_send(a, "MONITOR + bob,cyd,BOB,dan,eve");
	client_expect(a, ":chat.test 734 ada 2 dan,eve :*");
	client_expect(a, ":chat.test 731 ada :bob,cyd,BOB");
	client_expect_nothing(a);
}

/* checklist 50 */
static void
extended_monitor__sends_away_and_setname_once_each(void **state)
{
#define CAPS "extended-monitor away-notify setname"
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", "setname");
	struct irc_client *c = client_enter_with(&rig, "cyd", "away-notify");
	struct irc_client *d = client_enter_with(&rig, "dan", CAPS);

	(void)state;
	client_join(d, "#c");
	client_join(b, "#c");
	client_send(a, "MONITOR + bob");
	client_send(c, "MONITOR + bob");
	client_send(d, "MONITOR + bob");
	client_skip(a);
	client_skip(c);
	client_skip(d);
	client_send(b, "AWAY :x");
	client_send(b, "SETNAME :B");
	client_send(b, "PART #c");
	irc_rig_run(&rig);
	client_expect(a, ":bob!bob@* AWAY :x");
	client_expect(a, ":bob!bob@* SETNAME :B");
	client_expect_nothing(a);
	client_expect_nothing(c);
	client_expect(d, ":bob!bob@* AWAY :x");
	client_expect(d, ":bob!bob@* SETNAME :B");
	client_expect(d, ":bob!bob@* PART #c");
	client_expect_nothing(d);
}

int
main(void)
{
#define T(f) IRC_TEST(f)
	const struct CMUnitTest tests[] = {
		T(plus__replies_at_once__and_then_reports_changes),
		T(minus_and_clear__have_no_reply__and_stop_notifications),
		T(masks__match_nobody),
		T(limit__is_734__with_the_nicks_that_did_not_fit),
		T(extended_monitor__sends_away_and_setname_once_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
