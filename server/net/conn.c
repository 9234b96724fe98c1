/*
 * conn: a connection from its creation to the end of the turn that frees it.
 *
 * In order: states; output; closing; input; TLS; creation; accessors; all connections.
 */
#include "server/net/conn.h"

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include <openssl/bio.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/net/admission.h"
#include "server/net/conn_impl.h"
#include "server/net/loop.h"
#include "server/net/tls.h"
#include "server/net/tls_stream.h"

enum {
	READ_SIZE =
	    16384, /* bytes read from one peer before others get a turn */
	/*
	 * How long the loop hands up lines of one peer while others may wait. After that, the
	 * remaining lines are handed up one at a time (ready_queue.h).
	 */
	SLICE_MS = 2,
	LINGER_SECONDS =
	    2 /* how long to wait for the peer to close after our last bytes */
};

static const char too_slow[] = "Output queue exceeded";
static const char queues_full[] = "The server's output queues are full";

static int
is_direct(const struct conn *c)
{
	return c->tls == NULL && c->state == CONN_OPEN && c->queued == 0;
}

/* Notifies the handler if the result of conn_direct_fd changed. */
static void
note_direct(struct conn *c)
{
	if (is_direct(c) == c->is_direct)
		return;
	c->is_direct = is_direct(c) != 0;
	if (c->handler->direct_changed != NULL)
		c->handler->direct_changed(c, c->ctx);
}

static void
set_state(struct conn *c, enum conn_state state)
{
	static const char *const names[] = {
		[CONN_OPEN] = "open",
		[CONN_DRAINING] = "draining",
		[CONN_DROPPED] = "dropped",
		[CONN_ABORTED] = "aborted",
		[CONN_LINGERING] = "lingering",
		[CONN_CLOSED] = "closed",
	};

	assert(state > c->state);
	log_debug(
	    "net", c->id, "state %s -> %s", names[c->state], names[state]);
	c->state = state;
	note_direct(c);
}

static void
set_reading(struct conn *c, int on)
{
	if (c->is_reading == on)
		return;
	c->is_reading = on != 0;
	if (on)
		bufferevent_enable(c->bev, EV_READ);
	else
		bufferevent_disable(c->bev, EV_READ);
}

/* Schedules end_one for the end of the turn. */
static void
schedule_end(struct conn *c)
{
	if (c->is_ending || c->state == CONN_CLOSED)
		return;
	c->is_ending = 1;
	TAILQ_INSERT_TAIL(&c->conns->ending, c, ending);
	loop_request_end(c->conns->loop);
}

static void
set_reason(struct conn *c, const char *reason)
{
	if (c->reason == NULL)
		c->reason = xstrdup(reason);
}

void
conn_abort(struct conn *c, const char *reason)
{
	if (c->state == CONN_CLOSED)
		return;
	set_reason(c, reason);
	if (c->state < CONN_ABORTED)
		set_state(c, CONN_ABORTED);
	schedule_end(c);
}

static void
on_timeout(struct wheel_timer *t, void *ctx)
{
	(void)t;
	conn_abort(ctx, "");
}
static ssize_t
send_bytes(int fd, const void *p, size_t n)
{
	ssize_t sent;

	do
		sent = send(fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (sent < 0 && errno == EINTR);
	return sent;
}

/*
 * Returns how many bytes the kernel took; after an error all of them, because the conn is being
 * closed.
 */
static size_t
taken(struct conn *c, ssize_t sent, size_t n)
{
	if (sent >= 0)
		return (size_t)sent;
	if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS)
		return 0;
	conn_abort(c, strerror(errno));
	return n;
}

int
conn_direct_fd(const struct conn *c)
{
	return is_direct(c) ? c->fd : -1;
}

static void
on_change(struct evbuffer *out, const struct evbuffer_cb_info *info, void *ctx)
{
	struct conn *c = ctx;

	(void)out;
	c->queued += info->n_added - info->n_deleted;
	c->conns->queued += info->n_added - info->n_deleted;
	note_direct(c);
}

