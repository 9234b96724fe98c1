/*
 * wakeup: lets another thread run a function on the loop's thread.
 */
#ifndef TCHAT_SERVER_NET_WAKEUP_H
#define TCHAT_SERVER_NET_WAKEUP_H

struct event_base;
struct wakeup;

/*
 * Arranges that fn runs on the loop after each signal; signals that arrive before fn ran count as
 * one. Returns NULL and sets errno on failure.
 */
struct wakeup *wakeup_new(struct event_base *, void (*fn)(void *), void *ctx);
/* Call it only when no thread signals any more. */
void	wakeup_free(struct wakeup *);

/*
 * Safe from any thread; never blocks. Takes the wakeup as void *, so that it can be used as a
 * callback.
 */
void	wakeup_signal(void *);

#endif
