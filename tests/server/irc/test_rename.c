/*
 * RENAME (IRCv3 draft/channel-rename; checklist 42).
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* checklist 42 */
static void
rename__is_sent_as_rename__or_as_part_and_join(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "draft/channel-rename");
	struct irc_client *b =
	    client_enter_with(&rig, "bob", "draft/channel-rename");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_join(d, "#c");
	client_send(a, "TOPIC #c :news");
	client_skip(a);
	client_skip(b);
	client_skip(d);
	client_send(a, "RENAME #C #Tea :more of it");
	client_expect(a, ":ada!ada@* RENAME #c #Tea :more of it");
	client_expect(b, ":ada!ada@* RENAME #c #Tea :more of it");
	client_expect(d, ":dora!dora@* PART #c :more of it");
	client_expect(d, ":dora!dora@* JOIN #Tea");
	client_expect(d, ":chat.test 332 dora #Tea :news");
	client_expect(d, ":chat.test 333 dora #Tea ada!ada@* 1*");
	client_expect(d, ":chat.test 353 dora = #Tea :@ada bob dora");
	client_expect(d, ":chat.test 366 dora #Tea :*");
	client_expect_nothing(a);
	client_expect_nothing(b);
	client_expect_nothing(d);
}

/* checklist 42 */
static void
rename__frees_the_old_name__and_keeps_the_room(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b =
	    client_enter_with(&rig, "bob", "draft/channel-rename");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(b, "PRIVMSG #c :before");
	client_send(a, "RENAME #c #tea");
	client_send(a, "PRIVMSG #tea :after");
	client_await(a, ":ada!ada@* PART #c");
	client_expect(a, ":ada!ada@* JOIN #tea");
	client_expect(a, ":chat.test 353 *");
	client_expect(a, ":chat.test 366 *");
	client_await(b, ":ada!ada@* RENAME #c #tea :");
	client_expect(b, ":ada!ada@* PRIVMSG #tea :after");
	client_send(b, "PRIVMSG #c :lost");
	client_expect(b, ":chat.test 403 bob #c :*");
	client_send(d, "JOIN #c");
	client_expect(d, ":dora!dora@* JOIN #c");
	client_expect(d, ":chat.test 353 dora = #c :@dora");
	client_expect_nothing(a);
}

/* checklist 42 */
static void
rename__reports_errors_to_the_sender_only(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "draft/channel-rename");
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	client_join(a, "#c,#d");
	client_join(b, "#c");
	client_send(a, "RENAME #c #D");
	client_expect(a, ":chat.test FAIL RENAME CHANNEL_NAME_IN_USE #c #D :*");
	client_send(a, "RENAME #c tea");
	client_expect(a, ":chat.test FAIL RENAME CANNOT_RENAME #c tea :*");
	client_send(a, "RENAME #nowhere #tea");
	client_expect(a, ":chat.test 403 ada #nowhere :*");
	client_send(b, "RENAME #c #tea");
	client_expect(b, ":chat.test 482 bob #c :*");
	client_send(d, "RENAME #c #tea");
	client_expect(d, ":chat.test 442 dora #c :*");
	client_send(a, "RENAME #c");
	client_expect(a, ":chat.test 461 ada RENAME :*");
	client_expect_nothing(a);
	client_expect_nothing(b);
}

/* checklist 24 */
static void
label__is_on_a_batch_of_part_and_join(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "batch labeled-response");

	(void)state;
	client_join(a, "#c");
	client_send(a, "@label=r RENAME #c #tea");
	client_expect(a, "@label=r :chat.test BATCH +* labeled-response");
	client_expect(a, "@batch=* :ada!ada@* PART #c");
	client_expect(a, "@batch=* :ada!ada@* JOIN #tea");
	client_expect(a, "@batch=* :chat.test 353 ada = #tea :@ada");
	client_expect(a, "@batch=* :chat.test 366 *");
	client_expect(a, ":chat.test BATCH -*");
	client_expect_nothing(a);
}

/* #tea with a Cyrillic e and a. */
static void
room__that_looks_like_an_accounts__is_refused(void **state)
{
	struct irc_client *ada = client_enter(&rig, "ada");
	struct irc_client *bob =
	    client_enter_with(&rig, "bob", "draft/channel-rename");

	(void)state;
	client_send(ada, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_join(ada, "#tea");
	client_skip(ada);
	client_send(bob, "JOIN #t\xd0\xb5\xd0\xb0");
	client_expect(bob, ":chat.test 403 bob * :That name looks like *");
	client_send(bob, "JOIN #b");
	client_skip(bob);
	client_send(bob, "RENAME #b #t\xd0\xb5\xd0\xb0");
	client_expect(bob, ":chat.test FAIL RENAME CANNOT_RENAME #b * :That "
			   "name looks like *");
	client_send(ada, "RENAME #tea #t\xd0\xb5\xd0\xb0");
	client_expect(ada, ":ada!* PART #tea*");
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rename__is_sent_as_rename__or_as_part_and_join),
		TEST(rename__frees_the_old_name__and_keeps_the_room),
		TEST(rename__reports_errors_to_the_sender_only),
		TEST(room__that_looks_like_an_accounts__is_refused),
		TEST(label__is_on_a_batch_of_part_and_join),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