/* Start counting only now: most peers never have a queue. */
static void
count_queue(struct conn *c)
{
	if (c->output != OUTPUT_UNCOUNTED)
		return;
	evbuffer_add_cb(bufferevent_get_output(c->bev), on_change, c);
	c->output = OUTPUT_COUNTED;
}

static void send_tls(struct conn *, const void *, size_t);

/* Returns the length of the first line, or 0 if no line ends. */
static size_t
first_line(struct evbuffer *out)
{
	struct evbuffer_ptr end = evbuffer_search(out, "\n", 1, NULL);

	return end.pos < 0 ? 0 : (size_t)end.pos + 1;
}

/* Keeps only this much of the queue. Unfreezes it, because the bufferevent protects its front. */
static void
cut(struct evbuffer *out, size_t keep)
{
	struct evbuffer *front = evbuffer_new();

	evbuffer_unfreeze(out, 1);
	if (front != NULL) {
		evbuffer_remove_buffer(out, front, keep);
		evbuffer_drain(out, evbuffer_get_length(out));
		evbuffer_add_buffer(out, front);
		evbuffer_free(front);
	}
	evbuffer_freeze(out, 1);
}

static void
discard_output(struct conn *c)
{
	struct evbuffer *out = bufferevent_get_output(c->bev);

	evbuffer_unfreeze(out, 1);
	evbuffer_drain(out, evbuffer_get_length(out));
	evbuffer_freeze(out, 1);
}

/*
 * Tells a peer that starts reading again why it is dropped. The reason follows the line that is
 * partly sent; with TLS, where nothing queued can be taken back, it follows everything queued.
 */
static void
queue_reason(struct conn *c, const char *reason)
{
	struct evbuffer *out = bufferevent_get_output(c->bev);
	char words[128];
	int n;

	if (c->tls == NULL)
		cut(out, first_line(out));
	n = snprintf(
	    words, sizeof(words), "ERROR :Closing link: %s\r\n", reason);
	c->queue_max = SIZE_MAX;
	if (c->tls == NULL)
		bufferevent_write(c->bev, words, (size_t)n);
	else
		send_tls(c, words, (size_t)n);
}

/*
 * Like conn_close, but the handler is notified at the end of this turn. Queued output still gets some seconds to be
 * sent.
 */
static void
drop(struct conn *c, const char *reason)
{
	if (c->state != CONN_OPEN) {
		conn_abort(c, reason);
		return;
	}
	queue_reason(c, reason);
	conn_close(c, reason);
	if (c->state < CONN_DROPPED)
		set_state(c, CONN_DROPPED);
	schedule_end(c);
}

static struct conn *
find_longest(struct conns *all)
{
	struct conn *c, *longest = NULL;

	TAILQ_FOREACH (c, &all->list, all)
		if (c->queued > 0 &&
		    (longest == NULL || c->queued > longest->queued))
			longest = c;
	return longest;
}

/*
 * Drops the longest queue. An encrypted connection is aborted at once with all its output, because
 * its queue cannot be shortened.
 */
static void
drop_longest(struct conns *all)
{
	struct conn *c = find_longest(all);

	if (c == NULL)
		return;
	log_warn("net", c->id,
	    "output queues full, longest queued=%zu of=%zu limit=%lld",
	    c->queued, all->queued, all->queues_max);
	if (c->tls == NULL && c->state == CONN_OPEN) {
		drop(c, queues_full);
		return;
	}
	conn_abort(c, queues_full);
	discard_output(c);
}

static void
enqueue(struct conn *c, const char *p, size_t n)
{
	struct conns *all = c->conns;
	long long max = all->queues_max;

	count_queue(c);
	bufferevent_write(c->bev, p, n);
	if (max > 0 && all->queued > (size_t)max)
		drop_longest(all);
}

/*
 * The queue limit is exceeded. A plaintext peer gets the reason after the line that is partly sent.
 * In the middle of a TLS record nothing else can be written, so the caller does it later
 * (drop_if_over_limit).
 */
