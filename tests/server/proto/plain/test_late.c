/*
 * late: telling a slow IRC client from a person.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/proto/plain/late.h"
#include "server/proto/plain/plain.h"

static enum late_verdict
take(struct plain *p, const char *line)
{
	return late_take(p, view_of(line));
}

static void
late_take__sees_a_client__when_nick_and_user_are_there(void **state)
{
	struct plain p = { 0 };

	(void)state;
	assert_int_equal(take(&p, "CAP LS 302"), LATE_KEPT);
	assert_int_equal(take(&p, "NICK ana"), LATE_KEPT);
	assert_int_equal(take(&p, "USER ana 0 * :Ana"), LATE_IRC);
	/* Asked again about the line, it says the same. */
	assert_int_equal(take(&p, "USER ana 0 * :Ana"), LATE_IRC);
	assert_string_equal(buf_str(&p.late), "CAP LS 302\nNICK ana\n");
	buf_clear(&p.late);
}

static void
late_take__does_not_mind_the_order(void **state)
{
	struct plain p = { 0 };

	(void)state;
	assert_int_equal(take(&p, "PASS x"), LATE_KEPT);
	assert_int_equal(take(&p, "USER ana 0 * :Ana"), LATE_KEPT);
	assert_int_equal(take(&p, "NICK ana"), LATE_IRC);
	buf_clear(&p.late);
}

static void
late_take__leaves_talk_alone(void **state)
{
	static const char *const lines[] = { "hello", "nick ana",
		"user ana 0 * :Ana", "NICK", "NICK of time, eh", "PING x",
		"QUIT", "/nick ana", "" };
	struct plain p = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_int_equal(take(&p, lines[i]), LATE_TALK);
	assert_int_equal(p.late.len, 0);
}

static void
late_take__keeps_no_more_than_it_may(void **state)
{
	struct plain p = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 10000 && take(&p, "CAP LS") == LATE_KEPT; i++)
		;
	assert_in_range(i, 1, 1000);
	assert_in_range(p.late.len, 1, 2048 + 16);
	buf_clear(&p.late);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    late_take__sees_a_client__when_nick_and_user_are_there),
		cmocka_unit_test(late_take__does_not_mind_the_order),
		cmocka_unit_test(late_take__leaves_talk_alone),
		cmocka_unit_test(late_take__keeps_no_more_than_it_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
