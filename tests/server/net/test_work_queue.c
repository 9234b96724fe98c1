/*
 * work_queue: jobs run in another thread, requesters take turns, and no job is lost or run twice.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/net/work_queue.h"
#include "tests/support/test.h"

enum { DEADLINE_MS = 20000, JOBS = 200 };

struct sum {
	int n;
	int number;
	pthread_t thread;
};

static struct event_base *base;
static struct work_queue *work;
static int ndone, ndropped, last_number;
static int is_ordered; /* jobs are done in the order of their numbers */
static atomic_int nbegun;
/* Jobs wait at this lock when they should take long. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static int
setup(void **state)
{
	(void)state;
	ndone = ndropped = last_number = 0;
	is_ordered = 1;
	base = event_base_new();
	work = work_queue_new(base);
	return work == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	work_queue_free(work);
	event_base_free(base);
	return 0;
}

static void
run_sum(void *ctx)
{
	struct sum *sum = ctx;

	atomic_fetch_add(&nbegun, 1);
	pthread_mutex_lock(&gate);
	pthread_mutex_unlock(&gate);
	sum->n *= 2;
	sum->thread = pthread_self();
}

static void
sum_done(void *ctx)
{
	struct sum *sum = ctx;

	assert_int_equal(sum->n, 2 * sum->number);
	assert_false(pthread_equal(sum->thread, pthread_self()));
	assert_true(!is_ordered || sum->number > last_number);
	last_number = sum->number;
	ndone++;
	free(sum);
}

static void
sum_dropped(void *ctx)
{
	ndropped++;
	free(ctx);
}

static const struct work_queue_ops ops = { run_sum, sum_done, sum_dropped };

static int
give_for(const char *key, int number)
{
	struct sum *sum = xcalloc(1, sizeof(*sum));
	int rc;

	sum->n = sum->number = number;
	rc = work_queue_submit(work, key, &ops, sum);
	if (rc != 0)
		free(sum);
	return rc;
}

static int
give(int number)
{
	return give_for("a", number);
}

static void
wait_for(int n)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;
	const struct timeval tick = { 0, 50000 };

	while (ndone < n && clock_mono_ms() < end) {
		event_base_loopexit(base, &tick);
		event_base_dispatch(base);
	}
	assert_int_equal(ndone, n);
}

static void
work__runs_jobs_in_order__on_another_thread(void **state)
{
	int i;

	(void)state;
	work_queue_set_limit(work, 4 * JOBS);
	for (i = 1; i <= JOBS; i++)
		assert_int_equal(give(i), 0);
	wait_for(JOBS);
	assert_int_equal(work_queue_jobs(work), 0);
}

static void
work__does_not_block_the_loop__during_a_job(void **state)
{
	(void)state;
	pthread_mutex_lock(&gate);
	assert_int_equal(give(1), 0);
	event_base_loop(base, EVLOOP_NONBLOCK);
	assert_int_equal(ndone, 0);
	assert_int_equal(work_queue_jobs(work), 1);
	pthread_mutex_unlock(&gate);
	wait_for(1);
}

/* Job 1 keeps the thread busy until the lock is released. */
static void
shut_gate(void)
{
	int64_t end = clock_mono_ms() + DEADLINE_MS;

	pthread_mutex_lock(&gate);
	atomic_store(&nbegun, 0);
	assert_int_equal(give_for("first", 1), 0);
	while (atomic_load(&nbegun) == 0 && clock_mono_ms() < end)
		usleep(1000);
	assert_int_equal(atomic_load(&nbegun), 1);
}

static void
work__refuses_a_requester__with_too_many_waiting_jobs(void **state)
{
	(void)state;
	work_queue_set_limit(work, 8);
	shut_gate();
	assert_int_equal(give(2), 0);
	assert_int_equal(give(3), 0);
	assert_int_equal(give(4), -1);
	assert_int_equal(give_for("b", 5), 0);
	pthread_mutex_unlock(&gate);
	is_ordered = 0;
	wait_for(4);
	assert_int_equal(give(6), 0);
	wait_for(5);
}

static void
work__first_refuses_requesters_with_a_waiting_job__when_full(void **state)
{
	(void)state;
	work_queue_set_limit(work, 2);
	shut_gate();
	assert_int_equal(give_for("a", 2), 0);
	assert_int_equal(give_for("b", 3), 0);
	assert_int_equal(give_for("b", 4), -1);
	assert_int_equal(give_for("c", 4), 0);
	assert_int_equal(give_for("d", 5), 0);
	assert_int_equal(give_for("e", 6), -1);
	pthread_mutex_unlock(&gate);
	wait_for(5);
}

/* Jobs finish in the order of their numbers (sum_done). */
static void
work__serves_requesters_in_turn(void **state)
{
	(void)state;
	shut_gate();
	assert_int_equal(give_for("a", 2), 0);
	assert_int_equal(give_for("a", 100), 0);
	assert_int_equal(give_for("a", 101), 0);
	assert_int_equal(give_for("b", 3), 0);
	pthread_mutex_unlock(&gate);
	wait_for(5);
}

static void
work__drops_unfinished_jobs__when_freed(void **state)
{
	int i;

	(void)state;
	work_queue_set_limit(work, 80);
	for (i = 1; i <= 20; i++)
		assert_int_equal(give(i), 0);
	work_queue_free(work);
	assert_int_equal(ndone, 0);
	assert_int_equal(ndropped, 20);
	work = work_queue_new(base);
	assert_non_null(work);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(work__runs_jobs_in_order__on_another_thread),
		T(work__does_not_block_the_loop__during_a_job),
		T(work__refuses_a_requester__with_too_many_waiting_jobs),
		T(work__first_refuses_requesters_with_a_waiting_job__when_full),
		T(work__serves_requesters_in_turn),
		T(work__drops_unfinished_jobs__when_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
