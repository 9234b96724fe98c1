/*
 * Tests of roster: finding and ordering members.
 */
#include <stdio.h>

#include "client/model/roster.h"
#include "common/buf.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

static void
assert_order(struct roster *r, const char *want)
{
	const struct roster_member *m;
	struct buf out = { 0 };
	size_t i;

	for (i = 0; (m = roster_at(r, i)) != NULL; i++)
		buf_printf(
		    &out, "%s%s%s", i > 0 ? " " : "", m->prefix, m->nick);
	assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
}

static void
roster__sorts_by_rank_then_by_name(void **state)
{
	struct roster r = { 0 };

	(void)state;
	roster_set(&r, VIEW("zoe"), "");
	roster_set(&r, VIEW("Bob"), "+");
	roster_set(&r, VIEW("ana"), "");
	roster_set(&r, VIEW("carol"), "@+");
	roster_set(&r, VIEW("abe"), "+");
	roster_set(&r, VIEW("root"), "~");
	assert_order(&r, "~root @+carol +abe +Bob ana zoe");
	roster_set(&r, VIEW("ZOE"), "%");
	assert_order(&r, "~root @+carol %zoe +abe +Bob ana");
	assert_null(roster_at(&r, 6));
	roster_clear(&r);
	assert_int_equal(r.n, 0);
	assert_null(roster_at(&r, 0));
}

static void
roster__finds_members__in_any_case(void **state)
{
	struct roster r = { 0 };

	(void)state;
	roster_set(&r, VIEW("Ølaf"), "");
	assert_non_null(roster_find(&r, VIEW("ølAF")));
	roster_set_away(&r, VIEW("ØLAF"), 1);
	roster_spoke(&r, VIEW("ølaf"), 42);
	assert_true(roster_find(&r, VIEW("Ølaf"))->away);
	assert_int_equal(roster_find(&r, VIEW("Ølaf"))->spoke, 42);
	assert_null(roster_find(&r, VIEW("olaf")));
	roster_set_away(&r, VIEW("nobody"), 1);
	assert_int_equal(roster_remove(&r, VIEW("øLAF")), 1);
	assert_int_equal(roster_remove(&r, VIEW("øLAF")), 0);
	assert_int_equal(r.n, 0);
	roster_clear(&r);
}

static void
roster__keeps_rank_and_away__when_a_member_is_renamed(void **state)
{
	struct roster r = { 0 };

	(void)state;
	roster_set(&r, VIEW("ana"), "@");
	roster_set(&r, VIEW("bob"), "");
	roster_set_away(&r, VIEW("ana"), 1);
	assert_order(&r, "@ana bob");
	assert_int_equal(roster_rename(&r, VIEW("ana"), VIEW("zoe")), 1);
	assert_true(roster_find(&r, VIEW("zoe"))->away);
	assert_null(roster_find(&r, VIEW("ana")));
	assert_order(&r, "@zoe bob");
	assert_int_equal(roster_rename(&r, VIEW("zoe"), VIEW("Zoe")), 1);
	assert_order(&r, "@Zoe bob");
	assert_int_equal(roster_rename(&r, VIEW("ana"), VIEW("x")), 0);
	assert_int_equal(roster_rename(&r, VIEW("Zoe"), VIEW("bob")), 1);
	assert_order(&r, "@bob");
	roster_clear(&r);
}

/* After any operations: sorted, complete, and found by name. */
static void
roster__stays_sorted_and_complete__when_members_join_and_leave(void **state)
{
	static const char *const prefixes[] = { "", "", "", "+", "@", "~" };
	const struct roster_member *m, *before;
	struct roster r = { 0 };
	struct prng rand = { 3 };
	char nick[16];
	size_t i;
	int step;

	(void)state;
	for (step = 0; step < 2000; step++) {
		snprintf(nick, sizeof(nick), "n%u", prng_next(&rand) % 50);
		if (prng_next(&rand) % 3 == 0)
			roster_remove(&r, view_of(nick));
		else
			roster_set(
			    &r, view_of(nick), prefixes[prng_next(&rand) % 6]);
		if (prng_next(&rand) % 4 != 0)
			continue;
		before = NULL;
		for (i = 0; (m = roster_at(&r, i)) != NULL; i++) {
			assert_ptr_equal(roster_find(&r, view_of(m->nick)), m);
			if (before != NULL &&
			    strcmp(before->prefix, m->prefix) == 0)
				assert_true(
				    strcmp(before->folded, m->folded) < 0);
			if (before != NULL && before->prefix[0] == '\0')
				assert_int_equal(m->prefix[0], '\0');
			before = m;
		}
		assert_int_equal(i, r.n);
	}
	roster_clear(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roster__sorts_by_rank_then_by_name),
		cmocka_unit_test(roster__finds_members__in_any_case),
		cmocka_unit_test(
		    roster__keeps_rank_and_away__when_a_member_is_renamed),
		cmocka_unit_test(
		    roster__stays_sorted_and_complete__when_members_join_and_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
