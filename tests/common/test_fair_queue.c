/*
 * fair_queue: which requester is served next, refused or forgotten.
 */
#include <stdio.h>
#include <stdlib.h>

#include "common/fair_queue.h"
#include "tests/support/test.h"

enum { HALF_LIFE = 1000, JOBS = 64 };

static const struct fair_limits limits = {
	.per_requester = 4, .total = 6, .half_life = HALF_LIFE
};

static struct fair_queue *q;
static struct fair_job jobs[JOBS];

static int
setup(void **state)
{
	(void)state;
	q = fair_queue_new(&limits);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fair_queue_free(q);
	return 0;
}

static void
add(const char *key, int job)
{
	assert_int_equal(fair_queue_add(q, key, &jobs[job], 0), FAIR_OK);
}

/* Expect this job next; charge its requester. */
static void
expect(int job, int64_t use, int64_t now)
{
	struct fair_job *next = fair_queue_take(q, now);

	assert_ptr_equal(next, &jobs[job]);
	fair_queue_done(q, next, use, now);
}

static void
fair_queue__keeps_the_order_of_one_requesters_jobs(void **state)
{
	(void)state;
	add("a", 0);
	add("a", 1);
	add("a", 2);
	expect(0, 5, 0);
	expect(1, 5, 0);
	expect(2, 5, 0);
	assert_null(fair_queue_take(q, 0));
}

static void
fair_queue__takes_turns__when_use_is_equal(void **state)
{
	(void)state;
	add("a", 0);
	add("a", 1);
	add("a", 2);
	add("b", 3);
	add("b", 4);
	add("c", 5);
	expect(0, 10, 0);
	expect(3, 10, 0);
	expect(5, 10, 0);
	expect(1, 10, 0);
	expect(4, 10, 0);
	expect(2, 10, 0);
}

static void
fair_queue__serves_the_requester_with_the_least_use_first(void **state)
{
	(void)state;
	add("light", 0);
	expect(0, 1, 0);
	add("heavy", 1);
	add("heavier", 2);
	expect(1, 100, 0);
	expect(2, 200, 0);
	add("heavier", 3);
	add("heavy", 4);
	add("light", 5);
	expect(5, 1, 0);
	expect(4, 1, 0);
	expect(3, 1, 0);
}

static void
fair_queue__halves_use_in_each_half_life(void **state)
{
	struct fair_limits with_budget = limits;

	(void)state;
	with_budget.budget = 1000;
	fair_queue_set_limits(q, &with_budget);
	add("a", 0);
	expect(0, 800, 0);
	assert_int_equal(fair_queue_add(q, "a", &jobs[0], 0), FAIR_OK);
	assert_int_equal(fair_queue_left(q, &jobs[0], 0), 200);
	assert_int_equal(fair_queue_left(q, &jobs[0], HALF_LIFE / 2), 400);
	assert_int_equal(fair_queue_left(q, &jobs[0], HALF_LIFE), 600);
	assert_int_equal(fair_queue_left(q, &jobs[0], 3 * HALF_LIFE), 900);
	fair_queue_remove(q, &jobs[0]);
	assert_int_equal(fair_queue_requesters(q), 1);
	assert_int_equal(
	    fair_queue_add(q, "b", &jobs[1], 100 * HALF_LIFE), FAIR_OK);
	assert_int_equal(fair_queue_requesters(q), 1);
}

static void
fair_queue__refuses_a_requester_over_budget_until_use_decays(void **state)
{
	struct fair_limits with_budget = limits;

	(void)state;
	with_budget.budget = 1000;
	fair_queue_set_limits(q, &with_budget);
	add("a", 0);
	expect(0, 1500, 0);
	assert_int_equal(fair_queue_add(q, "a", &jobs[0], 0), FAIR_SPENT);
	assert_int_equal(fair_queue_add(q, "b", &jobs[1], 0), FAIR_OK);
	assert_int_equal(fair_queue_add(q, "a", &jobs[0], HALF_LIFE), FAIR_OK);
}

static void
fair_queue__refuses_only_the_requester_with_too_many_jobs(void **state)
{
	char key[8];
	int i;

	(void)state;
	for (i = 0; i < 4; i++)
		add("a", i);
	assert_int_equal(
	    fair_queue_add(q, "a", &jobs[4], 0), FAIR_REQUESTER_FULL);
	add("b", 4);
	add("b", 5);
	assert_int_equal(fair_queue_add(q, "b", &jobs[6], 0), FAIR_FULL);
	for (i = 6; i < 12; i++) {
		snprintf(key, sizeof(key), "c%d", i);
		add(key, i);
	}
	assert_int_equal(fair_queue_add(q, "new", &jobs[12], 0), FAIR_FULL);
	assert_int_equal(fair_queue_waiting(q), 12);
}

static void
fair_queue__skips_a_removed_job(void **state)
{
	(void)state;
	add("a", 0);
	add("a", 1);
	add("b", 2);
	fair_queue_remove(q, &jobs[0]);
	fair_queue_remove(q, &jobs[2]);
	assert_int_equal(fair_queue_waiting(q), 1);
	expect(1, 0, 0);
	assert_null(fair_queue_take(q, 0));
}

static void
fair_queue__forgets_requesters__when_it_remembers_too_many(void **state)
{
	char key[16];
	int i;

	(void)state;
	for (i = 0; i < 10000; i++) {
		snprintf(key, sizeof(key), "%d", i);
		add(key, 0);
		expect(0, 1000000, 0);
	}
	assert_in_range(fair_queue_requesters(q), 1, 5000);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(fair_queue__keeps_the_order_of_one_requesters_jobs),
		CASE(fair_queue__takes_turns__when_use_is_equal),
		CASE(fair_queue__serves_the_requester_with_the_least_use_first),
		CASE(fair_queue__halves_use_in_each_half_life),
		CASE(
		    fair_queue__refuses_a_requester_over_budget_until_use_decays),
		CASE(fair_queue__refuses_only_the_requester_with_too_many_jobs),
		CASE(fair_queue__skips_a_removed_job),
		CASE(
		    fair_queue__forgets_requesters__when_it_remembers_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
