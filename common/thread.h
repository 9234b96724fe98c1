/*
 * thread: start a thread that receives no signals; the main thread's loop handles them.
 */
#ifndef TCHAT_COMMON_THREAD_H
#define TCHAT_COMMON_THREAD_H

#include <pthread.h>

/*
 * Run fn(ctx) in a new thread. Join it later, or pass thread NULL for a detached one. Returns 0, or the error of
 * pthread_create(3).
 */
int	thread_start(pthread_t *thread, void *(*fn)(void *), void *ctx);

#endif
