/*
 * Messages of several lines (IRCv3 draft/multiline; checklist 66), and what hostile
 * clients make of batches.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/store/store.h"
#include "tests/support/irc_client.h"
#include "tests/support/prng.h"
#include "tests/support/store_late.h"

#define CAPS                                               \
	"batch draft/multiline echo-message message-tags " \
	"server-time labeled-response"

static struct irc_rig rig;

static int
setup(void **state)
{
	(void)state;
	irc_rig_init(&rig, NULL);
	return 0;
}

static int
setup_late(void **state)
{
	(void)state;
	irc_rig_init(&rig, store_late_new());
	store_late_hurry(rig.store, 1);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	irc_rig_clear(&rig);
	return 0;
}

/* What stands between key and one of the ends in the client's next line. */
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
batch__comes_as_one__to_those_who_speak_it(void **state)
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
long_client_tags__are_not_said_with_each_line(void **state)
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
bot__is_told_on_the_opening__and_on_each_plain_line(void **state)
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
away__is_told_once__beside_the_labelled_batch(void **state)
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
label__is_answered_once__whatever_becomes_of_the_batch(void **state)
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
open_batch(struct irc_client *c, const char *target)
{
	client_send(c, "BATCH +1 draft/multiline %s", target);
}

/* The batch fails with that, and nothing of it is shown. */
#define FAILS(c, with)                                             \
	do {                                                       \
		client_expect((c), ":chat.test FAIL BATCH " with); \
		client_send((c), "@batch=1 PRIVMSG bob :more");    \
		client_send((c), "BATCH -1");                      \
		client_expect_nothing(c);                          \
	} while (0)

/* checklist 66 */
static void
mistakes__are_answered_once__and_nothing_is_shown(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	open_batch(a, "bob");
	client_send(a, "@batch=1 PRIVMSG bob :one");
	client_send(a, "@batch=1;draft/multiline-concat PRIVMSG bob :");
	FAILS(a, "MULTILINE_INVALID :*");
	open_batch(a, "bob");
	client_send(a, "@batch=1;draft/multiline-concat PRIVMSG bob :");
	FAILS(a, "MULTILINE_INVALID :*");
	open_batch(a, "bob");
	client_send(a, "@batch=1 PRIVMSG #c :one");
	FAILS(a, "MULTILINE_INVALID_TARGET bob #c :*");
	open_batch(a, "bob");
	client_send(a, "@batch=1 PRIVMSG bob :one");
	client_send(a, "@batch=1 NOTICE bob :one");
	FAILS(a, "MULTILINE_INVALID :*");
	open_batch(a, "bob");
	client_send(a, "@batch=1 PRIVMSG bob");
	FAILS(a, "MULTILINE_INVALID :*");
	open_batch(a, "bob");
	client_send(a, "@batch=1 PRIVMSG bob :one");
	client_send(a, "@batch=1 PRIVMSG bob :\001VERSION\001");
	FAILS(a, "MULTILINE_INVALID :*");
	open_batch(a, "bob");
	client_send(a, "@batch=1;+typing=done TAGMSG bob");
	FAILS(a, "MULTILINE_INVALID :*");
	open_batch(a, "bob");
	client_send(a, "@batch=1 QUIT :bye");
	FAILS(a, "MULTILINE_INVALID :*");
	open_batch(a, "bob");
	client_send(a, "@batch=1 NOSUCH bob");
	FAILS(a, "MULTILINE_INVALID :*");
	open_batch(a, "bob");
	client_send(a, "@batch=1 BATCH +2 draft/multiline bob");
	FAILS(a, "MULTILINE_INVALID :*");
	open_batch(a, "bob");
	client_send(a, "@batch=1 BATCH -1");
	FAILS(a, "MULTILINE_INVALID :*");
	client_expect_nothing(b);
}

