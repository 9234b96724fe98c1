/*
 * CHATHISTORY (IRCv3 draft/chathistory; checklist 59 to 63), and the replay for other clients.
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/said.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

#define CAPS                                                     \
	"batch draft/chathistory echo-message labeled-response " \
	"message-tags server-time"
#define EVENTS CAPS " draft/event-playback"

/* checklist 59: original msgid and time, oldest first, each line tagged, an empty one too. */
static void
latest__is_a_batch_of_the_last__as_they_were(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct said said[5] = { 0 };

	(void)state;
	client_join(a, "#Tea");
	client_send(a, "CHATHISTORY LATEST #tea * 10");
	said_expect_page(a, "#tea", said, "");
	said_say_many(a, "#tea", said, 5);
	client_send(a, "CHATHISTORY LATEST #tea * 10");
	said_expect_page(a, "#tea", said, "0 1 2 3 4");
	client_send(a, "chathistory latest #TEA * 2");
	said_expect_page(a, "#TEA", said, "3 4");
	client_expect_nothing(a);
}

/* checklist 60 */
static void
bounds__are_left_out__by_id_and_by_time(void **state)
{
	static const struct {
		const char *
		    what; /* 'i' and 't' with a digit: that message's id or time */
		const char *which;
	} cases[] = {
		{ "LATEST #c i2 10", "3 4 5 6 7 8 9" },
		{ "LATEST #c t2 3", "7 8 9" },
		{ "BEFORE #c i3 10", "0 1 2" },
		{ "BEFORE #c t5 2", "3 4" },
		{ "AFTER #c i6 10", "7 8 9" },
		{ "AFTER #c t2 2", "3 4" },
		{ "AFTER #c i9 2", "" },
		{ "BETWEEN #c i2 t6 10", "3 4 5" },
		{ "BETWEEN #c t2 i6 2", "3 4" },
		{ "BETWEEN #c i6 i2 2", "4 5" },
		{ "BETWEEN #c t6 t2 10", "3 4 5" },
		{ "BETWEEN #c i6 i6 10", "" },
		{ "AROUND #c i5 3", "4 5 6" },
		{ "AROUND #c t5 4", "3 4 5 6" },
		{ "AROUND #c i5 1", "5" },
		{ "AROUND #c i0 3", "0 1" },
	};
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct said said[10];
	char line[512];
	const char *p;
	size_t i, n;

	(void)state;
	client_join(a, "#c");
	said_say_many(a, "#c", said, 10);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		n = (size_t)snprintf(line, sizeof(line), "CHATHISTORY ");
		for (p = cases[i].what; *p != '\0'; p++) {
			if ((*p == 'i' || *p == 't') && p[1] >= '0' &&
			    p[1] <= '9') {
				n += (size_t)snprintf(line + n,
				    sizeof(line) - n, "%s%s",
				    *p == 'i' ? "msgid=" : "timestamp=",
				    *p == 'i' ? said[p[1] - '0'].id
					      : said[p[1] - '0'].time);
				p++;
			} else {
				line[n++] = *p;
			}
		}
		line[n] = '\0';
		client_send(a, "%s", line);
		said_expect_page(a, "#c", said, cases[i].which);
	}
}

/* checklist 59 */
static void
chathistory__is_refused_to_outsiders(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);

	(void)state;
	client_join(a, "#c");
	client_send(b, "CHATHISTORY LATEST #c * 10");
	client_expect(
	    b, ":chat.test FAIL CHATHISTORY INVALID_TARGET LATEST #c :*");
	client_send(b,
	    "CHATHISTORY BEFORE #none timestamp=2026-01-01T00:00:00.000Z 10");
	client_expect(
	    b, ":chat.test FAIL CHATHISTORY INVALID_TARGET BEFORE #none :*");
	client_send(b, "@label=x CHATHISTORY LATEST * * 10");
	client_expect(b,
	    "@label=x :chat.test FAIL CHATHISTORY INVALID_TARGET LATEST * :*");
	client_expect_nothing(b);
}

