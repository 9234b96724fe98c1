/*
 * AWAY, ISON, USERHOST (checklist 44).
 */

#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* checklist 44 */
static void
away__is_replied_to_senders__and_confirmed(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "labeled-response batch");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_send(b, "AWAY :gone for tea");
	client_expect(b, ":chat.test 306 bob :*");
	client_send(a, "PRIVMSG bob :hi");
	client_expect(a, ":chat.test 301 ada bob :gone for tea");
	client_send(a, "@label=7 PRIVMSG bob :hi");
	client_expect(a, "@label=7 :chat.test 301 ada bob :gone for tea");
	client_send(a, "NOTICE bob :hi");
	client_expect_nothing(a);
	client_skip(b);
	client_send(b, "USERHOST ada bob nobody");
	client_expect(b, ":chat.test 302 bob :ada=+ada@* bob=-bob@*");
	client_send(b, "AWAY :");
	client_expect(b, ":chat.test 305 bob :*");
	client_send(b, "AWAY");
	client_expect(b, ":chat.test 305 bob :*");
	client_send(a, "PRIVMSG bob :hi");
	client_expect_nothing(a);
	client_expect(b, "*PRIVMSG bob :hi");
	client_expect_nothing(b);
}

/* checklist 44 */
static void
away_notify__goes_to_other_members_only(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "away-notify");
	struct irc_client *b = client_enter_with(&rig, "bob", "away-notify");
	struct irc_client *c = client_enter(&rig, "cyd");

	(void)state;
	client_join(a, "#c");
	client_join(c, "#c");
	client_send(b, "AWAY :tea");
	client_expect(b, ":chat.test 306 *");
	client_send(b, "JOIN #c");
	client_expect(a, ":bob!bob@* JOIN #c");
	client_expect(a, ":bob!bob@* AWAY :tea");
	client_expect(c, ":bob!bob@* JOIN #c");
	client_expect_nothing(c);
	client_expect(b, ":bob!bob@* JOIN #c");
	client_expect(b, ":chat.test 353 *");
	client_expect(b, ":chat.test 366 *");
	client_send(b, "AWAY");
	client_expect(b, ":chat.test 305 *");
	client_expect(a, ":bob!bob@* AWAY");
	client_expect_nothing(b);
	client_expect_nothing(c);
}

static void
pre_away__is_accepted_before_registration__with_the_capability(void **state)
{
	struct irc_client *a = client_connect(&rig);
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_send(a, "NICK ada");
	client_send(a, "AWAY :x");
	client_expect(a, ":chat.test 451 *");
	client_send(a, "CAP REQ draft/pre-away");
	client_expect(a, ":chat.test CAP * ACK :draft/pre-away");
	client_send(a, "AWAY *");
	client_expect(a, ":chat.test 306 * :*");
	client_send(a, "USER ada 0 * :Ada");
	client_send(a, "CAP END");
	client_await(a, ":chat.test 422 *");
	client_send(b, "PRIVMSG ada :hi");
	client_expect(b, ":chat.test 301 bob ada :Away");
}

static void
ison__lists_nicks_that_are_online(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_enter(&rig, "bob");
	client_send(a, "ISON nobody BOB :ada x");
	client_expect(a, ":chat.test 303 ada :bob ada");
	client_send(a, "ISON x");
	client_expect(a, ":chat.test 303 ada :");
}

int
main(void)
{
#define T(f) IRC_TEST(f)
	const struct CMUnitTest tests[] = {
		T(away__is_replied_to_senders__and_confirmed),
		T(away_notify__goes_to_other_members_only),
		T(pre_away__is_accepted_before_registration__with_the_capability),
		T(ison__lists_nicks_that_are_online),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
