/*
 * thread: a thread runs with all signals blocked, and its creator's mask is unchanged.
 */
#include <signal.h>

#include "common/thread.h"
#include "tests/support/test.h"

static void *
look(void *ctx)
{
	pthread_sigmask(SIG_SETMASK, NULL, ctx);
	return ctx;
}

static void
thread__blocks_signals__and_restores_its_creators_mask(void **state)
{
	sigset_t mask, before, after;
	pthread_t thread;
	void *result = NULL;

	(void)state;
	pthread_sigmask(SIG_SETMASK, NULL, &before);
	assert_int_equal(thread_start(&thread, look, &mask), 0);
	assert_int_equal(pthread_join(thread, &result), 0);
	assert_ptr_equal(result, &mask);
	assert_int_equal(sigismember(&mask, SIGTERM), 1);
	assert_int_equal(sigismember(&mask, SIGWINCH), 1);
	pthread_sigmask(SIG_SETMASK, NULL, &after);
	assert_int_equal(
	    sigismember(&after, SIGTERM), sigismember(&before, SIGTERM));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    thread__blocks_signals__and_restores_its_creators_mask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