static void
exceed(struct conn *c, const char *p, size_t n)
{
	const char *end;

	if (c->output != OUTPUT_OVER_LIMIT)
		log_info("net", c->id, "too slow queued=%zu limit=%zu",
		    conn_queued(c) + n, c->queue_max);
	count_queue(c);
	c->output = OUTPUT_OVER_LIMIT;
	if (c->tls != NULL) {
		enqueue(c, p, n);
		return;
	}
	end = conn_queued(c) > 0 ? NULL : memchr(p, '\n', n);
	if (end != NULL)
		bufferevent_write(c->bev, p, (size_t)(end - p) + 1);
	drop(c, too_slow);
}

/* Queues what the kernel did not take, up to the limit. */
static void
queue_rest(struct conn *c, const char *p, size_t n)
{
	if (n == 0)
		return;
	if (conn_queued(c) + n > c->queue_max)
		exceed(c, p, n);
	else
		enqueue(c, p, n);
}

/* Sends bytes as they are, or queues what the kernel does not take. */
static void
send_raw(struct conn *c, const char *p, size_t n)
{
	size_t sent = 0;

	if (c->state >= CONN_ABORTED)
		return;
	if (conn_queued(c) == 0)
		sent = taken(c, send_bytes(c->fd, p, n), n);
	queue_rest(c, p + sent, n - sent);
}

/* Call it after output that may have exceeded the limit in the middle of a TLS record. */
static void
drop_if_over_limit(struct conn *c)
{
	if (c->output == OUTPUT_OVER_LIMIT && c->state == CONN_OPEN)
		drop(c, too_slow);
}

void
conn_send_direct(struct conn *c, int fd, const void *bytes, size_t n)
{
	ssize_t sent = send_bytes(fd, bytes, n);
	size_t done;

	if (sent == (ssize_t)n)
		return;
	done = taken(c, sent, n);
	queue_rest(c, (const char *)bytes + done, n - done);
}

void
conn_send(struct conn *c, const void *bytes, size_t n)
{
	if (n == 0 || c->state != CONN_OPEN)
		return;
	if (c->tls == NULL) {
		send_raw(c, bytes, n);
		return;
	}
	send_tls(c, bytes, n);
	drop_if_over_limit(c);
}

/* All output is sent: shut down our side and wait briefly for the peer to close. */
static void
shut_write(struct conn *c)
{
	shutdown(c->fd, SHUT_WR);
	wheel_set(c->conns->wheel, &c->timer, LINGER_SECONDS, on_timeout, c);
}

/* The output queue is empty. */
static void
on_written(struct bufferevent *bev, void *ctx)
{
	struct conn *c = ctx;

	(void)bev;
	if (c->state == CONN_DRAINING)
		schedule_end(c);
	else if (c->state == CONN_LINGERING)
		shut_write(c);
	else if (c->state == CONN_OPEN && c->handler->drained != NULL)
		c->handler->drained(c, c->ctx);
}

void
conn_close(struct conn *c, const char *reason)
{
	if (c->state != CONN_OPEN)
		return;
	set_reason(c, reason);
	set_state(c, CONN_DRAINING);
	if (c->is_tls && c->tls != NULL)
		tls_stream_goodbye(c->tls);
	c->is_held = 0;
	if (c->input == INPUT_OPEN)
		set_reading(c, 1);
	wheel_set(c->conns->wheel, &c->timer, (unsigned)c->conns->close_seconds,
	    on_timeout, c);
	if (conn_queued(c) == 0)
		schedule_end(c);
}

static void
unlink_conn(struct conn *c)
{
	ready_queue_remove(c->conns->ready, &c->ready);
	if (c->is_ending)
		TAILQ_REMOVE(&c->conns->ending, c, ending);
	c->is_ending = 0;
	wheel_cancel(c->conns->wheel, &c->timer);
}

static void
free_prepended(struct conn *c)
{
	if (c->prepended != NULL)
		linebuf_clear(c->prepended);
	free(c->prepended);
	c->prepended = NULL;
}

