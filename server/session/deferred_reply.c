/*
 * deferred_reply: replies that the server cannot send within the request.
 */
#include "server/session/deferred_reply.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/net/net.h"
#include "server/net/work_queue.h"
#include "server/session/session.h"

enum {
	PART_BYTES = 32 * 1024, /* size of one part of a long reply */
	PART_MS = 3,		/* time for one part */
	TURN_MS = 5		/* time for all parts in one turn of the loop */
};

/* Hold the session's lines until the reply is complete. */
static uint64_t
defer(struct session *s, void *request, int how)
{
	uint64_t token = s->dialect->deferred->defer(request, how);

	session_hold(s);
	return token;
}

/* Return the session that waits for a reply, or NULL if it is gone. */
static struct session *
waiting_session(struct server *server, uint64_t id)
{
	struct session *s = session_by_id(server, id);

	return s != NULL && s->conn != NULL && s->phase != SESSION_LEAVING
		   ? s
		   : NULL;
}

static void
send_last(struct session *s, void *request, uint64_t token)
{
	s->dialect->deferred->send(request, token, 1);
	session_release(s);
}

/* A long reply, in the list of its session. */
struct long_reply {
	uint64_t token;
	deferred_step_fn *step;
	deferred_done_fn *done;
	void *ctx;
	TAILQ_ENTRY(long_reply) link;
};

static struct long_reply *
long_reply_new(deferred_step_fn *step, deferred_done_fn *done, void *ctx)
{
	struct long_reply *m = xcalloc(1, sizeof(*m));

	m->step = step;
	m->done = done;
	m->ctx = ctx;
	return m;
}

static void
long_reply_free(struct long_reply *m)
{
	m->done(m->ctx);
	free(m);
}

static size_t
part_bytes(const struct session *s)
{
	size_t half = (size_t)s->server->config->queue_max / 2;

	return half < PART_BYTES ? half : PART_BYTES;
}

/* Run at least one step, and more while there is room and time. Returns 1 after the last step. */
static int
run(struct session *s, void *request, const struct long_reply *m)
{
	size_t queued = conn_queued(s->conn);
	int64_t end = clock_mono_ms() + PART_MS;

	do {
		if (m->step(request, m->ctx))
			return 1;
	} while (
	    queued + s->dialect->deferred->written(request) < part_bytes(s) &&
	    clock_mono_ms() < end);
	return 0;
}

static int
may_continue(const struct session *s)
{
	return !TAILQ_EMPTY(&s->long_replies) && s->conn != NULL &&
	       conn_is_open(s->conn) && conn_queued(s->conn) == 0;
}