static void
empty_batches__are_invalid(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_send(a, "@label=1 BATCH +1 draft/multiline bob");
	client_send(a, "BATCH -1");
	client_expect(a, "@label=1 :chat.test FAIL BATCH MULTILINE_INVALID :*");
	open_batch(a, "bob");
	client_send(a, "@batch=1 PRIVMSG bob :");
	client_send(a, "@batch=1 PRIVMSG bob :");
	client_send(a, "BATCH -1");
	client_expect(a, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_expect_nothing(a);
	client_expect_nothing(b);
}

/* checklist 26 */
static void
invalid_utf8__ends_the_batch(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_send(a, "@label=1 BATCH +1 draft/multiline bob");
	client_send(a, "@batch=1 PRIVMSG bob :caf\xe9");
	client_expect(a, "@label=1 :chat.test FAIL PRIVMSG INVALID_UTF8 :*");
	client_send(a, "@batch=1 PRIVMSG bob :more");
	client_send(a, "BATCH -1");
	client_send(a, "@label=2 BATCH +1 draft/multiline \xff");
	client_expect(a, "@label=2 :chat.test FAIL BATCH INVALID_UTF8 :*");
	client_expect_nothing(a);
	client_expect_nothing(b);
}

/* checklist 66 */
static void
limits__are_exact__and_named(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter(&rig, "bob");
	char text[400];
	int i;

	(void)state;
	memset(text, 'x', sizeof(text));
	text[399] = '\0';
	irc_rig_set(&rig, "multiline-bytes", "1200");
	irc_rig_set(&rig, "multiline-lines", "4");
	client_skip(a);
	open_batch(a, "bob");
	client_send(a, "@batch=1 PRIVMSG bob :%s", text);
	client_send(a, "@batch=1 PRIVMSG bob :%s", text);
	client_send(a, "@batch=1 PRIVMSG bob :%s", text);
	client_send(a, "@batch=1;draft/multiline-concat PRIVMSG bob :x");
	client_send(a, "BATCH -1");
	client_await(b, ":ada!ada@* PRIVMSG bob :x");
	client_await(a, ":ada!ada@* BATCH -m*");
	open_batch(a, "bob");
	for (i = 0; i < 3; i++)
		client_send(a, "@batch=1 PRIVMSG bob :%s", text);
	client_send(a, "@batch=1 PRIVMSG bob :x");
	FAILS(a, "MULTILINE_MAX_BYTES 1200 :*");
	open_batch(a, "bob");
	for (i = 0; i < 5; i++)
		client_send(a, "@batch=1 PRIVMSG bob :x");
	FAILS(a, "MULTILINE_MAX_LINES 4 :*");
	client_expect_nothing(b);
}

static void
batches_that_are_none__are_named_and_not_relayed(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter(&rig, "bob");
	char id[80];

	(void)state;
	client_send(a, "BATCH");
	client_expect(a, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_send(a, "BATCH +");
	client_expect(a, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_send(a, "BATCH 1 draft/multiline bob");
	client_expect(a, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_send(a, "BATCH +1");
	client_expect(a, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_send(a, "BATCH +1 draft/multiline");
	client_expect(a, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_send(a, "BATCH +1 netjoin a b");
	client_expect(a, ":chat.test FAIL BATCH UNKNOWN_TYPE netjoin :*");
	client_send(a, "BATCH -1");
	client_expect(a, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_send(a, "@batch=1 PRIVMSG bob :x");
	client_expect(a, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_send(a, "@batch= PRIVMSG bob :x");
	client_expect(a, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	memset(id, 'i', sizeof(id));
	id[sizeof(id) - 1] = '\0';
	client_send(a, "BATCH +%s draft/multiline bob", id);
	client_expect(a, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_expect_nothing(a);
	client_expect_nothing(b);
}

static void
second_batch__is_refused__while_the_first_is_open(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	open_batch(a, "bob");
	client_send(a, "@batch=1 PRIVMSG bob :one");
	client_send(a, "@label=s BATCH +2 draft/multiline bob");
	client_expect(a, "@label=s :chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_send(a, "@batch=2 PRIVMSG bob :stray");
	client_expect(a, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_send(a, "@batch=1 PRIVMSG bob :two");
	client_send(a, "BATCH -1");
	client_expect(b, ":ada!ada@* PRIVMSG bob :one");
	client_expect(b, ":ada!ada@* PRIVMSG bob :two");
	client_expect_nothing(b);
}

static void
batch__times_out__when_its_next_line_does_not_come(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	irc_rig_set(&rig, "multiline-seconds", "10");
	client_send(a, "@label=t BATCH +1 draft/multiline bob");
	irc_rig_run(&rig);
	irc_rig_pass(&rig, 8);
	client_send(a, "@batch=1 PRIVMSG bob :one");
	irc_rig_run(&rig);
	irc_rig_pass(&rig, 8);
	client_expect_nothing(a);
	irc_rig_pass(&rig, 4);
	client_expect(a, "@label=t :chat.test FAIL BATCH TIMEOUT 1 :*");
	client_send(a, "BATCH -1");
	client_expect(a, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	client_expect_nothing(b);
}

static void
open_batch__goes_with_its_client_or_its_capability(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	open_batch(a, "dora");
	client_send(a, "@batch=1 PRIVMSG dora :one");
	irc_rig_run(&rig);
	client_close(a);
	open_batch(b, "dora");
	client_send(b, "@batch=1 PRIVMSG dora :one");
	client_send(b, "CAP REQ -draft/multiline");
	client_expect(b, ":chat.test CAP bob ACK :-draft/multiline");
	client_send(b, "BATCH -1");
	client_expect(b, ":chat.test 421 bob BATCH :*");
	client_send(b, "CAP REQ draft/multiline");
	client_send(b, "BATCH -1");
	client_await(b, ":chat.test FAIL BATCH MULTILINE_INVALID :*");
	irc_rig_pass(&rig, 40);
	client_expect_nothing(d);
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

/* checklist 2: its lines are messages to what is in flight. */
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
	open_batch(a, "#c");
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

static const char *
random_line(struct prng *r, char *line, size_t size)
{
	static const char *const tags[] = { "", "@batch=1 ", "@batch=2 ",
		"@batch=1;draft/multiline-concat ", "@batch= ", "@batch ",
		"@batch=1;batch=2 ", "@label=l;batch=1 ", "@label=l ",
		"@;;=;batch=1;+a ", "@batch=\\:\\ ", "@batch=\xff " };
	static const char *const commands[] = { "BATCH +1 draft/multiline bob",
		"BATCH +2 draft/multiline #c", "BATCH -1", "BATCH -2", "BATCH",
		"BATCH +1", "PRIVMSG bob :x", "PRIVMSG #c :y",
		"PRIVMSG bob :", "NOTICE bob :n",
		"PRIVMSG bob :\001ACTION a\001", "TAGMSG bob",
		"PRIVMSG bob :\xff", "NICK ada", "CAP REQ -draft/multiline",
		"CAP REQ draft/multiline", "BATCH +1 x y z", "PRIVMSG" };

	snprintf(line, size, "%s%s",
	    tags[prng_below(r, sizeof(tags) / sizeof(tags[0]))],
	    commands[prng_below(r, sizeof(commands) / sizeof(commands[0]))]);
	return line;
}

/* Whatever comes: no line with a batch's tag alone is ever shown as a message. */
static void
random_batches__do_no_harm(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);
	struct prng r = { 66 };
	const char *got;
	char line[256];
	int i, open = 0;

	(void)state;
	client_join(b, "#c");
	client_join(a, "#c");
	for (i = 0; i < 20000; i++) {
		client_send(a, "%s", random_line(&r, line, sizeof(line)));
		if (i % 64 != 0)
			continue;
		client_skip(a);
		while ((got = client_line(b)) != NULL) {
			if (strstr(got, " BATCH +m") != NULL)
				assert_int_equal(++open, 1);
			else if (strstr(got, " BATCH -m") != NULL)
				assert_int_equal(--open, 0);
			else
				assert_int_equal(
				    strncmp(got, "@batch=m", 8) == 0, open);
		}
		assert_int_equal(open, 0);
	}
	assert_false(client_is_closed(a));
	client_send(a, "PING done");
	client_await(a, ":chat.test PONG chat.test :done");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
#define LATE(f) cmocka_unit_test_setup_teardown(f, setup_late, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(batch__comes_as_one__to_those_who_speak_it),
		TEST(others__get_plain_lines__with_one_id_and_one_time),
		TEST(long_client_tags__are_not_said_with_each_line),
		TEST(direct_message__is_one_batch__also_to_oneself),
		TEST(bot__is_told_on_the_opening__and_on_each_plain_line),
		TEST(away__is_told_once__beside_the_labelled_batch),
		TEST(label__is_answered_once__whatever_becomes_of_the_batch),
		TEST(mistakes__are_answered_once__and_nothing_is_shown),
		TEST(empty_batches__are_invalid),
		TEST(invalid_utf8__ends_the_batch),
		TEST(limits__are_exact__and_named),
		TEST(batches_that_are_none__are_named_and_not_relayed),
		TEST(second_batch__is_refused__while_the_first_is_open),
		TEST(batch__times_out__when_its_next_line_does_not_come),
		TEST(open_batch__goes_with_its_client_or_its_capability),
		TEST(room__is_asked_again__when_the_batch_is_closed),
		LATE(
		    batch__flows_behind_messages_in_flight__and_is_one_of_them),
		LATE(batch_in_error__waits_for_what_is_in_flight),
		TEST(random_batches__do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
