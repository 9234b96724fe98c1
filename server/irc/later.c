/*
 * later: a request that is over is answered through its pending, if it had a label.
 */
#include "server/irc/later.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/config.h"
#include "server/irc/labels.h"
#include "server/irc/request.h"
#include "server/net/net.h"

enum {
	MORE_BYTES = 32 * 1024, /* of one part */
	MORE_MS = 3,		/* so long it may take */
	LINE_MS = 5		/* and all of one turn */
};

struct more {
	struct later later;
	int (*step)(struct request *, void *);
	void (*done)(void *);
	void *ctx;
	TAILQ_ENTRY(more) link;
};

void
later_promise(struct request *req, struct later *later, int stream)
{
	*later = (struct later){ req->session->id, req->token };
	if (req->pending == NULL)
		pending_new(req, stream);
	request_expect(req, 1);
	session_hold(req->session);
}

int
later_begin(
    struct server *server, const struct later *later, struct request *req)
{
	struct session *s = session_by_id(server, later->session);

	if (s == NULL || s->conn == NULL || s->phase == SESSION_LEAVING)
		return 0;
	request_begin(req, s, NULL);
	return 1;
}

/* What was written so far; `last`: and no more will be. */
static void
send_part(struct request *req, const struct later *later, int last)
{
	struct pending *p = pending_find(req->irc, later->token);
	struct buf out = { 0 };

	if (p != NULL) {
		if (last)
			pending_no_more(p);
		pending_lines(
		    req->session, p, buf_view(&req->out), req->nreplies, &out);
		if (last)
			pending_settled(req->session, p, &out);
		buf_reset(&req->out);
		buf_add_view(&req->out, buf_view(&out));
		buf_clear(&out);
	}
	request_end(req);
}

void
later_end(struct request *req, const struct later *later)
{
	send_part(req, later, 1);
	session_release(req->session);
}

static size_t
more_bytes(const struct session *s)
{
	size_t half = (size_t)s->server->config->queue_max / 2;

	return half < MORE_BYTES ? half : MORE_BYTES;
}

/* As many steps as there is place and time for, but one at least; 1 if it was all. */
static int
run(struct request *req, const struct more *m)
{
	size_t queued = conn_queued(req->session->conn);
	int64_t end = clock_mono_ms() + MORE_MS;

	do {
		if (m->step(req, m->ctx))
			return 1;
	} while (queued + req->out.len < more_bytes(req->session) &&
		 clock_mono_ms() < end);
	return 0;
}

static void
more_free(struct irc_state *irc, struct more *m)
{
	TAILQ_REMOVE(&irc->mores, m, link);
	m->done(m->ctx);
	free(m);
}

static int
may_go_on(const struct session *s, const struct irc_state *irc)
{
	return !TAILQ_EMPTY(&irc->mores) && s->conn != NULL &&
	       conn_is_open(s->conn) && conn_queued(s->conn) == 0;
}

/* The next part of the first one. */
static void
go_on(struct session *s, struct irc_state *irc)
{
	struct more *m = TAILQ_FIRST(&irc->mores);
	struct later later = m->later;
	struct request req;

	request_begin(&req, s, NULL);
	if (run(&req, m)) {
		more_free(irc, m);
		later_end(&req, &later);
	} else {
		send_part(&req, &later, 0);
	}
}

/* A place in the line of those who wait for their next part. */
struct more_wait {
	struct session *session;
	TAILQ_ENTRY(more_wait) link;
};

struct more_line {
	struct server *server; /* NULL: gone */
	TAILQ_HEAD(, more_wait) waits;
	size_t n;
	int64_t
	    end; /* of replies that begin at once in this turn; 0: none did */
	int is_due; /* line_cb will come */
};

static void line_cb(void *);

static void
leave_line(struct irc_state *irc, struct more_line *line)
{
	struct more_wait *wait = irc->more_wait;

	if (wait == NULL)
		return;
	TAILQ_REMOVE(&line->waits, wait, link);
	line->n--;
	free(wait);
	irc->more_wait = NULL;
}

