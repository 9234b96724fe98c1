/*
 * KICK and INVITE (checklist 32, 33).
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* checklist 32 */
static void
kick__is_one_line_per_victim__and_names_the_kicker(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_join(d, "#c");
	client_send(a, "KICK #C BOB");
	client_expect(a, ":ada!ada@* KICK #c bob :ada");
	client_expect(b, ":ada!ada@* KICK #c bob :ada");
	client_expect(d, ":ada!ada@* KICK #c bob :ada");
	client_join(b, "#c");
	client_send(a, "KICK #c bob,dora :be good");
	client_expect(a, ":ada!ada@* KICK #c bob :be good");
	client_expect(a, ":ada!ada@* KICK #c dora :be good");
	client_expect(d, ":ada!ada@* KICK #c bob :be good");
	client_expect(d, ":ada!ada@* KICK #c dora :be good");
	client_join(b, "#c");
	client_join(d, "#c");
	client_send(a, "KICK #c,#c bob,dora :");
	client_expect(a, ":ada!ada@* KICK #c bob :ada");
	client_expect(a, ":ada!ada@* KICK #c dora :ada");
	client_expect_nothing(a);
	client_send(b, "PRIVMSG #c :hello?");
	client_await(b, ":chat.test 404 bob #c :*");
}

/* checklist 32 */
static void
kick__is_refused_with_one_line(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "KICK #nowhere bob");
	client_expect(a, ":chat.test 403 ada #nowhere :*");
	client_send(a, "KICK #c nobody");
	client_expect(a, ":chat.test 401 ada nobody :*");
	client_send(a, "KICK #c dora");
	client_expect(a, ":chat.test 441 ada dora #c :*");
	client_send(b, "KICK #c ada");
	client_expect(b, ":chat.test 482 bob #c :*");
	client_send(d, "KICK #c ada");
	client_expect(d, ":chat.test 442 dora #c :*");
	client_send(a, "KICK #c");
	client_expect(a, ":chat.test 461 ada KICK :*");
	client_send(a, "KICK #c a,b,c,d,e");
	client_expect(a, ":chat.test 407 ada a,b,c,d,e :*");
	client_expect_nothing(a);
	client_expect_nothing(b);
}

/* checklist 33 */
static void
invite__is_341_to_one__and_a_line_to_the_other(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(b, "INVITE DORA #C");
	client_expect(b, ":chat.test 341 bob dora #c");
	client_expect_nothing(b);
	client_expect(d, ":bob!bob@* INVITE dora #c");
	client_expect_nothing(d);
	client_expect_nothing(a);
}

/* checklist 33 */
static void
invite_notify__goes_to_members_with_the_capability(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "invite-notify");
	struct irc_client *b = client_enter_with(&rig, "bob", "invite-notify");
	struct irc_client *e = client_enter(&rig, "eve");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_join(e, "#c");
	client_send(b, "INVITE dora #c");
	client_expect(a, ":bob!bob@* INVITE dora #c");
	client_expect(b, ":chat.test 341 bob dora #c");
	client_expect_nothing(b);
	client_expect_nothing(e);
	client_expect(d, ":bob!bob@* INVITE dora #c");
	client_expect_nothing(d);
}

/* checklist 33 */
static void
invite__is_refused_with_one_line(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "INVITE nobody #c");
	client_expect(a, ":chat.test 401 ada nobody :*");
	client_send(a, "INVITE dora #nowhere");
	client_expect(a, ":chat.test 403 ada #nowhere :*");
	client_send(d, "INVITE dora #c");
	client_expect(d, ":chat.test 442 dora #c :*");
	client_send(a, "INVITE bob #c");
	client_expect(a, ":chat.test 443 ada bob #c :*");
	client_send(a, "MODE #c +i");
	client_skip(a);
	client_skip(b);
	client_send(b, "INVITE dora #c");
	client_expect(b, ":chat.test 482 bob #c :*");
	client_send(a, "INVITE dora");
	client_expect(a, ":chat.test 461 ada INVITE :*");
	client_expect_nothing(d);
}

/* checklist 33 */
static void
an_invitation__passes_i_and_l__and_is_used_up(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c,#d");
	client_send(a, "MODE #c +il 1");
	client_send(a, "INVITE dora #c");
	client_send(a, "INVITE dora #d");
	client_skip(a);
	client_skip(d);
	client_send(d, "INVITE");
	client_expect(d, ":chat.test 336 dora #c");
	client_expect(d, ":chat.test 336 dora #d");
	client_expect(d, ":chat.test 337 dora :*");
	client_send(d, "JOIN #c");
	client_expect(d, ":dora!dora@* JOIN #c");
	client_skip(d);
	client_send(d, "INVITE");
	client_expect(d, ":chat.test 336 dora #d");
	client_expect(d, ":chat.test 337 dora :*");
	client_send(d, "PART #c");
	client_expect(d, ":dora!dora@* PART #c");
	client_send(d, "JOIN #c");
	client_expect(d, ":chat.test 473 dora #c :*");
	client_expect_nothing(d);
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(kick__is_one_line_per_victim__and_names_the_kicker),
		TEST(kick__is_refused_with_one_line),
		TEST(invite__is_341_to_one__and_a_line_to_the_other),
		TEST(invite_notify__goes_to_members_with_the_capability),
		TEST(invite__is_refused_with_one_line),
		TEST(an_invitation__passes_i_and_l__and_is_used_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