/* checklist 59 */
static void
malformed_requests__fail_with_a_reason(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);

	(void)state;
	client_join(a, "#c");
	client_send(a, "CHATHISTORY");
	client_expect(a, ":chat.test FAIL CHATHISTORY INVALID_PARAMS * :*");
	client_send(a, "CHATHISTORY FROB #c * 10");
	client_expect(a, ":chat.test FAIL CHATHISTORY INVALID_PARAMS FROB :*");
	client_send(a, "CHATHISTORY LATEST #c *");
	client_expect(
	    a, ":chat.test FAIL CHATHISTORY INVALID_PARAMS LATEST :*");
	client_send(a, "CHATHISTORY LATEST #c * many");
	client_expect(
	    a, ":chat.test FAIL CHATHISTORY INVALID_PARAMS LATEST many :*");
	client_send(a, "CHATHISTORY LATEST #c * 0");
	client_expect(
	    a, ":chat.test FAIL CHATHISTORY INVALID_PARAMS LATEST 0 :*");
	client_send(a, "CHATHISTORY AFTER #c * 10");
	client_expect(
	    a, ":chat.test FAIL CHATHISTORY INVALID_PARAMS AFTER #c :*");
	client_send(a, "CHATHISTORY AFTER #c timestamp=yesterday 10");
	client_expect(
	    a, ":chat.test FAIL CHATHISTORY INVALID_PARAMS AFTER #c :*");
	client_send(a, "PRIVMSG #c :hi");
	client_expect(a, "* PRIVMSG #c :hi");
	client_send(a, "CHATHISTORY AFTER #c msgid=nonsense 10");
	client_expect(
	    a, ":chat.test FAIL CHATHISTORY MESSAGE_ERROR AFTER #c :*");
	client_send(
	    a, "CHATHISTORY AROUND #c msgid=01ARZ3NDEKTSV4RRFFQ69G5FAV 10");
	client_expect(
	    a, ":chat.test FAIL CHATHISTORY MESSAGE_ERROR AROUND #c :*");
	client_expect_nothing(a);
}

static void
limit__is_announced_and_applied(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct said said[5];
	struct irc_client *b;

	(void)state;
	irc_rig_set(&rig, "chathistory-max", "3");
	b = client_connect(&rig);
	client_send(b, "NICK bob");
	client_send(b, "USER bob 0 * :Bob");
	client_await(b, ":chat.test 005 bob * CHATHISTORY=3 *");
	client_await(b, ":chat.test 005 bob * MSGREFTYPES=msgid,timestamp *");
	client_join(a, "#c");
	said_say_many(a, "#c", said, 5);
	client_send(a, "CHATHISTORY AFTER #c msgid=%s 100", said[0].id);
	said_expect_page(a, "#c", said, "1 2 3");
}

/* checklist 61 */
static void
events__are_in_history_with_event_playback__messages_always(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", EVENTS);

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "TOPIC #c :news");
	client_send(a, "@+draft/persist=1 TAGMSG #c");
	client_send(a, "@+typing=active TAGMSG #c");
	client_send(a, "NOTICE #c :well");
	client_send(a, "MODE #c +m");
	client_send(a, "NICK ida");
	client_skip(a);
	client_skip(b);
	client_send(a, "CHATHISTORY LATEST #c * 50");
	client_expect(a, ":chat.test BATCH +* chathistory #c");
	client_expect(a, "@batch=*;time=*;msgid=* :ada!ada@* NOTICE #c :well");
	client_expect(a, ":chat.test BATCH -*");
	client_send(b, "CHATHISTORY LATEST #c * 50");
	client_expect(b, ":chat.test BATCH +* chathistory #c");
	client_expect(b, "@batch=*;time=*;msgid=* :ada!ada@* JOIN #c");
	client_expect(b, "@batch=*;time=*;msgid=* :bob!bob@* JOIN #c");
	client_expect(b, "@batch=*;time=*;msgid=* :ada!ada@* TOPIC #c :news");
	client_expect(b, "@batch=*;time=*;msgid=*;+draft/persist=1 "
			 ":ada!ada@* TAGMSG #c");
	client_expect(b, "@batch=*;time=*;msgid=* :ada!ada@* NOTICE #c :well");
	client_expect(b, "@batch=*;time=*;msgid=* :ada!ada@* MODE #c +m");
	client_expect(b, "@batch=*;time=*;msgid=* :ada!ada@* NICK ida");
	client_expect(b, ":chat.test BATCH -*");
	client_expect_nothing(b);
}

