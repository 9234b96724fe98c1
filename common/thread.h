/*
 * thread: a thread beside the loop's. It takes no signals: those are the loop's.
 */
#ifndef TCHAT_COMMON_THREAD_H
#define TCHAT_COMMON_THREAD_H

#include <pthread.h>

/*
 * Run fn(ctx) in a new thread, to be joined; or, thread NULL, one that nobody waits for. 0, or
 * what pthread_create(3) says is wrong.
 */
int	thread_start(pthread_t *thread, void *(*fn)(void *), void *ctx);

#endif
