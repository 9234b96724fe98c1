/*
 * Messages of several lines (IRCv3 draft/multiline; checklist 66), and their forms for clients.
 */
#include <string.h>

#include "server/store/store.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

#define CAPS                                               \
	"batch draft/multiline echo-message message-tags " \
	"server-time labeled-response"

/* Return the text between key and one of the ends in the client's next line. */
static void
take_tag(struct irc_client *c, const char *key, char *value, size_t size)
{
	const char *line = client_line(c), *at;
	size_t n;

	assert_non_null(line);
	at = strstr(line, key);
	assert_non_null(at);
	at += strlen(key);
	n = strcspn(at, "; ");
	assert_true(n < size);
	memcpy(value, at, n);
	value[n] = '\0';
}

/* checklist 66 */
static void
batch__is_relayed_as_a_batch__to_clients_with_the_capability(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b =
	    client_enter_with(&rig, "bob", "batch draft/multiline");
	struct irc_client *d = client_enter_with(
	    &rig, "dora", "message-tags server-time batch draft/multiline");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_join(d, "#c");
	client_send(a, "@label=x;+a=b BATCH +1 draft/multiline #c");
	client_send(a, "@batch=1 PRIVMSG #c hello");
	client_send(a, "@batch=1 PRIVMSG #C :");
	client_send(a, "@batch=1;+c=d privmsg #c :how is ");
	client_expect_nothing(a);
	client_expect_nothing(b);
	client_send(a, "@batch=1;draft/multiline-concat PRIVMSG #c :everyone?");
	client_send(a, "BATCH -1");
	client_expect(a, "@label=x;time=*Z;msgid=*;+a=b :ada!ada@* BATCH +m* "
			 "draft/multiline #c");
	client_expect(a, "@batch=m* :ada!ada@* PRIVMSG #c :hello");
	client_expect(a, "@batch=m* :ada!ada@* PRIVMSG #c :");
	client_expect(a, "@batch=m* :ada!ada@* PRIVMSG #c :how is ");
	client_expect(a,
	    "@batch=m*;draft/multiline-concat :ada!ada@* PRIVMSG #c "
	    ":everyone?");
	client_expect(a, ":ada!ada@* BATCH -m*");
	client_expect_nothing(a);
	client_expect(b, ":ada!ada@* BATCH +m* draft/multiline #c");
	client_expect(b, "@batch=m* :ada!ada@* PRIVMSG #c :hello");
	client_expect(b, "@batch=m* :ada!ada@* PRIVMSG #c :");
	client_expect(b, "@batch=m* :ada!ada@* PRIVMSG #c :how is ");
	client_expect(b,
	    "@batch=m*;draft/multiline-concat :ada!ada@* PRIVMSG #c "
	    ":everyone?");
	client_expect(b, ":ada!ada@* BATCH -m*");
	client_expect_nothing(b);
	client_expect(d, "@time=*Z;msgid=*;+a=b :ada!ada@* BATCH +m* *");
}

/* checklist 66 */
static void
others__get_plain_lines__with_one_id_and_one_time(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *d =
	    client_enter_with(&rig, "dora", "message-tags server-time");
	/* Without batch it is of no use. */
	struct irc_client *e =
	    client_enter_with(&rig, "eve", "draft/multiline");
	char echo[64], copy[64];

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_join(d, "#c");
	client_join(e, "#c");
	client_send(a, "@+a=b BATCH +1 draft/multiline #c");
	client_send(a, "@batch=1 PRIVMSG #c :");
	client_send(a, "@batch=1 PRIVMSG #c :one");
	client_send(a, "@batch=1 PRIVMSG #c :");
	client_send(a, "@batch=1;draft/multiline-concat PRIVMSG #c :two");
	client_send(a, "@batch=1 PRIVMSG #c :three");
	client_send(a, "BATCH -1");
	client_expect(b, ":ada!ada@* PRIVMSG #c :one");
	client_expect(b, ":ada!ada@* PRIVMSG #c :two");
	client_expect(b, ":ada!ada@* PRIVMSG #c :three");
	client_expect_nothing(b);
	client_expect(e, ":ada!ada@* PRIVMSG #c :one");
	take_tag(a, "msgid=", echo, sizeof(echo));
	take_tag(d, "msgid=", copy, sizeof(copy));
	assert_string_equal(copy, echo);
	client_expect(d, "@time=*Z;+a=b :ada!ada@* PRIVMSG #c :two");
	client_expect(d, "@time=*Z;+a=b :ada!ada@* PRIVMSG #c :three");
	client_expect_nothing(d);
}

