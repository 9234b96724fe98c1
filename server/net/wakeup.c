/*
 * wakeup: a pipe. One byte is enough; when the pipe is full, a signal is already pending.
 */
#include "server/net/wakeup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/xmalloc.h"

struct wakeup {
	int fds[2]; /* read end, write end */
	struct event *event;
	void (*fn)(void *);
	void *ctx;
};

static void
on_ring(evutil_socket_t fd, short what, void *ctx)
{
	struct wakeup *w = ctx;
	char bytes[256];

	(void)what;
	while (read(fd, bytes, sizeof(bytes)) == (ssize_t)sizeof(bytes))
		;
	w->fn(w->ctx);
}

struct wakeup *
wakeup_new(struct event_base *base, void (*fn)(void *), void *ctx)
{
	struct wakeup *w = xcalloc(1, sizeof(*w));

	w->fn = fn;
	w->ctx = ctx;
	if (pipe2(w->fds, O_NONBLOCK | O_CLOEXEC) != 0) {
		free(w);
		return NULL;
	}
	w->event = event_new(base, w->fds[0], EV_READ | EV_PERSIST, on_ring, w);
	if (w->event != NULL && event_add(w->event, NULL) == 0)
		return w;
	wakeup_free(w);
	return NULL;
}

void
wakeup_free(struct wakeup *w)
{
	if (w->event != NULL)
		event_free(w->event);
	close(w->fds[0]);
	close(w->fds[1]);
	free(w);
}

void
wakeup_signal(void *ctx)
{
	struct wakeup *w = ctx;
	int saved = errno;
	ssize_t n;

	do
		n = write(w->fds[1], "", 1);
	while (n == -1 && errno == EINTR);
	errno = saved;
}
