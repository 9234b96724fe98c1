/*
 * deferred_reply: replies that the server cannot send within the request.
 */
#include "server/irc/deferred_reply.h"

#include <stddef.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/irc/labels.h"
#include "server/irc/request.h"
#include "server/net/net.h"
#include "server/net/work.h"

enum {
	PART_BYTES = 32 * 1024, /* size of one part of a long reply */
	PART_MS = 3,		/* time for one part */
	TURN_MS = 5		/* time for all parts in one turn of the loop */
};

struct long_reply {
	struct deferred_reply deferred;
	int (*step)(struct request *, void *);
	void (*done)(void *);
	void *ctx;
	TAILQ_ENTRY(long_reply) link;
};

void
deferred_reply_start(
    struct request *req, struct deferred_reply *deferred, int how)
{
	*deferred = (struct deferred_reply){ req->session->id, req->token };
	request_keep_label(req, how);
	request_expect(req, 1);
	session_hold(req->session);
}

int
deferred_reply_resume(struct server *server,
    const struct deferred_reply *deferred, struct request *req)
{
	struct session *s = session_by_id(server, deferred->session);

	if (s == NULL || s->conn == NULL || s->phase == SESSION_LEAVING)
		return 0;
	request_begin(req, s, NULL);
	return 1;
}

/* Send the lines that the request gathered. last: they end the reply. */
static void
send_part(struct request *req, const struct deferred_reply *deferred, int last)
{
	struct labeled_reply *p = labeled_reply_find(req->irc, deferred->token);
	struct buf out = { 0 };

	if (p != NULL) {
		if (last)
			labeled_reply_last_part(p);
		labeled_reply_add(
		    req->session, p, buf_view(&req->out), req->nreplies, &out);
		if (last)
			labeled_reply_settled(req->session, p, &out);
		buf_reset(&req->out);
		buf_add_view(&req->out, buf_view(&out));
		buf_clear(&out);
	}
	request_end(req);
}

void
deferred_reply_finish(
    struct request *req, const struct deferred_reply *deferred)
{
	send_part(req, deferred, 1);
	session_release(req->session);
}

static size_t
part_bytes(const struct session *s)
{
	size_t half = (size_t)s->server->config->queue_max / 2;

	return half < PART_BYTES ? half : PART_BYTES;
}

/* Run at least one step, and more while there is room and time. Returns 1 after the last step. */
static int
run(struct request *req, const struct long_reply *m)
{
	size_t queued = conn_queued(req->session->conn);
	int64_t end = clock_mono_ms() + PART_MS;

	do {
		if (m->step(req, m->ctx))
			return 1;
	} while (queued + req->out.len < part_bytes(req->session) &&
		 clock_mono_ms() < end);
	return 0;
}

static void
long_reply_free(struct irc_state *irc, struct long_reply *m)
{
	TAILQ_REMOVE(&irc->long_replies, m, link);
	m->done(m->ctx);
	free(m);
}

static int
may_go_on(const struct session *s, const struct irc_state *irc)
{
	return !TAILQ_EMPTY(&irc->long_replies) && s->conn != NULL &&
	       conn_is_open(s->conn) && conn_queued(s->conn) == 0;
}

/* Write the next part of the session's first long reply. */
static void
go_on(struct session *s, struct irc_state *irc)
{
	struct long_reply *m = TAILQ_FIRST(&irc->long_replies);
	struct deferred_reply deferred = m->deferred;
	struct request req;

	request_begin(&req, s, NULL);
	if (run(&req, m)) {
		long_reply_free(irc, m);
		deferred_reply_finish(&req, &deferred);
	} else {
		send_part(&req, &deferred, 0);
	}
}

/* A session that waits for the next part of its long reply. */
struct reply_wait {
	struct session *session;
	TAILQ_ENTRY(reply_wait) link;
};

struct reply_queue {
	struct server *server; /* NULL: it was freed */
	TAILQ_HEAD(, reply_wait) waits;
	size_t n;
	int64_t
	    end; /* until then, replies begin at once in this turn; 0: none began */
	int is_scheduled; /* queue_cb will be called */
};

