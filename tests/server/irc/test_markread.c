/*
 * MARKREAD (IRCv3 draft/read-marker; checklist 64).
 */

#include "server/account/accounts.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/logged_in.h"
#include "tests/support/test.h"

/* checklist 64 */
static void
marker__is_sent_with_the_join__and_survives_the_part(void **state)
{
	struct irc_client *a = client_enter_with(
	    &rig, "ada", "draft/read-marker draft/no-implicit-names");
	struct irc_client *b =
	    client_enter_with(&rig, "bob", "draft/read-marker");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_send(b, "JOIN #Tea");
	client_expect(b, ":bob!bob@* JOIN #Tea");
	client_expect(b, ":chat.test MARKREAD #Tea *");
	client_expect(b, ":chat.test 353 *");
	client_expect(b, ":chat.test 366 *");
	client_send(b, "MARKREAD #tea timestamp=2023-01-02T03:04:05.678Z");
	client_expect(
	    b, ":chat.test MARKREAD #tea timestamp=2023-01-02T03:04:05.678Z");
	client_send(b, "PART #tea");
	client_expect(b, ":bob!bob@* PART #Tea");
	client_send(b, "JOIN #TEA");
	client_expect(b, ":bob!bob@* JOIN #Tea");
	client_expect(
	    b, ":chat.test MARKREAD #Tea timestamp=2023-01-02T03:04:05.678Z");
	client_await(b, ":chat.test 366 *");
	client_send(a, "JOIN #tea");
	client_expect(a, ":ada!ada@* JOIN #Tea");
	client_expect(a, ":chat.test MARKREAD #Tea *");
	client_expect_nothing(a);
	client_send(d, "JOIN #tea");
	client_expect(d, ":dora!dora@* JOIN #Tea");
	client_expect(d, ":chat.test 353 *");
}

/* checklist 64 */
static void
marker__is_set_and_sent__and_never_moves_back(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "MARKREAD bob");
	client_expect(a, ":chat.test MARKREAD bob *");
	client_send(a, "MARKREAD bob timestamp=2023-05-05T05:05:05.005Z");
	client_expect(
	    a, ":chat.test MARKREAD bob timestamp=2023-05-05T05:05:05.005Z");
	client_send(a, "MARKREAD Bob timestamp=2023-04-04T05:05:05.005Z");
	client_expect(
	    a, ":chat.test MARKREAD Bob timestamp=2023-05-05T05:05:05.005Z");
	client_send(a, "MARKREAD bob");
	client_expect(
	    a, ":chat.test MARKREAD bob timestamp=2023-05-05T05:05:05.005Z");
	client_send(a, "MARKREAD bob timestamp=2999-01-01T00:00:00.000Z");
	client_expect(
	    a, ":chat.test MARKREAD bob timestamp=2023-11-14T22:13:20.000Z");
	client_expect_nothing(a);
}

/* checklist 64 */
static void
marker__that_is_malformed__fails(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "MARKREAD");
	client_expect(a, ":chat.test FAIL MARKREAD NEED_MORE_PARAMS :*");
	client_send(a, "MARKREAD #c *");
	client_expect(a, ":chat.test FAIL MARKREAD INVALID_PARAMS * :*");
	client_send(a, "MARKREAD #c timestamp=soon");
	client_expect(
	    a, ":chat.test FAIL MARKREAD INVALID_PARAMS timestamp=soon :*");
	client_send(a, "MARKREAD #c 2023-05-05T05:05:05.005Z");
	client_expect(a, ":chat.test FAIL MARKREAD INVALID_PARAMS 2023* :*");
	client_send(a, "MARKREAD * timestamp=2023-05-05T05:05:05.005Z");
	client_expect(a, ":chat.test FAIL MARKREAD INVALID_PARAMS * :*");
	client_expect_nothing(a);
}

static void
markers__are_limited__and_the_oldest_is_deleted(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	irc_rig_set(&rig, "read-markers", "2");
	client_send(a, "MARKREAD #a timestamp=2023-05-05T05:05:05.005Z");
	client_send(a, "MARKREAD #b timestamp=2023-05-05T05:05:05.005Z");
	client_send(a, "MARKREAD #a timestamp=2023-06-06T05:05:05.005Z");
	client_send(a, "MARKREAD #c timestamp=2023-05-05T05:05:05.005Z");
	client_skip(a);
	client_send(a, "MARKREAD #a");
	client_expect(a, ":chat.test MARKREAD #a timestamp=2023-06-06*");
	client_send(a, "MARKREAD #b");
	client_expect(a, ":chat.test MARKREAD #b *");
	client_send(a, "MARKREAD #c");
	client_expect(a, ":chat.test MARKREAD #c timestamp=2023-05-05*");
}