/* checklist 62: direct messages belong to accounts, and here there are none. */
static void
direct_messages__are_an_empty_batch(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);

	(void)state;
	client_send(b, "PRIVMSG ada :psst");
	client_skip(a);
	client_send(a, "CHATHISTORY LATEST Bob * 10");
	client_expect(a, ":chat.test BATCH +* chathistory Bob");
	client_expect(a, ":chat.test BATCH -*");
	client_send(a, "@label=x CHATHISTORY LATEST nobody * 10");
	client_expect(a, "@label=x :chat.test BATCH +* chathistory nobody");
	client_expect(a, ":chat.test BATCH -*");
	client_expect_nothing(a);
}

/* checklist 63 */
static void
targets__are_rooms_with_messages_in_the_window__oldest_first(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);
	struct said x, y, z, old;
	char pattern[200];

	(void)state;
	client_join(a, "#X");
	client_join(a, "#y");
	client_join(a, "#z");
	client_join(b, "#other");
	said_say(a, "#x", "0", &old);
	said_say(a, "#y", "1", &y);
	said_say(b, "#other", "not hers", &x);
	said_say(a, "#x", "2", &x);
	said_say(a, "#z", "3", &z);
	client_skip(a);
	client_send(a, "CHATHISTORY TARGETS timestamp=%s timestamp=%s 10",
	    old.time, z.time);
	client_expect(a, ":chat.test BATCH +* draft/chathistory-targets");
	snprintf(pattern, sizeof(pattern),
	    "@batch=* :chat.test CHATHISTORY TARGETS #y %s", y.time);
	client_expect(a, pattern);
	snprintf(pattern, sizeof(pattern),
	    "@batch=* :chat.test CHATHISTORY TARGETS #X %s", x.time);
	client_expect(a, pattern);
	client_expect(a, ":chat.test BATCH -*");
	client_send(a,
	    "@label=l CHATHISTORY TARGETS timestamp=%s timestamp=%s 1", z.time,
	    old.time);
	client_expect(
	    a, "@label=l :chat.test BATCH +* draft/chathistory-targets");
	client_expect(a, "@batch=* :chat.test CHATHISTORY TARGETS #y *");
	client_expect(a, ":chat.test BATCH -*");
	client_send(a, "CHATHISTORY TARGETS * * 1");
	client_expect(
	    a, ":chat.test FAIL CHATHISTORY INVALID_PARAMS TARGETS :*");
	client_expect_nothing(a);
}

/* checklist 24, 59: the batch is the one reply. */
static void
label__is_on_the_batch__however_long_it_is(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	char text[400];
	int i;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	irc_rig_set(&rig, "queue-max", "16384");
	client_join(a, "#c");
	for (i = 0; i < 90; i++) {
		client_send(a, "PRIVMSG #c :%s", text);
		client_skip(a);
	}
	client_send(a, "@label=x CHATHISTORY LATEST #c * 90");
	client_send(a, "@label=y PING z");
	client_expect(a, "@label=x :chat.test BATCH +* chathistory #c");
	for (i = 0; i < 90; i++)
		client_expect(
		    a, "@batch=*;time=*;msgid=* :ada!* PRIVMSG #c :x*");
	client_expect(a, ":chat.test BATCH -*");
	client_expect(a, "@label=y :chat.test PONG chat.test :z");
	client_expect_nothing(a);
}

/* Without the capability there are no batches, and no tags. */
static void
multiline__is_sent_as_single_lines__without_capabilities(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b =
	    client_enter_with(&rig, "bob", "draft/chathistory");
	struct said said[2];

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	said_say_many(a, "#c", said, 2);
	client_skip(b);
	client_send(b, "CHATHISTORY LATEST #c * 10");
	client_expect(b, ":ada!ada@* PRIVMSG #c :m0");
	client_expect(b, ":ada!ada@* PRIVMSG #c :m1");
	client_expect_nothing(b);
}

