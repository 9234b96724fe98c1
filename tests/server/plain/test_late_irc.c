/*
 * late_irc: tells an IRC client that registers late from a person.
 */
#include <stdio.h>

#include "server/plain/late_irc.h"
#include "tests/support/test.h"

static enum late_irc_result
take(struct late_irc *p, const char *line)
{
	return late_irc_take(p, view_of(line));
}

static void
late_irc_take__detects_a_client__after_nick_and_user(void **state)
{
	struct late_irc p = { 0 };

	(void)state;
	assert_int_equal(take(&p, "CAP LS 302"), LATE_KEPT);
	assert_int_equal(take(&p, "NICK ana"), LATE_KEPT);
	assert_int_equal(take(&p, "USER ana 0 * :Ana"), LATE_IRC);
	/* The same line gives the same result again. */
	assert_int_equal(take(&p, "USER ana 0 * :Ana"), LATE_IRC);
	assert_string_equal(buf_str(&p.lines), "CAP LS 302\nNICK ana\n");
	buf_clear(&p.lines);
}

static void
late_irc_take__accepts_any_order(void **state)
{
	struct late_irc p = { 0 };

	(void)state;
	assert_int_equal(take(&p, "PASS x"), LATE_KEPT);
	assert_int_equal(take(&p, "USER ana 0 * :Ana"), LATE_KEPT);
	assert_int_equal(take(&p, "NICK ana"), LATE_IRC);
	buf_clear(&p.lines);
}

static void
late_irc_take__ignores_messages(void **state)
{
	static const char *const lines[] = { "hello", "nick ana",
		"user ana 0 * :Ana", "NICK", "NICK of time, eh", "PING x",
		"QUIT", "/nick ana", "" };
	struct late_irc p = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_int_equal(take(&p, lines[i]), LATE_TALK);
	assert_int_equal(p.lines.len, 0);
}

/* A line with a password never becomes a message, however long it is or however much is held. */
static void
late_irc_take__drops_passwords__when_it_is_full(void **state)
{
	struct late_irc p = { 0 };
	struct buf pass = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 10000; i++)
		assert_int_equal(take(&p, "CAP LS"), LATE_KEPT);
	assert_in_range(p.lines.len, 1, 2048 + 16);
	assert_int_equal(take(&p, "PASS secret"), LATE_KEPT);
	assert_int_equal(take(&p, "AUTHENTICATE c2VjcmV0"), LATE_KEPT);
	assert_int_equal(take(&p, "NICK ana"), LATE_TALK);
	buf_clear(&p.lines);
	buf_add_view(&pass, VIEW("PASS "));
	for (i = 0; i < 3000; i++)
		buf_add_char(&pass, 'x');
	assert_int_equal(late_irc_take(&p, buf_view(&pass)), LATE_KEPT);
	assert_int_equal(p.lines.len, 0);
	buf_clear(&pass);
}

/* plain.c skips them before a slash, too. */
static void
late_irc_take__skips_invisible_characters__before_the_command(void **state)
{
	static const char *const before[] = { " ", "\t", "\u00a0", "\u200b",
		"\ufeff", "\x01", " \u200d\t" };
	struct late_irc p = { 0 };
	char line[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		snprintf(line, sizeof(line), "%sPASS secret", before[i]);
		assert_int_equal(take(&p, line), LATE_KEPT);
		assert_string_equal(buf_str(&p.lines), "PASS secret\n");
		buf_clear(&p.lines);
	}
	assert_int_equal(take(&p, " NICK ana"), LATE_KEPT);
	assert_int_equal(take(&p, "\u200bUSER ana 0 * :Ana"), LATE_IRC);
	late_irc_keep(&p, view_of("\u200bUSER ana 0 * :Ana"));
	assert_string_equal(buf_str(&p.lines), "NICK ana\nUSER ana 0 * :Ana\n");
	buf_clear(&p.lines);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    late_irc_take__detects_a_client__after_nick_and_user),
		cmocka_unit_test(late_irc_take__accepts_any_order),
		cmocka_unit_test(late_irc_take__ignores_messages),
		cmocka_unit_test(
		    late_irc_take__drops_passwords__when_it_is_full),
		cmocka_unit_test(
		    late_irc_take__skips_invisible_characters__before_the_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
