/*
 * Batches that are not valid, too large or never closed (checklist 66), and random input.
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

#define CAPS                                               \
	"batch draft/multiline echo-message message-tags " \
	"server-time labeled-response"

static void
open_batch(struct irc_client *c, const char *target)
{
	client_send(c, "BATCH +1 draft/multiline %s", target);
}

/* Expect that the batch fails with this code, and that none of it is shown. */
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
invalid_batches__fail_and_are_not_relayed(void **state)
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
batch__times_out_without_a_next_line(void **state)
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
open_batch__is_dropped_with_its_client_or_its_capability(void **state)
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

/* A line with the tag of a batch is never shown as a message of its own. */
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IRC_TEST(mistakes__are_answered_once__and_nothing_is_shown),
		IRC_TEST(empty_batches__are_invalid),
		IRC_TEST(invalid_utf8__ends_the_batch),
		IRC_TEST(limits__are_exact__and_named),
		IRC_TEST(invalid_batches__fail_and_are_not_relayed),
		IRC_TEST(second_batch__is_refused__while_the_first_is_open),
		IRC_TEST(batch__times_out_without_a_next_line),
		IRC_TEST(
		    open_batch__is_dropped_with_its_client_or_its_capability),
		IRC_TEST(random_batches__do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