static void
several_lines__are_a_batch_within(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", CAPS " draft/multiline");
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "BATCH +1 draft/multiline #c");
	client_send(a, "@batch=1 PRIVMSG #c :one");
	client_send(a, "@batch=1 PRIVMSG #c :two");
	client_send(a, "BATCH -1");
	client_skip(a);
	client_skip(b);
	client_send(a, "CHATHISTORY LATEST #c * 10");
	client_expect(a, ":chat.test BATCH +* chathistory #c");
	client_expect(a, "@batch=*;time=*;msgid=* :ada!ada@* BATCH +m* "
			 "draft/multiline #c");
	client_expect(a, "@batch=m* :ada!ada@* PRIVMSG #c :one");
	client_expect(a, "@batch=m* :ada!ada@* PRIVMSG #c :two");
	client_expect(a, "@batch=* :ada!ada@* BATCH -m*");
	client_expect(a, ":chat.test BATCH -*");
	client_send(b, "CHATHISTORY LATEST #c * 10");
	client_expect(b, ":chat.test BATCH +* chathistory #c");
	client_expect(b, "@batch=*;time=*;msgid=* :ada!ada@* PRIVMSG #c :one");
	client_expect(b, "@batch=*;time=* :ada!ada@* PRIVMSG #c :two");
	client_expect(b, ":chat.test BATCH -*");
}

static void
renamed_room__has_its_history_under_the_new_name(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", CAPS " draft/channel-rename");
	struct said said;

	(void)state;
	client_join(a, "#old");
	said_say(a, "#old", "hi", &said);
	client_send(a, "RENAME #old #new");
	client_skip(a);
	client_send(a, "CHATHISTORY LATEST #new * 10");
	client_expect(a, ":chat.test BATCH +* chathistory #new");
	client_expect(a, "@batch=*;time=*;msgid=* :ada!ada@* PRIVMSG #new :hi");
	client_expect(a, ":chat.test BATCH -*");
}

/* checklist 2: the reply comes before that to the next command, however long it takes. */
static void
answers__keep_their_order__when_the_store_is_slow(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);
	struct said said[2];

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	said_say_many(a, "#c", said, 2);
	client_skip(b);
	store_late_hold_reads(rig.store, 1);
	client_send(a, "@label=x CHATHISTORY LATEST #c * 10");
	client_send(a, "@label=y PING z");
	client_expect_nothing(a);
	client_send(b, "PRIVMSG #c :meanwhile");
	client_expect(b, "* PRIVMSG #c :meanwhile");
	client_expect(a, "* PRIVMSG #c :meanwhile");
	store_late_read(rig.store);
	client_expect(a, "@label=x :chat.test BATCH +* chathistory #c");
	client_expect(a, "@batch=* PRIVMSG #c :m0");
	client_expect(a, "@batch=* PRIVMSG #c :m1");
	client_expect(a, "@batch=* PRIVMSG #c :meanwhile");
	client_expect(a, ":chat.test BATCH -*");
	client_expect(a, "@label=y :chat.test PONG chat.test :z");
	client_expect_nothing(a);
	client_send(a, "CHATHISTORY LATEST #c * 10");
	client_expect_nothing(a);
	assert_int_equal(store_late_cancelled(rig.store), 0);
	client_close(a);
	irc_rig_run(&rig);
	assert_int_equal(store_late_cancelled(rig.store), 1);
	store_late_read(rig.store);
}

static void
nothing_kept__means_no_capability(void **state)
{
	struct irc_client *c;

	(void)state;
	irc_rig_set(&rig, "history", "none");
	c = client_connect(&rig);
	client_send(c, "CAP REQ draft/chathistory");
	client_expect(c, ":chat.test CAP * NAK :draft/chathistory");
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :Ada");
	client_send(c, "CAP END");
	while (client_line(c) != NULL)
		assert_null(strstr(c->line.p, "CHATHISTORY"));
}

#define TEST(f)	     IRC_TEST(f)
#define TEST_LATE(f) IRC_TEST_LATE(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(latest__is_a_batch_of_the_last__as_they_were),
		TEST(bounds__are_left_out__by_id_and_by_time),
		TEST(chathistory__is_refused_to_outsiders),
		TEST(malformed_requests__fail_with_a_reason),
		TEST(limit__is_announced_and_applied),
		TEST(
		    events__are_in_history_with_event_playback__messages_always),
		TEST(direct_messages__are_an_empty_batch),
		TEST(
		    targets__are_rooms_with_messages_in_the_window__oldest_first),
		TEST(label__is_on_the_batch__however_long_it_is),
		TEST(multiline__is_sent_as_single_lines__without_capabilities),
		TEST(several_lines__are_a_batch_within),
		TEST(renamed_room__has_its_history_under_the_new_name),
		TEST_LATE(answers__keep_their_order__when_the_store_is_slow),
		TEST(nothing_kept__means_no_capability),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
