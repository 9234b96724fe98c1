/*
 * wakeup: signalled by another thread, runs on the loop's thread.
 */
#include <pthread.h>

#include <event2/event.h>

#include "server/net/wakeup.h"
#include "tests/support/test.h"

enum { MANY = 200000 }; /* more than a pipe holds */

static void
count(void *ctx)
{
	++*(int *)ctx;
}

static void *
ring_often(void *ctx)
{
	int i;

	for (i = 0; i < MANY; i++)
		wakeup_signal(ctx);
	return NULL;
}

static void
wakeup__runs_once__after_many_signals(void **state)
{
	struct event_base *base = event_base_new();
	struct wakeup *w;
	pthread_t thread;
	int ran = 0;

	(void)state;
	w = wakeup_new(base, count, &ran);
	assert_non_null(w);
	event_base_loop(base, EVLOOP_NONBLOCK);
	assert_int_equal(ran, 0);
	assert_int_equal(pthread_create(&thread, NULL, ring_often, w), 0);
	pthread_join(thread, NULL);
	event_base_loop(base, EVLOOP_ONCE);
	assert_int_equal(ran, 1);
	event_base_loop(base, EVLOOP_NONBLOCK);
	assert_int_equal(ran, 1);
	wakeup_signal(w);
	event_base_loop(base, EVLOOP_ONCE);
	assert_int_equal(ran, 2);
	wakeup_free(w);
	event_base_free(base);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wakeup__runs_once__after_many_signals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