static void
want_line(struct more_line *line)
{
	if (line->is_due || (line->n == 0 && line->end == 0))
		return;
	line->is_due = 1;
	net_defer(line->server->net, line_cb, line);
}

/* A part for each who waits, and the rest in the next turn when it takes long. */
static void
line_cb(void *ctx)
{
	struct more_line *line = ctx;
	int64_t end = clock_mono_ms() + LINE_MS;
	struct session *s;
	size_t n;

	if (line->server == NULL) {
		free(line);
		return;
	}
	line->is_due = 0;
	line->end = 0;
	for (n = line->n; n > 0 && line->n > 0; n--) {
		s = TAILQ_FIRST(&line->waits)->session;
		leave_line(s->state, line);
		if (may_go_on(s, s->state))
			go_on(s, s->state);
		more_go_on(s);
		if (clock_mono_ms() >= end)
			break;
	}
	want_line(line);
}

static struct more_line *
get_line(struct server *server)
{
	struct more_line *line = server->more_line;

	if (line == NULL) {
		line = server->more_line = xcalloc(1, sizeof(*line));
		line->server = server;
		TAILQ_INIT(&line->waits);
	}
	return line;
}

void
more_go_on(struct session *s)
{
	struct more_line *line = get_line(s->server);
	struct irc_state *irc = s->state;

	if (irc->more_wait != NULL || !may_go_on(s, irc))
		return;
	irc->more_wait = xcalloc(1, sizeof(*irc->more_wait));
	irc->more_wait->session = s;
	TAILQ_INSERT_TAIL(&line->waits, irc->more_wait, link);
	line->n++;
	want_line(line);
}

/*
 * Now, and not after those who wait? In answer to a command, when not so many have asked in
 * this turn that it would take long.
 */
static int
may_begin(struct request *req)
{
	struct more_line *line = get_line(req->server);
	int64_t now = clock_mono_ms();

	if (req->msg == NULL || !TAILQ_EMPTY(&req->irc->mores))
		return 0;
	if (line->end == 0) {
		line->end = now + LINE_MS;
		want_line(line);
	}
	return now < line->end;
}

void
more_reply(struct request *req, int (*step)(struct request *, void *),
    void (*done)(void *), void *ctx)
{
	struct irc_state *irc = req->irc;
	struct more *m = xcalloc(1, sizeof(*m));

	*m = (struct more){ .step = step, .done = done, .ctx = ctx };
	if (may_begin(req) && run(req, m)) {
		done(ctx);
		free(m);
		return;
	}
	later_promise(req, &m->later, 1);
	TAILQ_INSERT_TAIL(&irc->mores, m, link);
	more_go_on(req->session);
}

void
more_promised(struct server *server, const struct later *later,
    int (*step)(struct request *, void *), void (*done)(void *), void *ctx)
{
	struct session *s = session_by_id(server, later->session);
	struct irc_state *irc;
	struct more *m;

	if (s == NULL || s->conn == NULL || s->phase == SESSION_LEAVING) {
		done(ctx);
		return;
	}
	irc = s->state;
	m = xcalloc(1, sizeof(*m));
	*m = (struct more){
		.later = *later, .step = step, .done = done, .ctx = ctx
	};
	TAILQ_INSERT_TAIL(&irc->mores, m, link);
	more_go_on(s);
}

void
more_free_all(struct session *s)
{
	struct irc_state *irc = s->state;

	if (irc->more_wait != NULL)
		leave_line(irc, s->server->more_line);
	while (!TAILQ_EMPTY(&irc->mores))
		more_free(irc, TAILQ_FIRST(&irc->mores));
}

void
more_forget(struct server *server)
{
	struct more_line *line = server->more_line;

	if (line != NULL && line->is_due)
		line->server = NULL;
	else
		free(line);
	server->more_line = NULL;
}
