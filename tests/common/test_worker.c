/*
 * worker: the thread takes work, wakes the loop once until it has collected, and stops.
 */
#include <stdatomic.h>
#include <time.h>

#include "common/clock.h"
#include "common/worker.h"
#include "tests/support/test.h"

enum { JOBS = 1000, SOON_MS = 20 };

static const struct timespec pause_1ms = { 0, 1000000 };

struct counter {
	struct worker *worker;
	int wanted; /* under the lock, like the next */
	int done;
	int timeouts;
	int64_t patience_ms; /* 0: forever */
	atomic_int woken;
};

static void
count(void *ctx)
{
	struct counter *c = ctx;

	worker_lock(c->worker);
	while (!worker_is_stopping(c->worker)) {
		if (c->wanted == 0) {
			c->timeouts += worker_wait(
			    c->worker, c->patience_ms == 0
					   ? WORKER_FOREVER
					   : clock_mono_ms() + c->patience_ms);
			continue;
		}
		c->wanted--;
		c->done++;
		worker_report(c->worker);
	}
	worker_unlock(c->worker);
}

static void
wake(void *ctx)
{
	atomic_fetch_add(&((struct counter *)ctx)->woken, 1);
}

static void
start(struct counter *c)
{
	c->worker = worker_new(count, c, wake, c);
	assert_int_equal(worker_start(c->worker), 0);
}

static void
add(struct counter *c, int n)
{
	worker_lock(c->worker);
	c->wanted += n;
	worker_notify(c->worker);
	worker_unlock(c->worker);
}

/* Waits until the thread has woken the loop that often. */
static void
expect_woken(struct counter *c, int n)
{
	int tries = 10000;

	while (atomic_load(&c->woken) < n && tries-- > 0)
		nanosleep(&pause_1ms, NULL);
	assert_int_equal(atomic_load(&c->woken), n);
}

static void
worker__wakes_the_loop_once__until_it_has_collected(void **state)
{
	struct counter c = { 0 };
	int done, tries = 10000;

	(void)state;
	start(&c);
	add(&c, JOBS);
	expect_woken(&c, 1);
	add(&c, JOBS);
	do {
		worker_lock(c.worker);
		done = c.done;
		worker_unlock(c.worker);
		nanosleep(&pause_1ms, NULL);
	} while (done < 2 * JOBS && tries-- > 0);
	assert_int_equal(atomic_load(&c.woken), 1);
	worker_lock(c.worker);
	worker_collected(c.worker);
	worker_unlock(c.worker);
	add(&c, 1);
	expect_woken(&c, 2);
	worker_stop(c.worker);
	assert_int_equal(c.done, 2 * JOBS + 1);
	worker_free(c.worker);
}

static void
worker__waits_until_the_time__and_stops_at_once(void **state)
{
	static const struct timespec pause = { 0, 10 * SOON_MS * 1000000 };
	struct counter c = { .patience_ms = SOON_MS };

	(void)state;
	start(&c);
	nanosleep(&pause, NULL);
	worker_stop(c.worker);
	assert_true(c.timeouts > 0);
	worker_free(c.worker);
	c = (struct counter){ 0 };
	start(&c);
	worker_stop(c.worker);
	worker_stop(c.worker);
	assert_int_equal(c.timeouts, 0);
	worker_free(c.worker);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    worker__wakes_the_loop_once__until_it_has_collected),
		cmocka_unit_test(
		    worker__waits_until_the_time__and_stops_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
