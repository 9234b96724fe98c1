/*
 * wakeup: how another thread has something done on the loop's.
 */
#ifndef TCHAT_SERVER_NET_WAKEUP_H
#define TCHAT_SERVER_NET_WAKEUP_H

struct event_base;
struct wakeup;

/* fn runs on the loop after each ring; rings that come before it did are one. NULL: errno. */
struct wakeup *wakeup_new(struct event_base *, void (*fn)(void *), void *ctx);
/* Nobody rings any more. */
void	wakeup_free(struct wakeup *);

/* From any thread: never waits. The argument is the wakeup, so that it fits a callback. */
void	wakeup_ring(void *);

#endif