/* Frees the connection. Call it at the end of a turn, when nothing refers to it any more. */
static void
conn_free(void *ctx)
{
	struct conn *c = ctx;

	unlink_conn(c);
	TAILQ_REMOVE(&c->conns->list, c, all);
	c->conns->nsockets--;
	c->conns->nrefused -= c->count == COUNT_REFUSED;
	handshake_free(c->handshake);
	if (c->tls != NULL)
		tls_stream_free(c->tls);
	c->conns->queued -= c->queued;
	c->queued = 0;
	bufferevent_free(c->bev);
	linebuf_clear(&c->in);
	free_prepended(c);
	free(c->reason);
	free(c);
}

/* Ends all input, output and callbacks. */
static void
finish(struct conn *c)
{
	unlink_conn(c);
	set_state(c, CONN_CLOSED);
	bufferevent_disable(c->bev, EV_READ | EV_WRITE);
	loop_defer(c->conns->loop, conn_free, c);
}

static void
report_closed(struct conn *c)
{
	const struct conn_handler *h = c->handler;

	c->conns->nopen--;
	if (c->count == COUNT_ADMISSION)
		admission_release(c->conns->admission, &c->address);
	log_info(
	    "net", c->id, "closed from=%s reason=\"%s\"", c->host, c->reason);
	h->closed(c, c->reason, c->ctx);
}

/* `closed` is about to be called. Output queued for a dropped connection keeps the time limit that conn_close set. */
static void
linger(struct conn *c)
{
	set_state(c, CONN_LINGERING);
	if (conn_queued(c) == 0)
		shut_write(c);
}

/*
 * Takes the next step of closing. The state changes before `closed` is called, so that whatever the callback does to
 * this conn is ignored.
 */
static void
end_one(struct conn *c)
{
	switch (c->state) {
	case CONN_OPEN:
	case CONN_CLOSED:
		return;
	case CONN_DRAINING:
		if (conn_queued(c) > 0)
			return;
		break;
	case CONN_DROPPED:
	case CONN_ABORTED:
		break;
	case CONN_LINGERING:
		finish(c);
		return;
	}
	if (c->state == CONN_ABORTED || c->input != INPUT_OPEN)
		finish(c);
	else
		linger(c);
	report_closed(c);
}

/* True if the line was framed with wider limits than its present handler allows. */
static int
is_too_long(const struct conn *c, struct view line)
{
	const char *space;
	size_t tags = 0;

	if (line.len + 2 <= c->in.rest_max)
		return 0;
	if (line.p[0] == '@' && c->in.tags_max > 0) {
		space = memchr(line.p, ' ', line.len);
		tags = space == NULL ? line.len : (size_t)(space - line.p) + 1;
	}
	return tags > c->in.tags_max || line.len - tags + 2 > c->in.rest_max;
}

/* If the callback installs another handler, notify that one as well. */
static void
report_overlong(struct conn *c)
{
	const struct conn_handler *h;

	do {
		h = c->handler;
		h->overlong(c, c->ctx);
	} while (c->handler != h && c->state == CONN_OPEN);
}

void
conn_prepend(struct conn *c, const void *lines, size_t n)
{
	if (c->prepended == NULL) {
		c->prepended = xmalloc(sizeof(*c->prepended));
		linebuf_init(c->prepended, c->in.tags_max, c->in.rest_max);
	}
	linebuf_feed(c->prepended, lines, n);
}

static void
unget_line(struct conn *c)
{
	linebuf_unget(c->line_from);
}

/* Like linebuf_next, but at the end of input also returns the unended last line. */
static int
next_line(struct conn *c, struct view *line)
{
	int r = 0;

	c->line_from = c->prepended;
	if (c->prepended != NULL)
		r = linebuf_next(c->prepended, line);
	if (r != 0)
		return r;
	free_prepended(c);
	c->line_from = &c->in;
	r = linebuf_next(&c->in, line);
	if (r > 0)
		c->spoke_crlf = !c->in.bare_lf;
	if (r == 0 && c->input == INPUT_ENDED && c->handler->take_rest) {
		c->input = INPUT_REST_TAKEN;
		r = linebuf_rest(&c->in, line);
	}
	return r;
}