#define MARK  "timestamp=2023-05-05T05:05:05.005Z"
#define LATER "timestamp=2023-06-06T05:05:05.005Z"

/* checklist 64: two users of one account, and an unrelated third user. */
static void
marker_of_an_account__is_one__for_all_its_users(void **state)
{
	struct irc_client *a =
	    client_enter_known(&rig, "ada", "draft/read-marker");
	struct irc_client *b =
	    client_enter_with(&rig, "ada2", "draft/read-marker");
	struct irc_client *c =
	    client_enter_known(&rig, "cy", "draft/read-marker");

	(void)state;
	rig_log_in(&rig, "ada2", "ada");
	client_send(a, "MARKREAD #c " MARK);
	client_expect(a, ":chat.test MARKREAD #c " MARK);
	client_expect(b, ":chat.test MARKREAD #c " MARK);
	client_send(b, "MARKREAD #C " LATER);
	client_expect(b, ":chat.test MARKREAD #C " LATER);
	client_expect(a, ":chat.test MARKREAD #C " LATER);
	client_send(b, "MARKREAD #c " MARK);
	client_expect(b, ":chat.test MARKREAD #c " LATER);
	client_expect_nothing(a);
	client_send(c, "MARKREAD #c");
	client_expect(c, ":chat.test MARKREAD #c *");
	client_expect_nothing(c);
}

/* checklist 64: it survives the connection, and includes what was read before the login. */
static void
marker_of_an_account__survives_the_user__and_includes_the_guests(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "draft/read-marker");

	(void)state;
	client_send(a, "MARKREAD #c " MARK);
	client_send(a, "MARKREAD Bob " MARK);
	client_skip(a);
	rig_log_in(&rig, "ada", "ada");
	client_send(a, "MARKREAD #c");
	client_expect(a, ":chat.test MARKREAD #c " MARK);
	client_close(a);
	a = client_enter_with(&rig, "other", "draft/read-marker");
	rig_log_in(&rig, "other", "ada");
	client_send(a, "MARKREAD bob");
	client_expect(a, ":chat.test MARKREAD bob " MARK);
	client_send(a, "JOIN #c");
	client_await(a, ":chat.test MARKREAD #c " MARK);
}

/* checklist 64: under any nick. */
static void
marker_of_a_conversation__belongs_to_the_account__under_any_nick(void **state)
{
	struct irc_client *a =
	    client_enter_known(&rig, "ada", "draft/read-marker");
	struct irc_client *b = client_enter_known(&rig, "bo", NULL);

	(void)state;
	client_send(a, "MARKREAD bo " MARK);
	client_skip(a);
	client_send(b, "NICK bobby");
	client_send(a, "MARKREAD bobby");
	client_expect(a, ":chat.test MARKREAD bobby " MARK);
	client_send(a, "MARKREAD ~bobby");
	client_expect(a, ":chat.test MARKREAD ~bobby *");
}

/* The next owner of the name has no markers. */
static void
marker_of_an_account__is_deleted_with_it(void **state)
{
	struct irc_client *a =
	    client_enter_known(&rig, "ada", "draft/read-marker");

	(void)state;
	client_send(a, "MARKREAD #c " MARK);
	client_skip(a);
	accounts_delete(rig.server, "ada", NULL, NULL);
	client_skip(a);
	rig_log_in(&rig, "ada", "ada");
	client_send(a, "MARKREAD #c");
	client_expect(a, ":chat.test MARKREAD #c *");
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(marker__is_sent_with_the_join__and_survives_the_part),
		TEST(marker__is_set_and_sent__and_never_moves_back),
		TEST(marker__that_is_malformed__fails),
		TEST(markers__are_limited__and_the_oldest_is_deleted),
		TEST(marker_of_an_account__is_one__for_all_its_users),
		TEST(
		    marker_of_an_account__survives_the_user__and_includes_the_guests),
		TEST(
		    marker_of_a_conversation__belongs_to_the_account__under_any_nick),
		TEST(marker_of_an_account__is_deleted_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
