/*
 * conn_in: turns input into lines and hands them up, with the pauses that the handler requests.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/net/net_impl.h"

void
conn_set_reading(struct conn *c, int on)
{
	if (c->reading == on)
		return;
	c->reading = on != 0;
	if (on)
		bufferevent_enable(c->bev, EV_READ);
	else
		bufferevent_disable(c->bev, EV_READ);
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
conn_free_prepended(struct conn *c)
{
	if (c->prepended != NULL)
		linebuf_clear(c->prepended);
	free(c->prepended);
	c->prepended = NULL;
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
	linebuf_unget(c->from_prepended ? c->prepended : &c->in);
}

/* Like linebuf_next, but at the end of input also returns the unended last line. */
static int
next_line(struct conn *c, struct view *line)
{
	int r = 0;

	c->from_prepended = 1;
	if (c->prepended != NULL)
		r = linebuf_next(c->prepended, line);
	if (r != 0)
		return r;
	conn_free_prepended(c);
	c->from_prepended = 0;
	r = linebuf_next(&c->in, line);
	if (r > 0)
		c->spoke_crlf = !c->in.bare_lf;
	if (r == 0 && c->eof && !c->rest_handed_up && c->handler->take_rest) {
		c->rest_handed_up = 1;
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
	c->eof_reported = 1;
	if (c->handler->input_ended != NULL)
		c->handler->input_ended(c, c->ctx);
	else
		conn_close(c, "Connection closed");
}

static int
may_hand_up(const struct conn *c)
{
	return c->state == CONN_OPEN && !c->aborted && !c->held;
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

int
conn_process(struct conn *c, int single)
{
	int more;

	assert(!c->busy);
	c->busy = 1;
	more = hand_up_lines(c, single);
	if (!more && may_hand_up(c) && c->eof && !c->eof_reported)
		report_input_ended(c);
	/* Not earlier: a handler that holds and releases for each line must not gather bytes. */
	if (!more && may_hand_up(c) && !c->eof)
		conn_set_reading(c, 1);
	c->busy = 0;
	return more;
}

/* Continue with this connection after everything readable was read. */
static void
put_off(struct conn *c)
{
	if (c->is_ready)
		return;
	c->is_ready = 1;
	TAILQ_INSERT_TAIL(&c->net->ready, c, ready);
	net_resume_ready(c->net);
}

static void
process_or_put_off(struct conn *c)
{
	if (c->is_ready || net_is_late(c->net) || conn_process(c, 0))
		put_off(c);
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

static void
read_encrypted(struct conn *c)
{
	char bytes[READ_SIZE];
	size_t n;

	while (c->state == CONN_OPEN && !c->aborted &&
	       (n = conn_tls_read(c, bytes, sizeof(bytes))) > 0)
		feed(c, bytes, n);
}

/* After close_notify, further input is not read. */
static void
stop_reading(struct conn *c)
{
	conn_set_reading(c, 0);
	conn_input_ended(c);
}

int
conn_start_tls(struct conn *c, const char *p, size_t n)
{
	if (conn_tls_start(c) != 0)
		return -1;
	conn_note_direct(c);
	evbuffer_prepend(bufferevent_get_input(c->bev), p, n);
	return 0;
}

/*
 * While lines are held, one more read is taken before reading stops: most holds are so short that
 * changing the event twice would cost more.
 */
void
conn_read(struct conn *c)
{
	struct evbuffer *input = bufferevent_get_input(c->bev);

	if (c->state != CONN_OPEN || c->aborted) {
		evbuffer_drain(input, evbuffer_get_length(input));
		return;
	}
	c->last_read = clock_mono_ms();
	if (c->tls == NULL)
		read_plain(c, input);
	if (c->tls != NULL)
		read_encrypted(c);
	/* Further input stays in the kernel. */
	if (handshakes_is_waiting(c)) {
		conn_set_reading(c, 0);
		return;
	}
	/* TLS's own replies exceeded the limit. */
	if (c->over_limit && conn_is_open(c))
		conn_overflow(c);
	if (conn_tls_has_ended(c))
		stop_reading(c);
	else if (c->held || c->is_ready)
		conn_set_reading(c, 0);
	else
		process_or_put_off(c);
}

void
conn_input_ended(struct conn *c)
{
	c->eof = 1;
	c->reading = 0;
	if (c->state == CONN_OPEN)
		process_or_put_off(c);
	else if (c->state == CONN_LINGERING)
		conn_schedule_end(c);
}

void
conn_hold(struct conn *c)
{
	c->held = 1;
}

/* The loop hands up the lines later, because callbacks never nest. */
void
conn_release(struct conn *c)
{
	if (!c->held)
		return;
	c->held = 0;
	if (c->state != CONN_OPEN || c->is_ready)
		return;
	if (c->reading && linebuf_pending(&c->in) == 0 && c->prepended == NULL)
		return;
	put_off(c);
}