static void
hand_up(struct conn *c, struct view line)
{
	const struct conn_handler *h = c->handler;

	if (is_too_long(c, line)) {
		report_overlong(c);
		return;
	}
	switch (h->line(c, line, c->ctx)) {
	case CONN_TAKEN:
		break;
	case CONN_HOLD:
		unget_line(c);
		conn_hold(c);
		break;
	case CONN_AGAIN:
		assert(c->handler != h);
		unget_line(c);
		break;
	}
}

static void
report_input_ended(struct conn *c)
{
	c->input = INPUT_REPORTED;
	if (c->handler->input_ended != NULL)
		c->handler->input_ended(c, c->ctx);
	else
		conn_close(c, "Connection closed");
}

static int
may_hand_up(const struct conn *c)
{
	return c->state == CONN_OPEN && !c->is_held;
}

/* Returns 1 if the time slice ended and there may be more lines, 0 if there are none. */
static int
hand_up_lines(struct conn *c, int single)
{
	const int64_t began = clock_mono_ms();
	struct view line;
	int r;

	while (may_hand_up(c)) {
		r = next_line(c, &line);
		if (r > 0)
			hand_up(c, line);
		else if (r < 0)
			report_overlong(c);
		else
			return 0;
		if (single || clock_mono_ms() - began >= SLICE_MS)
			return may_hand_up(c);
	}
	return 0;
}

/*
 * Hands up complete lines for SLICE_MS, or one line if `single`. Returns 1 if there may be more; the caller then puts
 * the conn into the ready queue.
 */
static int
process(struct conn *c, int single)
{
	int more;

	assert(!c->is_processing);
	c->is_processing = 1;
	more = hand_up_lines(c, single);
	if (!more && may_hand_up(c) &&
	    (c->input == INPUT_ENDED || c->input == INPUT_REST_TAKEN))
		report_input_ended(c);
	/* Not earlier: a handler that holds and releases for each line must not gather bytes. */
	if (!more && may_hand_up(c) && c->input == INPUT_OPEN)
		set_reading(c, 1);
	c->is_processing = 0;
	return more;
}

static int
process_ready(struct ready_entry *e)
{
	return process(
	    (struct conn *)(void *)((char *)e - offsetof(struct conn, ready)),
	    1);
}

static void
process_or_put_off(struct conn *c)
{
	if (c->ready.is_queued || ready_queue_is_late(c->conns->ready) ||
	    process(c, 0))
		ready_queue_add(c->conns->ready, &c->ready);
}

/*
 * Feeds bytes to the framer. If the `bytes` callback replaces the handler, the new one filters them
 * too.
 */
static void
feed(struct conn *c, char *p, size_t n)
{
	const struct conn_handler *h;
	size_t left = n;

	do {
		h = c->handler;
		if (h->bytes != NULL)
			left = h->bytes(c, p, left, c->ctx);
	} while (c->handler != h);
	if (c->state == CONN_OPEN)
		linebuf_feed(&c->in, p, left);
}

/* Stops when the bytes turn out to be TLS. */
static void
read_plain(struct conn *c, struct evbuffer *input)
{
	char bytes[READ_SIZE];
	int n;

	while (c->tls == NULL &&
	       (n = evbuffer_remove(input, bytes, sizeof(bytes))) > 0)
		feed(c, bytes, (size_t)n);
}

/* TLS failed: close rather than abort, so that a queued alert reaches the peer. */
static void
close_if_tls_failed(struct conn *c)
{
	char *reason;

	if (tls_stream_state(c->tls) != TLS_FAILED)
		return;
	xasprintf(&reason, "TLS: %s", tls_stream_error(c->tls));
	conn_close(c, reason);
	free(reason);
}

/* Output before the handshake is complete is discarded. */
static void
send_tls(struct conn *c, const void *bytes, size_t n)
{
	if (!c->is_tls)
		return;
	tls_stream_write(c->tls, bytes, n);
	close_if_tls_failed(c);
}

