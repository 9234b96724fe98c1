/*
 * Hostile peers, by lines: lines without end, tags without end, floods of joins and parts, credentials
 * without end. Two bystanders keep chatting; the time that their messages took is printed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/gauge.h"
#include "tests/support/hostile_rig.h"
#include "tests/support/test.h"

enum {
	SLOW = 300,
	FLOODERS = 20,
	CHUNK = 16 * 1024,
	GROWTH_MAX = 48 * 1024 * 1024
};

static char chunk[CHUNK + 1];

static void
talk_during(const char *what, void (*meanwhile)(void *))
{
	double before = gauge_memory(server.proc->pid), after;

	hostile_talk_during(what, meanwhile);
	after = gauge_memory(server.proc->pid);
	printf("memory of the server: %.1f MiB more\n",
	    (after - before) / (1 << 20));
	assert_true(!gauge_memory_counts() || after - before < GROWTH_MAX);
}

/* The server still works: a new client is welcomed. */
static void
assert_serves(void)
{
	struct peer late;

	peer_connect(&late, server.port);
	assert_true(peer_register(&late, "late"));
	peer_close(&late);
}

/* Register all attackers, and wait for their welcomes. */
static void
register_all(const char *prefix)
{
	struct buf got = { 0 };
	char line[128];
	size_t i;

	for (i = 0; i < attackers.n; i++) {
		snprintf(line, sizeof(line), "NICK %s%zu\r\nUSER x 0 * :x\r\n",
		    prefix, i);
		attackers_say(&attackers, i, line, strlen(line));
	}
	for (i = 0; i < attackers.n; i++) {
		assert_true(attackers_hear(&attackers, i, " 001 ", &got));
		buf_clear(&got);
	}
}

static void
a_byte_each(void *ctx)
{
	(void)ctx;
	attackers_say_all(&attackers, "x");
}

static void
slow_lines__end_with_the_time_to_register(void **state)
{
	(void)state;
	hostile_begin((const char *[]){ "--register-seconds", "3", NULL });
	attackers_come(&attackers, SLOW, server.port, 0);
	attackers_say_all(&attackers, "NICK a");
	talk_during("300 lines that never end", a_byte_each);
	/* None of them gets far enough to have a nick. */
	assert_true(attackers_fall(&attackers, 0));
	assert_true(bystanders_talk(&bystanders, 1, NULL, NULL));
	assert_serves();
}

static void
more_tags(void *ctx)
{
	(void)ctx;
	attackers_say_all(&attackers, chunk);
}

static void
giant_tags__get_one_417_and_delay_nobody(void **state)
{
	struct buf got = { 0 };

	(void)state;
	hostile_begin(NULL);
	memset(chunk, 'a', CHUNK);
	chunk[0] = '@';
	attackers_come(&attackers, 2 * FLOODERS, server.port, 0);
	register_all("tag");
	talk_during("40 lines of endless tags", more_tags);
	attackers_say(&attackers, 0, " PING x\r\nPING alive\r\n", 22);
	assert_true(
	    attackers_hear(&attackers, 0, "PONG test.tchat alive", &got) ||
	    attackers_hear(&attackers, 0, ":alive", &got));
	assert_non_null(strstr(buf_str(&got), " 417 "));
	assert_null(strstr(strstr(buf_str(&got), " 417 ") + 1, " 417 "));
	buf_clear(&got);
	assert_serves();
}

static void
in_and_out(void *ctx)
{
	static unsigned number;
	struct buf lines = { 0 };
	size_t i;
	int k;

	(void)ctx;
	for (i = 0; i < attackers.n; i++) {
		buf_reset(&lines);
		for (k = 0; k < 20; k++, number++)
			buf_printf(&lines,
			    "JOIN #r%u\r\nPART #lobby\r\nJOIN #lobby\r\n"
			    "PART #r%u\r\n",
			    number, number);
		attackers_say(&attackers, i, lines.p, lines.len);
	}
	attackers_pump(&attackers);
	buf_clear(&lines);
}

static void
floods_of_joins_and_parts__do_not_stop_the_chat(void **state)
{
	(void)state;
	hostile_begin(NULL);
	attackers_come(&attackers, FLOODERS, server.port, 0);
	register_all("hop");
	talk_during("20 who come and go all the time", in_and_out);
	assert_serves();
}

static void
other_names(void *ctx)
{
	static unsigned number;
	struct buf lines = { 0 };
	size_t i;
	int k;

	(void)ctx;
	for (i = 0; i < attackers.n; i++) {
		buf_reset(&lines);
		for (k = 0; k < 50; k++)
			buf_printf(&lines, "NICK m%u\r\n", number++);
		attackers_say(&attackers, i, lines.p, lines.len);
	}
	attackers_pump(&attackers);
	buf_clear(&lines);
}

static void
floods_of_nick_changes__do_not_stop_the_chat(void **state)
{
	(void)state;
	hostile_begin(NULL);
	attackers_come(&attackers, FLOODERS, server.port, 0);
	register_all("mask");
	talk_during("20 who change their name all the time", other_names);
	assert_serves();
}

/* These clients do not read their replies either. */
static void
questions(void *ctx)
{
	int k;

	(void)ctx;
	for (k = 0; k < 50; k++)
		attackers_say_all(&attackers,
		    "WHO #lobby\r\nLIST\r\nWHOIS ana\r\nMOTD\r\n"
		    "CHATHISTORY LATEST #lobby * 100\r\n");
}

static void
unread_replies__do_not_stop_the_chat(void **state)
{
	(void)state;
	hostile_begin(NULL);
	attackers_come(&attackers, FLOODERS, server.port, 4096);
	register_all("ask");
	talk_during("20 who ask and do not read", questions);
	assert_serves();
}

static void
more_credentials(void *ctx)
{
	(void)ctx;
	attackers_say_all(&attackers, chunk);
}

static void
credentials_without_end__are_refused(void **state)
{
	struct buf got = { 0 };
	size_t i;

	(void)state;
	hostile_begin(NULL);
	/* parts of 400 bytes, which announce another part */
	memset(chunk, 'A', CHUNK);
	for (i = 0; i + 415 < CHUNK; i += 415) {
		memcpy(chunk + i, "AUTHENTICATE ", 13);
		memcpy(chunk + i + 413, "\r\n", 2);
	}
	chunk[i] = '\0';
	attackers_come(&attackers, FLOODERS, server.port, 0);
	attackers_say_all(&attackers,
	    "CAP LS 302\r\nNICK sasl\r\nUSER x 0 * :x\r\nCAP REQ :sasl\r\n"
	    "AUTHENTICATE PLAIN\r\n");
	talk_during("20 credentials without end", more_credentials);
	assert_true(attackers_hear(&attackers, 0, " 905 ", &got) ||
		    strstr(buf_str(&got), " 904 ") != NULL);
	buf_clear(&got);
	assert_serves();
}

#define TEST(f) \
	cmocka_unit_test_setup_teardown(f, hostile_setup, hostile_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(slow_lines__end_with_the_time_to_register),
		TEST(giant_tags__get_one_417_and_delay_nobody),
		TEST(floods_of_joins_and_parts__do_not_stop_the_chat),
		TEST(floods_of_nick_changes__do_not_stop_the_chat),
		TEST(unread_replies__do_not_stop_the_chat),
		TEST(credentials_without_end__are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
