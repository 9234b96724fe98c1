/*
 * thread: start a thread with all signals blocked; a new thread inherits its creator's signal mask.
 */
#include "common/thread.h"

#include <signal.h>
#include <stddef.h>

int
thread_start(pthread_t *thread, void *(*fn)(void *), void *ctx)
{
	pthread_attr_t attr;
	pthread_t unwanted;
	sigset_t all, before;
	int rc = pthread_attr_init(&attr);

	if (rc != 0)
		return rc;
	if (thread == NULL)
		pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc =
	    pthread_create(thread == NULL ? &unwanted : thread, &attr, fn, ctx);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	return rc;
}