static void
out_cb(void *ctx, const char *bytes, size_t n)
{
	send_raw(ctx, bytes, n);
}

/* In TLS_HELLO: answers the hello if it is complete and its turn has come. */
static void
start_handshake(struct conn *c)
{
	if (tls_stream_has_hello(c->tls) != 1 ||
	    !handshake_may_start(c->handshake))
		return;
	if (tls_stream_begin(c->tls, c->conns->tls, c->conns->tls_method) == 0)
		handshake_begin(c->handshake);
}

static void
continue_handshake(struct conn *c)
{
	if (!tls_stream_handshake(c->tls))
		return;
	handshake_end(c->handshake);
	c->is_tls = 1;
	log_debug("net", c->id, "secured version=%s cipher=%s resumed=%d",
	    tls_stream_version(c->tls), tls_stream_cipher(c->tls),
	    tls_stream_is_resumed(c->tls));
	if (c->handler->secured != NULL)
		c->handler->secured(c, c->ctx);
}

/* Returns how many decrypted bytes were read; 0: nothing more can be read now. */
static size_t
read_tls(struct conn *c, char *bytes, size_t size)
{
	size_t n = 0;

	if (tls_stream_state(c->tls) == TLS_HELLO)
		start_handshake(c);
	if (tls_stream_state(c->tls) == TLS_HANDSHAKE)
		continue_handshake(c);
	if (tls_stream_state(c->tls) == TLS_SECURED)
		n = tls_stream_read(c->tls, bytes, size);
	close_if_tls_failed(c);
	return n;
}

static void
read_encrypted(struct conn *c)
{
	char bytes[READ_SIZE];
	size_t n;

	while (c->state == CONN_OPEN &&
	       (n = read_tls(c, bytes, sizeof(bytes))) > 0)
		feed(c, bytes, n);
}

int
conn_start_tls(struct conn *c, const char *p, size_t n)
{
	struct evbuffer *in = bufferevent_get_input(c->bev);

	if (c->conns->tls == NULL)
		return -1;
	c->tls = tls_stream_new(in, out_cb, c);
	c->handshake = handshake_new(&c->conns->handshakes, &c->address, c);
	note_direct(c);
	evbuffer_prepend(in, p, n);
	return 0;
}

int
conn_has_started_tls(const struct conn *c)
{
	return c->tls != NULL;
}

/* The peer closed its sending side. */
static void
end_input(struct conn *c)
{
	if (c->input == INPUT_OPEN)
		c->input = INPUT_ENDED;
	c->is_reading = 0;
	if (c->state == CONN_OPEN)
		process_or_put_off(c);
	else if (c->state == CONN_LINGERING)
		schedule_end(c);
}

/*
 * While lines are held, one more read is taken before reading stops: most holds are so short that
 * changing the event twice would cost more.
 */
static void
read_input(struct conn *c)
{
	struct evbuffer *input = bufferevent_get_input(c->bev);

	if (c->state != CONN_OPEN) {
		evbuffer_drain(input, evbuffer_get_length(input));
		return;
	}
	c->last_read = clock_mono_ms();
	if (c->tls == NULL)
		read_plain(c, input);
	if (c->tls != NULL)
		read_encrypted(c);
	/* Further input stays in the kernel. */
	if (c->handshake != NULL && c->handshake->state == HANDSHAKE_WAITING) {
		set_reading(c, 0);
		return;
	}
	/* TLS's own replies exceeded the limit. */
	drop_if_over_limit(c);
	if (c->tls != NULL && tls_stream_state(c->tls) == TLS_ENDED) {
		set_reading(c, 0);
		end_input(c);
	} else if (c->is_held || c->ready.is_queued)
		set_reading(c, 0);
	else
		process_or_put_off(c);
}

static void
on_read(struct bufferevent *bev, void *ctx)
{
	struct conn *c = ctx;

	(void)bev;
	read_input(c);
	loop_check(c->conns->loop);
}