static void
long_client_tags__are_not_repeated_on_each_line(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", "message-tags");
	char value[601];

	(void)state;
	memset(value, 'v', sizeof(value));
	value[600] = '\0';
	client_send(a, "@+a=%s BATCH +1 draft/multiline bob", value);
	client_send(a, "@batch=1 PRIVMSG bob one");
	client_send(a, "@batch=1 PRIVMSG bob two");
	client_send(a, "BATCH -1");
	client_expect(b, "@msgid=*;+a=vvv* :ada!ada@* PRIVMSG bob :one");
	client_expect(b, ":ada!ada@* PRIVMSG bob :two");
}

static void
direct_message__is_one_batch__also_to_oneself(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter(&rig, "bob");
	int i;

	(void)state;
	client_send(a, "BATCH +1 draft/multiline bob");
	client_send(a, "@batch=1 NOTICE bob :one");
	client_send(a, "@batch=1 NOTICE bob :two");
	client_send(a, "BATCH -1");
	client_expect(b, ":ada!ada@* NOTICE bob :one");
	client_expect(b, ":ada!ada@* NOTICE bob :two");
	client_skip(a);
	client_send(a, "@label=l BATCH +2 draft/multiline ada");
	client_send(a, "@batch=2 PRIVMSG ada :one");
	client_send(a, "@batch=2 PRIVMSG ada :two");
	client_send(a, "BATCH -2");
	client_expect(a, "@time=*;msgid=* :ada!ada@* BATCH +m* *");
	for (i = 0; i < 3; i++)
		client_line(a);
	client_expect(a, "@label=l;time=*;msgid=* :ada!ada@* BATCH +m* *");
	client_await(a, ":ada!ada@* BATCH -m*");
	client_expect_nothing(a);
}

/* checklist 54, 66 */
static void
bot_tag__is_on_the_opening_of_a_batch__and_on_each_single_line(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(
	    &rig, "bob", "message-tags batch draft/multiline");
	struct irc_client *d = client_enter_with(&rig, "dora", "message-tags");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_join(d, "#c");
	client_send(a, "MODE ada +B");
	client_send(a, "BATCH +1 draft/multiline #c");
	client_send(a, "@batch=1 PRIVMSG #c :one");
	client_send(a, "@batch=1 PRIVMSG #c :two");
	client_send(a, "BATCH -1");
	client_await(
	    a, "@time=*;bot;msgid=* :ada!ada@* BATCH +m* draft/multiline #c");
	client_await(b, "@bot;msgid=* :ada!ada@* BATCH +m* draft/multiline #c");
	client_expect(b, "@batch=m* :ada!ada@* PRIVMSG #c :one");
	client_await(d, "@bot;msgid=* :ada!ada@* PRIVMSG #c :one");
	client_expect(d, "@bot :ada!ada@* PRIVMSG #c :two");
}

/* checklist 24, 44, 66 */
static void
away__is_replied_once__outside_the_labelled_batch(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *d = client_enter_with(
	    &rig, "dora", "batch draft/multiline labeled-response");

	(void)state;
	client_send(b, "AWAY :at lunch");
	client_send(a, "@label=x BATCH +1 draft/multiline bob");
	client_send(a, "@batch=1 PRIVMSG bob :one");
	client_send(a, "@batch=1 PRIVMSG bob :two");
	client_send(a, "BATCH -1");
	client_expect(a, "@label=x :chat.test BATCH +1 labeled-response");
	client_expect(a,
	    "@batch=1;time=*;msgid=* :ada!ada@* BATCH +m* draft/multiline bob");
	client_expect(a, "@batch=m* :ada!ada@* PRIVMSG bob :one");
	client_expect(a, "@batch=m* :ada!ada@* PRIVMSG bob :two");
	client_expect(a, "@batch=1 :ada!ada@* BATCH -m*");
	client_expect(a, "@batch=1 :chat.test 301 ada bob :at lunch");
	client_expect(a, ":chat.test BATCH -1");
	client_expect_nothing(a);
	client_send(d, "@label=y BATCH +1 draft/multiline bob");
	client_send(d, "@batch=1 PRIVMSG bob :one");
	client_send(d, "@batch=1 PRIVMSG bob :two");
	client_send(d, "BATCH -1");
	client_expect(d, "@label=y :chat.test 301 dora bob :at lunch");
	client_expect_nothing(d);
}