static void queue_cb(void *);

static void
leave_queue(struct irc_state *irc, struct reply_queue *queue)
{
	struct reply_wait *wait = irc->reply_wait;

	if (wait == NULL)
		return;
	TAILQ_REMOVE(&queue->waits, wait, link);
	queue->n--;
	free(wait);
	irc->reply_wait = NULL;
}

static void
schedule_queue(struct reply_queue *queue)
{
	if (queue->is_scheduled || (queue->n == 0 && queue->end == 0))
		return;
	queue->is_scheduled = 1;
	net_defer(queue->server->net, queue_cb, queue);
}

/* Write a part for each waiting session; if that takes too long, go on in the next turn. */
static void
queue_cb(void *ctx)
{
	struct reply_queue *queue = ctx;
	int64_t end = clock_mono_ms() + TURN_MS;
	struct session *s;
	size_t n;

	if (queue->server == NULL) {
		free(queue);
		return;
	}
	queue->is_scheduled = 0;
	queue->end = 0;
	for (n = queue->n; n > 0 && queue->n > 0; n--) {
		s = TAILQ_FIRST(&queue->waits)->session;
		leave_queue(s->state, queue);
		if (may_go_on(s, s->state))
			go_on(s, s->state);
		long_reply_continue(s);
		if (clock_mono_ms() >= end)
			break;
	}
	schedule_queue(queue);
}

static struct reply_queue *
get_queue(struct server *server)
{
	struct reply_queue *queue = server->reply_queue;

	if (queue == NULL) {
		queue = server->reply_queue = xcalloc(1, sizeof(*queue));
		queue->server = server;
		TAILQ_INIT(&queue->waits);
	}
	return queue;
}

void
long_reply_continue(struct session *s)
{
	struct reply_queue *queue = get_queue(s->server);
	struct irc_state *irc = s->state;

	if (irc->reply_wait != NULL || !may_go_on(s, irc))
		return;
	irc->reply_wait = xcalloc(1, sizeof(*irc->reply_wait));
	irc->reply_wait->session = s;
	TAILQ_INSERT_TAIL(&queue->waits, irc->reply_wait, link);
	queue->n++;
	schedule_queue(queue);
}

/*
 * Return whether a long reply may begin now, before the waiting sessions get their parts: only in
 * answer to a command, and while this turn's time for such replies lasts.
 */
static int
may_begin(struct request *req)
{
	struct reply_queue *queue = get_queue(req->server);
	int64_t now = clock_mono_ms();

	if (req->msg == NULL || !TAILQ_EMPTY(&req->irc->long_replies))
		return 0;
	if (queue->end == 0) {
		queue->end = now + TURN_MS;
		schedule_queue(queue);
	}
	return now < queue->end;
}

void
long_reply_start(struct request *req, int (*step)(struct request *, void *),
    void (*done)(void *), void *ctx)
{
	struct irc_state *irc = req->irc;
	struct long_reply *m = xcalloc(1, sizeof(*m));

	*m = (struct long_reply){ .step = step, .done = done, .ctx = ctx };
	if (may_begin(req) && run(req, m)) {
		done(ctx);
		free(m);
		return;
	}
	deferred_reply_start(req, &m->deferred, 1);
	TAILQ_INSERT_TAIL(&irc->long_replies, m, link);
	long_reply_continue(req->session);
}

void
long_reply_start_deferred(struct server *server,
    const struct deferred_reply *deferred,
    int (*step)(struct request *, void *), void (*done)(void *), void *ctx)
{
	struct session *s = session_by_id(server, deferred->session);
	struct irc_state *irc;
	struct long_reply *m;

	if (s == NULL || s->conn == NULL || s->phase == SESSION_LEAVING) {
		done(ctx);
		return;
	}
	irc = s->state;
	m = xcalloc(1, sizeof(*m));
	*m = (struct long_reply){
		.deferred = *deferred, .step = step, .done = done, .ctx = ctx
	};
	TAILQ_INSERT_TAIL(&irc->long_replies, m, link);
	long_reply_continue(s);
}