static void
on_event(struct bufferevent *bev, short what, void *ctx)
{
	struct conn *c = ctx;
	int error = errno;

	(void)bev;
	if (what & BEV_EVENT_ERROR)
		conn_abort(c, strerror(error != 0 ? error : ECONNRESET));
	else if (what & BEV_EVENT_EOF)
		end_input(c);
	loop_check(c->conns->loop);
}

static void
on_handshake_admitted(void *ctx)
{
	struct conn *c = ctx;

	if (c->state == CONN_OPEN)
		set_reading(c, 1);
	read_input(c);
}

static void
on_handshake_displaced(void *ctx)
{
	conn_abort(ctx, "TLS: too many handshakes");
}

void
conn_hold(struct conn *c)
{
	c->is_held = 1;
}

/* The loop hands up the lines later, because callbacks never nest. */
void
conn_release(struct conn *c)
{
	if (!c->is_held)
		return;
	c->is_held = 0;
	if (c->state != CONN_OPEN || c->ready.is_queued)
		return;
	if (c->is_reading && linebuf_pending(&c->in) == 0 &&
	    c->prepended == NULL)
		return;
	ready_queue_add(c->conns->ready, &c->ready);
}

static void
set_peer(struct conn *c)
{
	struct sockaddr_storage ss = { .ss_family = AF_UNSPEC };
	struct sockaddr *sa = (struct sockaddr *)&ss;
	socklen_t len = sizeof(ss);

	if (getpeername(c->fd, sa, &len) != 0)
		ss.ss_family = AF_UNSPEC;
	address_host(c->host, sa);
	range_of(&c->address, sa);
	c->is_loopback = address_is_loopback(sa) != 0;
}

static int
open_socket(struct conn *c)
{
	struct sockaddr_storage ss = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(ss);

	getsockname(c->fd, (struct sockaddr *)&ss, &len);
	if (address_tune_socket(c->fd, (struct sockaddr *)&ss) != 0)
		return -1;
	c->bev = bufferevent_socket_new(
	    c->conns->base, c->fd, BEV_OPT_CLOSE_ON_FREE);
	if (c->bev == NULL)
		return -1;
	bufferevent_set_max_single_read(c->bev, READ_SIZE);
	bufferevent_set_max_single_write(c->bev, READ_SIZE);
	bufferevent_setcb(c->bev, on_read, on_written, on_event, c);
	set_reading(c, 1);
	return 0;
}

struct conn *
conn_new(struct conns *all, int fd, const struct conn_handler *h, void *ctx)
{
	struct conn *c = xcalloc(1, sizeof(*c));

	c->conns = all;
	c->fd = fd;
	c->handler = h;
	c->ctx = ctx;
	c->spoke_crlf = -1;
	c->queue_max = (size_t)all->queue_max;
	c->last_read = clock_mono_ms();
	linebuf_init(&c->in, LINE_TAGS_CLIENT, LINE_REST_MAX);
	if (open_socket(c) != 0) {
		close(fd);
		free(c);
		return NULL;
	}
	set_peer(c);
	c->is_direct = 1;
	c->id = ++all->last_id;
	TAILQ_INSERT_TAIL(&all->list, c, all);
	all->nsockets++;
	all->nopen++;
	log_debug("net", c->id, "accepted from=%s", c->host);
	return c;
}

void
conn_set_handler(struct conn *c, const struct conn_handler *h, void *ctx)
{
	c->handler = h;
	c->ctx = ctx;
}

void
conn_set_line_limits(struct conn *c, size_t tags_max, size_t rest_max)
{
	c->in.tags_max = tags_max;
	c->in.rest_max = rest_max;
}

void
conn_set_queue_limit(struct conn *c, size_t bytes)
{
	c->queue_max = bytes;
}

int
conn_is_open(const struct conn *c)
{
	return c->state == CONN_OPEN;
}

int
conn_is_tls(const struct conn *c)
{
	return c->is_tls;
}

int
conn_is_loopback(const struct conn *c)
{
	return c->is_loopback;
}