/* checklist 24, 66 */
static void
label_of_a_batch__is_answered_once__in_every_case(void **state)
{
	struct irc_client *a = client_enter_with(
	    &rig, "ada", "batch draft/multiline labeled-response");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_send(a, "@label=1 BATCH +x draft/multiline bob");
	client_send(a, "@label=no;batch=x PRIVMSG bob :one");
	client_send(a, "@batch=x PRIVMSG bob :two");
	client_expect_nothing(a);
	client_send(a, "BATCH -x");
	client_expect(a, "@label=1 :chat.test ACK");
	client_await(b, ":ada!ada@* PRIVMSG bob :two");
	client_send(a, "@label=2 BATCH +x draft/multiline nobody");
	client_send(a, "@batch=x PRIVMSG nobody :one");
	client_send(a, "BATCH -x");
	client_expect(a, "@label=2 :chat.test 401 ada nobody :*");
	client_send(a, "@label=3 BATCH +x draft/multiline #none");
	client_send(a, "@batch=x PRIVMSG #none :one");
	client_send(a, "@batch=x NOTICE #none :one");
	client_expect(a, "@label=3 :chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_send(a, "@batch=x PRIVMSG #none :two");
	client_send(a, "@label=4 BATCH -x");
	client_expect_nothing(a);
	client_expect_nothing(b);
	client_send(a, "@label=5 PING y");
	client_expect(a, "@label=5 :chat.test PONG chat.test :y");
}

static void
room__is_asked_again__when_the_batch_is_closed(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "@label=r BATCH +1 draft/multiline #c");
	client_send(a, "@batch=1 PRIVMSG #c :one");
	client_send(a, "PART #c");
	client_await(a, "*:ada!ada@* PART #c");
	client_expect(b, ":ada!ada@* PART #c");
	client_send(a, "BATCH -1");
	client_expect(a, "@label=r :chat.test 404 ada #c :*");
	client_expect_nothing(b);
}

/* checklist 2: lines of a batch may follow messages in flight. */
static void
batch__flows_behind_messages_in_flight__and_is_one_of_them(void **state)
{
	struct irc_client *a = client_enter_with(
	    &rig, "ada", "batch draft/multiline echo-message");

	(void)state;
	client_join(a, "#c");
	irc_rig_run(&rig);
	store_late_hurry(rig.store, 0);
	client_send(a, "PRIVMSG #c :before");
	client_send(a, "BATCH +1 draft/multiline #c");
	client_send(a, "@batch=1 PRIVMSG #c :one");
	client_send(a, "@batch=1 PRIVMSG #c :two");
	client_send(a, "BATCH -1");
	client_send(a, "PRIVMSG #c :after");
	client_send(a, "PING x");
	client_expect_nothing(a);
	assert_int_equal(store_late_waiting(rig.store), 3);
	store_late_settle(rig.store, 2, STORE_OK);
	client_expect(a, ":ada!ada@* PRIVMSG #c :before");
	client_expect(a, ":ada!ada@* BATCH +m* draft/multiline #c");
	client_expect(a, "@batch=m* :ada!ada@* PRIVMSG #c :one");
	client_expect(a, "@batch=m* :ada!ada@* PRIVMSG #c :two");
	client_expect(a, ":ada!ada@* BATCH -m*");
	client_expect_nothing(a);
	store_late_settle(rig.store, 1, STORE_OK);
	client_expect(a, ":ada!ada@* PRIVMSG #c :after");
	client_expect(a, ":chat.test PONG chat.test :x");
}

/* checklist 2 */
static void
batch_in_error__waits_for_what_is_in_flight(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);

	(void)state;
	client_join(a, "#c");
	irc_rig_run(&rig);
	store_late_hurry(rig.store, 0);
	client_send(a, "PRIVMSG #c :before");
	client_send(a, "@label=e BATCH +1 draft/multiline #c");
	client_send(a, "@batch=1 NICK cleo");
	client_expect_nothing(a);
	store_late_settle(rig.store, 1, STORE_OK);
	client_expect(a, "@time=* :ada!ada@* PRIVMSG #c :before");
	client_expect(a, "@label=e :chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_send(a, "@label=f BATCH +1 draft/multiline #c");
	client_send(a, "@batch=1 PRIVMSG #c :one");
	client_send(a, "BATCH -1");
	irc_rig_run(&rig);
	store_late_settle(rig.store, 1, STORE_FULL);
	client_expect(a, "@label=f :chat.test FAIL PRIVMSG NOT_STORED #c :*");
	client_expect_nothing(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IRC_TEST(
		    batch__is_relayed_as_a_batch__to_clients_with_the_capability),
		IRC_TEST(others__get_plain_lines__with_one_id_and_one_time),
		IRC_TEST(long_client_tags__are_not_repeated_on_each_line),
		IRC_TEST(direct_message__is_one_batch__also_to_oneself),
		IRC_TEST(
		    bot_tag__is_on_the_opening_of_a_batch__and_on_each_single_line),
		IRC_TEST(away__is_replied_once__outside_the_labelled_batch),
		IRC_TEST(label_of_a_batch__is_answered_once__in_every_case),
		IRC_TEST(room__is_asked_again__when_the_batch_is_closed),
		IRC_TEST_LATE(
		    batch__flows_behind_messages_in_flight__and_is_one_of_them),
		IRC_TEST_LATE(batch_in_error__waits_for_what_is_in_flight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