/* Write the next part of the session's first long reply. */
static void
write_part(struct session *s)
{
	const struct deferred_ops *ops = s->dialect->deferred;
	struct long_reply *m = TAILQ_FIRST(&s->long_replies);
	uint64_t token = m->token;
	void *request = ops->resume(s);

	if (run(s, request, m)) {
		TAILQ_REMOVE(&s->long_replies, m, link);
		long_reply_free(m);
		send_last(s, request, token);
	} else {
		ops->send(request, token, 0);
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
	/* Until then, replies begin at once in this turn; 0: none began. */
	int64_t end;
	int is_scheduled; /* queue_cb will be called */
};

static void queue_cb(void *);

static void
leave_queue(struct session *s)
{
	struct reply_queue *queue = s->server->reply_queue;
	struct reply_wait *wait = s->reply_wait;

	if (wait == NULL)
		return;
	TAILQ_REMOVE(&queue->waits, wait, link);
	queue->n--;
	free(wait);
	s->reply_wait = NULL;
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
		leave_queue(s);
		if (may_continue(s))
			write_part(s);
		deferred_reply_continue(s);
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
deferred_reply_continue(struct session *s)
{
	struct reply_queue *queue = get_queue(s->server);

	if (s->reply_wait != NULL || !may_continue(s))
		return;
	s->reply_wait = xcalloc(1, sizeof(*s->reply_wait));
	s->reply_wait->session = s;
	TAILQ_INSERT_TAIL(&queue->waits, s->reply_wait, link);
	queue->n++;
	schedule_queue(queue);
}

/*
 * Return whether a long reply may begin now, before the waiting sessions get their parts: only in
 * answer to a command, and while this turn's time for such replies lasts.
 */
static int
may_begin(const struct session *s, const void *request)
{
	struct reply_queue *queue = get_queue(s->server);
	int64_t now = clock_mono_ms();

	if (!s->dialect->deferred->is_command(request) ||
	    !TAILQ_EMPTY(&s->long_replies))
		return 0;
	if (queue->end == 0) {
		queue->end = now + TURN_MS;
		schedule_queue(queue);
	}
	return now < queue->end;
}

static void
append_long_reply(struct session *s, struct long_reply *m, uint64_t token)
{
	m->token = token;
	TAILQ_INSERT_TAIL(&s->long_replies, m, link);
	deferred_reply_continue(s);
}

void
deferred_reply_steps(struct session *s, void *request, int how,
    deferred_step_fn *step, deferred_done_fn *done, void *ctx)
{
	struct long_reply *m = long_reply_new(step, done, ctx);

	if (may_begin(s, request) && run(s, request, m))
		long_reply_free(m);
	else
		append_long_reply(s, m, defer(s, request, how));
}

void
deferred_replies_free(struct session *s)
{
	struct long_reply *m;

	leave_queue(s);
	while ((m = TAILQ_FIRST(&s->long_replies)) != NULL) {
		TAILQ_REMOVE(&s->long_replies, m, link);
		long_reply_free(m);
	}
}

void
deferred_replies_server_clear(struct server *server)
{
	struct reply_queue *queue = server->reply_queue;

	if (queue != NULL && queue->is_scheduled)
		queue->server = NULL;
	else
		free(queue);
	server->reply_queue = NULL;
}

void
deferred_reply_begin(struct deferred_reply *d, struct session *s, void *request)
{
	*d = (struct deferred_reply){ .session = s->id, .request = request };
	store_call_begin(&d->call, s->server);
}

int
deferred_reply_asked(struct deferred_reply *d, int how)
{
	if (d->is_complete)
		return 1;
	d->token =
	    defer(session_by_id(d->call.server, d->session), d->request, how);
	d->request = NULL;
	d->is_deferred = 1;
	return 0;
}

struct session *
deferred_reply_session(const struct deferred_reply *d)
{
	if (!d->is_deferred)
		return session_by_id(d->call.server, d->session);
	return store_call_session(&d->call, d->session);
}

void *
deferred_reply_resume(struct deferred_reply *d)
{
	if (!d->is_deferred)
		return d->request;
	if (d->call.server == NULL)
		return NULL;
	d->resumed = waiting_session(d->call.server, d->session);
	if (d->resumed != NULL)
		d->request = d->resumed->dialect->deferred->resume(d->resumed);
	return d->request;
}

int
deferred_reply_done(struct deferred_reply *d)
{
	d->is_complete = 1;
	store_call_end(&d->call);
	if (d->resumed != NULL)
		send_last(d->resumed, d->request, d->token);
	return d->is_deferred;
}

int
deferred_reply_done_in_steps(struct deferred_reply *d, int how,
    deferred_step_fn *step, deferred_done_fn *done, void *ctx)
{
	struct server *server = d->call.server;
	struct long_reply *m;
	struct session *s;

	d->is_complete = 1;
	store_call_end(&d->call);
	if (!d->is_deferred) {
		deferred_reply_steps(session_by_id(server, d->session),
		    d->request, how, step, done, ctx);
		return 0;
	}
	m = long_reply_new(step, done, ctx);
	s = waiting_session(server, d->session);
	if (s != NULL)
		append_long_reply(s, m, d->token);
	else
		long_reply_free(m);
	return 1;
}

struct job {
	struct server *server;
	uint64_t session;
	uint64_t token;
	const struct deferred_work *ops;
	void *ctx;
};

static void
job_run(void *ctx)
{
	struct job *job = ctx;

	job->ops->run(job->ctx);
}

static void
job_free(void *ctx)
{
	struct job *job = ctx;

	job->ops->free(job->ctx);
	free(job);
}

static void
call_after(const struct job *job)
{
	struct session *s = session_by_id(job->server, job->session);

	if (s != NULL && s->phase != SESSION_LEAVING && job->ops->after != NULL)
		job->ops->after(s, job->ctx);
}

static void
job_done(void *ctx)
{
	struct job *job = ctx;
	struct session *s = waiting_session(job->server, job->session);
	void *request;

	if (s != NULL) {
		request = s->dialect->deferred->resume(s);
		job->ops->done(request, job->ctx);
		send_last(s, request, job->token);
		call_after(job);
	}
	job_free(job);
}

int
deferred_reply_work(struct session *s, void *request, int how,
    const struct deferred_work *ops, void *ctx)
{
	static const struct work_queue_ops work_queue_ops = { job_run, job_done,
		job_free };
	struct job *job = xcalloc(1, sizeof(*job));
	char key[SESSION_KEY];

	session_fair_key(s, key);
	*job = (struct job){
		.server = s->server, .session = s->id, .ops = ops, .ctx = ctx
	};
	if (s->server->work == NULL || work_queue_submit(s->server->work, key,
					   &work_queue_ops, job) != 0) {
		free(job);
		return -1;
	}
	job->token = defer(s, request, how);
	return 0;
}