int
conn_spoke_crlf(const struct conn *c)
{
	return c->spoke_crlf;
}

uint64_t
conn_id(const struct conn *c)
{
	return c->id;
}

const char *
conn_host(const struct conn *c)
{
	return c->host;
}

const struct range *
conn_address(const struct conn *c)
{
	return &c->address;
}

size_t
conn_queued(const struct conn *c)
{
	return evbuffer_get_length(bufferevent_get_output(c->bev));
}

int64_t
conn_last_read(const struct conn *c)
{
	return c->last_read;
}

int
conn_has_partial_line(const struct conn *c)
{
	return linebuf_pending(&c->in) > 0;
}

const char *
conn_tls_version(const struct conn *c)
{
	return c->is_tls ? tls_stream_version(c->tls) : NULL;
}

const char *
conn_tls_digest(const struct conn *c)
{
	return c->is_tls ? tls_stream_digest(c->tls) : NULL;
}

void
conn_set_admitted(struct conn *c)
{
	c->count = COUNT_ADMISSION;
}

void
conn_set_refused(struct conn *c)
{
	c->count = COUNT_REFUSED;
	c->conns->nrefused++;
}

struct conns *
conns_new(struct event_base *base, struct loop *loop, struct wheel *wheel,
    struct admission *admission)
{
	static const struct handshakes_ops ops = { on_handshake_admitted,
		on_handshake_displaced };
	struct conns *all = xcalloc(1, sizeof(*all));

	all->base = base;
	all->loop = loop;
	all->wheel = wheel;
	all->admission = admission;
	TAILQ_INIT(&all->list);
	TAILQ_INIT(&all->ending);
	all->ready = ready_queue_new(base, loop, process_ready);
	if (handshakes_init(&all->handshakes, base, loop, &ops) == 0 &&
	    all->ready != NULL)
		return all;
	conns_free(all);
	return NULL;
}

void
conns_free(struct conns *all)
{
	while (!TAILQ_EMPTY(&all->list))
		conn_free(TAILQ_FIRST(&all->list));
	handshakes_clear(&all->handshakes);
	ready_queue_free(all->ready);
	tls_free(all->tls);
	BIO_meth_free(all->tls_method);
	free(all);
}

void
conns_configure(struct conns *all, const struct conns_settings *s)
{
	all->queue_max = s->queue_max;
	all->queues_max = s->queues_max;
	all->close_seconds = s->close_seconds;
	all->handshakes.max = (size_t)s->handshakes_max;
}

int
conns_set_tls(struct conns *all, struct tls *tls)
{
	if (all->tls_method == NULL)
		all->tls_method = tls_stream_method();
	if (all->tls_method == NULL) {
		tls_free(tls);
		return -1;
	}
	if (all->tls != NULL)
		tls_inherit_tickets(tls, all->tls);
	tls_free(all->tls);
	all->tls = tls;
	return 0;
}

const struct tls *
conns_tls(const struct conns *all)
{
	return all->tls;
}

void
conns_end(struct conns *all)
{
	struct conn *c;

	while ((c = TAILQ_FIRST(&all->ending)) != NULL) {
		TAILQ_REMOVE(&all->ending, c, ending);
		c->is_ending = 0;
		end_one(c);
	}
}

int
conns_have_ending(const struct conns *all)
{
	return !TAILQ_EMPTY(&all->ending);
}

size_t
conns_count(const struct conns *all)
{
	return all->nopen;
}

size_t
conns_sockets(const struct conns *all)
{
	return all->nsockets;
}

size_t
conns_refused(const struct conns *all)
{
	return all->nrefused;
}

int
conns_each(struct conns *all, int (*fn)(struct conn *, void *), void *ctx)
{
	struct conn *c, *next;
	int r;

	for (c = TAILQ_FIRST(&all->list); c != NULL; c = next) {
		next = TAILQ_NEXT(c, all);
		if (c->state >= CONN_LINGERING)
			continue;
		r = fn(c, ctx);
		if (r != 0)
			return r;
	}
	return 0;
}