void
long_reply_free_all(struct session *s)
{
	struct irc_state *irc = s->state;

	if (irc->reply_wait != NULL)
		leave_queue(irc, s->server->reply_queue);
	while (!TAILQ_EMPTY(&irc->long_replies))
		long_reply_free(irc, TAILQ_FIRST(&irc->long_replies));
}

void
long_reply_forget(struct server *server)
{
	struct reply_queue *queue = server->reply_queue;

	if (queue != NULL && queue->is_scheduled)
		queue->server = NULL;
	else
		free(queue);
	server->reply_queue = NULL;
}

void
deferred_read_begin(struct deferred_read *a, struct request *req)
{
	*a = (struct deferred_read){ .now = req };
	store_call_begin(&a->pending, req->server);
}

int
deferred_read_asked(struct deferred_read *a)
{
	if (a->answered)
		return 1;
	deferred_reply_start(a->now, &a->deferred, LABEL_STREAM);
	a->now = NULL;
	return 0;
}

const struct session *
deferred_read_session(const struct deferred_read *a)
{
	if (a->now != NULL)
		return a->now->session;
	return store_call_session(&a->pending, a->deferred.session);
}

struct request *
deferred_read_reply(struct deferred_read *a, struct request *own)
{
	if (a->now != NULL)
		return a->now;
	if (a->pending.server == NULL ||
	    !deferred_reply_resume(a->pending.server, &a->deferred, own))
		return NULL;
	return own;
}

int
deferred_read_done(struct deferred_read *a, struct request *req)
{
	a->answered = 1;
	store_call_end(&a->pending);
	if (a->now != NULL)
		return 0;
	if (req != NULL)
		deferred_reply_finish(req, &a->deferred);
	return 1;
}

int
deferred_read_reply_in_steps(struct deferred_read *a,
    int (*step)(struct request *, void *), void (*done)(void *), void *ctx)
{
	struct server *server = a->pending.server;

	a->answered = 1;
	store_call_end(&a->pending);
	if (a->now != NULL) {
		long_reply_start(a->now, step, done, ctx);
		return 0;
	}
	long_reply_start_deferred(server, &a->deferred, step, done, ctx);
	return 1;
}

struct job {
	struct server *server;
	struct deferred_reply deferred;
	const struct deferred_work *ops;
	void *ctx;
};

static void
work_run(void *ctx)
{
	struct job *w = ctx;

	w->ops->run(w->ctx);
}

static void
work_drop(void *ctx)
{
	struct job *w = ctx;

	w->ops->free(w->ctx);
	free(w);
}

static void
call_after(const struct job *w)
{
	struct session *s = session_by_id(w->server, w->deferred.session);

	if (s != NULL && s->phase != SESSION_LEAVING && w->ops->after != NULL)
		w->ops->after(s, w->ctx);
}

static void
work_done(void *ctx)
{
	struct job *w = ctx;
	struct request req;

	if (deferred_reply_resume(w->server, &w->deferred, &req)) {
		w->ops->done(&req, w->ctx);
		deferred_reply_finish(&req, &w->deferred);
		call_after(w);
	}
	work_drop(w);
}

static const struct work_ops work_ops = { work_run, work_done, work_drop };

int
deferred_work(struct request *req, const struct deferred_work *ops, void *ctx)
{
	struct job *w = xcalloc(1, sizeof(*w));
	char key[SESSION_KEY];

	session_fair_key(req->session, key);
	*w = (struct job){ .server = req->server, .ops = ops, .ctx = ctx };
	w->deferred = (struct deferred_reply){ req->session->id, req->token };
	if (req->server->work == NULL ||
	    work_submit(req->server->work, key, &work_ops, w) != 0) {
		free(w);
		return -1;
	}
	deferred_reply_start(req, &w->deferred, 0);
	return 0;
}
