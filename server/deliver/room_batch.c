/*
 * room_batch: readers, kind queues, and the merge of everything that waits for a session.
 */
#include "server/deliver/room_batch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/session/session.h"

enum {
	READER_SEVERAL = 1, /* the user is in several rooms */
	/* has private lines, or must not get the whole open batch */
	READER_MERGE = 2
};

/* The fast path uses only the first fields. */
struct reader {
	struct conn *conn;
	int fd; /* conn_direct_fd */
	uint16_t queue;
	uint8_t flags;
	/* first entry that it has not received; 0 while there is none */
	uint32_t from;
	uint32_t next; /* next reader of the same member, + 1; 0: none */
	struct session *session;
	struct member *member;
};

struct kind_queue {
	const struct dialect *dialect;
	uint32_t kind;
	uint32_t readers;
	struct buf bytes;
	/* end of each entry in bytes; NULL while there are none */
	uint32_t *ends;
};

struct room_batch {
	struct room *room;
	struct reader *readers;
	uint32_t nreaders;
	uint32_t readers_size;
	struct kind_queue *queues;
	uint16_t nqueues;
	uint64_t *positions; /* of the entries */
	uint32_t nentries;   /* 0: not open */
	uint32_t entries_size;
	TAILQ_ENTRY(room_batch) link;
};

struct private_line {
	uint64_t position;
	uint32_t end; /* in bytes */
};

struct private_lines {
	struct session *session;
	struct private_line *v;
	uint32_t n;
	uint32_t size;
	struct buf bytes;
	TAILQ_ENTRY(private_lines) link;
};

/* A source of a merge: entries of a kind queue, or private lines (`private` is set). */
struct source {
	const uint64_t *positions;
	const uint32_t *ends;
	const struct private_line *private;
	const char *bytes;
	uint32_t at, n;
};

enum {
	ENTRY_COST = 16, /* bytes that an entry counts besides its text */
	/* Bytes to all readers of a room together: limits how much of a turn a flush takes. */
	FLUSH_MAX = 16 * 1024 * 1024
};

void
batches_init(struct batches *bs, struct server *server)
{
	*bs = (struct batches){ .server = server };
	TAILQ_INIT(&bs->open);
	TAILQ_INIT(&bs->queued);
}

uint64_t
batches_position(struct batches *bs)
{
	return ++bs->position;
}

struct view
rendering_get(struct rendering *r, const struct dialect *dialect, uint32_t kind)
{
	struct rendered *v;
	size_t i;

	for (i = 0; i < r->n; i++)
		if (r->v[i].kind == kind && r->v[i].dialect == dialect)
			break;
	if (i == r->n) {
		r->v = xreallocarray(r->v, ++r->n, sizeof(*r->v));
		r->v[i] = (struct rendered){ dialect, kind, r->bytes.len, 0 };
		dialect->format(r->server, r->applied, kind, &r->bytes);
		r->v[i].to = r->bytes.len;
	}
	v = &r->v[i];
	if (v->from == v->to)
		return (struct view){ NULL, 0 };
	return (struct view){ r->bytes.p + v->from, v->to - v->from };
}

void
rendering_clear(struct rendering *r)
{
	free(r->v);
	buf_clear(&r->bytes);
	r->v = NULL;
	r->n = 0;
}

/* Return the index of the queue of that kind. A queue without readers is reused. */
static uint16_t
get_queue(struct room_batch *b, const struct dialect *dialect, uint32_t kind)
{
	struct kind_queue *queue;
	uint16_t i, idle = b->nqueues;

	for (i = 0; i < b->nqueues; i++) {
		if (b->queues[i].readers == 0)
			idle = i;
		else if (b->queues[i].kind == kind &&
			 b->queues[i].dialect == dialect)
			return i;
	}
	if (idle == b->nqueues) {
		assert(b->nqueues < UINT16_MAX);
		b->queues = xreallocarray(
		    b->queues, (size_t)b->nqueues + 1, sizeof(*b->queues));
		queue = &b->queues[b->nqueues++];
		*queue = (struct kind_queue){ .dialect = dialect };
		if (b->nentries > 0)
			queue->ends =
			    xcalloc(b->entries_size, sizeof(*queue->ends));
	}
	queue = &b->queues[idle];
	queue->dialect = dialect;
	queue->kind = kind;
	return idle;
}

static struct room_batch *
get_batch(struct room *room)
{
	struct room_batch *b = room->batch;

	if (b == NULL) {
		b = room->batch = xcalloc(1, sizeof(*b));
		b->room = room;
	}
	return b;
}

static void
set_queue(struct room_batch *b, struct reader *reader)
{
	const struct session *s = reader->session;

	reader->queue = get_queue(b, s->dialect, s->dialect->kind(s, b->room));
	b->queues[reader->queue].readers++;
}

/* Set in all readers of the user whether the user is in several rooms. */
static void
note_rooms(const struct user *u, size_t nrooms)
{
	const struct member *m;
	struct room_batch *b;
	struct reader *reader;
	uint32_t i;

	TAILQ_FOREACH (m, &u->rooms, in_user) {
		b = m->room->batch;
		for (i = m->first_reader; i != 0; i = reader->next) {
			reader = &b->readers[i - 1];
			reader->flags &= (uint8_t)~READER_SEVERAL;
			reader->flags |= nrooms > 1 ? READER_SEVERAL : 0;
		}
	}
}

static void
add_reader(struct member *m, struct session *s)
{
	struct room_batch *b = get_batch(m->room);
	struct reader *reader;

	if (b->nreaders == b->readers_size) {
		b->readers_size =
		    b->readers_size == 0 ? 4 : 2 * b->readers_size;
		b->readers = xreallocarray(
		    b->readers, b->readers_size, sizeof(*b->readers));
	}
	reader = &b->readers[b->nreaders++];
	*reader = (struct reader){ .conn = s->conn,
		.fd = conn_direct_fd(s->conn),
		.from = b->nentries,
		.next = m->first_reader,
		.session = s,
		.member = m };
	m->first_reader = b->nreaders;
	if (m->user->nrooms > 1)
		reader->flags |= READER_SEVERAL;
	if (b->nentries > 0 || s->private_lines != NULL)
		reader->flags |= READER_MERGE;
	set_queue(b, reader);
}

/* Return the link to a reader: in its member, or in the reader before it of the same member. */
static uint32_t *
find_link(struct room_batch *b, uint32_t index)
{
	uint32_t *link = &b->readers[index].member->first_reader;

	while (*link != index + 1)
		link = &b->readers[*link - 1].next;
	return link;
}

/* Move the last reader into the gap. */
static void
remove_reader(struct room_batch *b, uint32_t index)
{
	struct reader *reader = &b->readers[index];
	uint32_t last = b->nreaders - 1;

	*find_link(b, index) = reader->next;
	b->queues[reader->queue].readers--;
	if (index != last) {
		*find_link(b, last) = index + 1;
		*reader = b->readers[last];
	}
	b->nreaders--;
}

static struct reader *
find_reader(const struct member *m, const struct session *s)
{
	struct room_batch *b = m->room->batch;
	uint32_t i;

	for (i = m->first_reader; i != 0; i = b->readers[i - 1].next)
		if (b->readers[i - 1].session == s)
			return &b->readers[i - 1];
	return NULL;
}

static void
free_private_lines(struct batches *bs, struct private_lines *lines)
{
	TAILQ_REMOVE(&bs->queued, lines, link);
	bs->bytes -= lines->bytes.len + (size_t)lines->n * ENTRY_COST;
	lines->session->private_lines = NULL;
	buf_clear(&lines->bytes);
	free(lines->v);
	free(lines);
}

static struct source *
add_source(struct batches *bs, size_t *n)
{
	if (*n == bs->sources_size) {
		bs->sources_size =
		    bs->sources_size == 0 ? 8 : 2 * bs->sources_size;
		bs->sources = xreallocarray(
		    bs->sources, bs->sources_size, sizeof(*bs->sources));
	}
	return &bs->sources[(*n)++];
}

/* Collect what the session has not received from the open batches, and mark it as received. */
static size_t
collect_queues(struct batches *bs, struct session *s)
{
	const struct member *m;
	struct room_batch *b;
	struct kind_queue *queue;
	struct reader *reader;
	size_t n = 0;

	if (bs->nopen == 0 || s->user == NULL)
		return 0;
	TAILQ_FOREACH (m, &s->user->rooms, in_user) {
		b = m->room->batch;
		if (b == NULL || b->nentries == 0)
			continue;
		reader = find_reader(m, s);
		if (reader == NULL || reader->from == b->nentries)
			continue;
		queue = &b->queues[reader->queue];
		*add_source(bs, &n) =
		    (struct source){ b->positions, queue->ends, NULL,
			    queue->bytes.p, reader->from, b->nentries };
		reader->from = b->nentries;
		reader->flags |= READER_MERGE;
	}
	return n;
}

static uint64_t
position_of(const struct source *src)
{
	return src->private != NULL ? src->private[src->at].position
				    : src->positions[src->at];
}

static size_t
end_of(const struct source *src, uint32_t at)
{
	return src->private != NULL ? src->private[at].end : src->ends[at];
}

/* Return the bytes of the entries [from, to). */
static struct view
range_of_source(const struct source *src, uint32_t from, uint32_t to)
{
	size_t begin = from == 0 ? 0 : end_of(src, from - 1);

	if (src->bytes == NULL)
		return (struct view){ NULL, 0 };
	return (struct view){ src->bytes + begin, end_of(src, to - 1) - begin };
}

/* A private line comes before an entry at the same position. */
static int
is_before(const struct source *a, const struct source *b)
{
	uint64_t at = position_of(a), bt = position_of(b);

	return at != bt ? at < bt : a->private != NULL && b->private == NULL;
}

/* Restore the heap order; the first source is on top. */
static void
sift_down(struct source *v, size_t n, size_t i)
{
	struct source moved = v[i];
	size_t child;

	while ((child = 2 * i + 1) < n) {
		if (child + 1 < n && is_before(&v[child + 1], &v[child]))
			child++;
		if (!is_before(&v[child], &moved))
			break;
		v[i] = v[child];
		i = child;
	}
	v[i] = moved;
}

/* Return the source that comes after the top; NULL: there is none. */
static const struct source *
second(const struct source *v, size_t n)
{
	if (n < 2)
		return NULL;
	return n > 2 && is_before(&v[2], &v[1]) ? &v[2] : &v[1];
}

/*
 * Take all entries of the top source that come before the next source, in one piece. Returns the
 * last position.
 */
static uint64_t
take_run(struct source *top, const struct source *next, struct buf *out)
{
	uint32_t first = top->at;
	uint64_t last;

	do {
		last = position_of(top);
		top->at++;
	} while (top->at < top->n &&
		 (next == NULL || position_of(top) < position_of(next)));
	buf_add_view(out, range_of_source(top, first, top->at));
	return last;
}

/* Merge the sources. An event that is in several rooms is taken from one of them. */
static void
merge(struct source *v, size_t n, struct buf *out)
{
	uint64_t last = 0;
	size_t i;

	for (i = n / 2; i-- > 0;)
		sift_down(v, n, i);
	while (n > 0) {
		if (v[0].private == NULL && position_of(&v[0]) == last)
			v[0].at++;
		else
			last = take_run(&v[0], second(v, n), out);
		if (v[0].at == v[0].n)
			v[0] = v[--n];
		if (n > 0)
			sift_down(v, n, 0);
	}
}

/* Take everything that waits for a session and mark it as received. Valid until the next call. */
static struct view
take_waiting(struct batches *bs, struct session *s)
{
	size_t n = collect_queues(bs, s);

	if (n == 0 && s->private_lines == NULL)
		return (struct view){ NULL, 0 };
	if (n == 1 && s->private_lines == NULL)
		return range_of_source(
		    &bs->sources[0], bs->sources[0].at, bs->sources[0].n);
	if (s->private_lines != NULL)
		*add_source(bs, &n) =
		    (struct source){ NULL, NULL, s->private_lines->v,
			    s->private_lines->bytes.p, 0, s->private_lines->n };
	buf_reset(&bs->merged);
	merge(bs->sources, n, &bs->merged);
	if (s->private_lines != NULL)
		free_private_lines(bs, s->private_lines);
	return buf_view(&bs->merged);
}

/* Send a session everything that waits for it. */
static void
flush_session(struct batches *bs, struct session *s)
{
	struct view waiting = take_waiting(bs, s);

	if (s->conn != NULL && waiting.len > 0)
		conn_send(s->conn, waiting.p, waiting.len);
}

void
batches_send(struct batches *bs, struct session *s, const void *p, size_t n)
{
	struct view waiting = take_waiting(bs, s);

	if (waiting.len == 0) {
		conn_send(s->conn, p, n);
		return;
	}
	if (waiting.p != bs->merged.p) {
		buf_reset(&bs->merged);
		buf_add_view(&bs->merged, waiting);
	}
	buf_add(&bs->merged, p, n);
	conn_send(s->conn, bs->merged.p, bs->merged.len);
}

/* Return the index of a new entry. */
static uint32_t
begin_entry(struct batches *bs, struct room_batch *b)
{
	uint16_t i;

	if (b->nentries == b->entries_size) {
		b->entries_size =
		    b->entries_size == 0 ? 8 : 2 * b->entries_size;
		b->positions = xreallocarray(
		    b->positions, b->entries_size, sizeof(*b->positions));
		for (i = 0; i < b->nqueues; i++)
			b->queues[i].ends = xreallocarray(b->queues[i].ends,
			    b->entries_size, sizeof(*b->queues[i].ends));
	}
	if (b->nentries == 0) {
		TAILQ_INSERT_TAIL(&bs->open, b, link);
		bs->nopen++;
		net_request_turn_end(bs->server->net);
	}
	bs->bytes += ENTRY_COST;
	return b->nentries++;
}

/* Append the event to each kind queue that has readers. Returns the number of bytes added. */
static size_t
add_to_queues(struct room_batch *b, struct rendering *r)
{
	struct kind_queue *queue;
	struct view line;
	size_t n = 0;
	uint16_t i;

	for (i = 0; i < b->nqueues; i++) {
		queue = &b->queues[i];
		if (queue->readers == 0)
			continue;
		line = rendering_get(r, queue->dialect, queue->kind);
		buf_add_view(&queue->bytes, line);
		n += line.len;
	}
	return n;
}

static int
is_full(const struct kind_queue *queue)
{
	return queue->bytes.len >= ROOM_BATCH_MAX ||
	       queue->bytes.len * queue->readers >= FLUSH_MAX;
}

size_t
batches_add(struct batches *bs, struct room *room, uint64_t position,
    struct rendering *r)
{
	struct room_batch *b = room->batch;
	struct kind_queue *queue;
	uint32_t entry;
	size_t added;
	uint16_t i;

	if (b == NULL || b->nreaders == 0)
		return 0;
	added = add_to_queues(b, r);
	if (added == 0)
		return 0;
	entry = begin_entry(bs, b);
	b->positions[entry] = position;
	for (i = 0; i < b->nqueues; i++) {
		queue = &b->queues[i];
		queue->ends[entry] = (uint32_t)queue->bytes.len;
		bs->is_full |= is_full(queue);
	}
	bs->bytes += added;
	return b->nreaders;
}

/* Start the session's private lines. From now on no kind queue may be sent to it unmerged. */
static struct private_lines *
begin_private_lines(struct batches *bs, struct session *s)
{
	struct private_lines *lines;
	const struct member *m;
	struct reader *reader;

	lines = s->private_lines = xcalloc(1, sizeof(*lines));
	lines->session = s;
	TAILQ_INSERT_TAIL(&bs->queued, lines, link);
	TAILQ_FOREACH (m, &s->user->rooms, in_user) {
		reader = find_reader(m, s);
		if (reader != NULL)
			reader->flags |= READER_MERGE;
	}
	net_request_turn_end(bs->server->net);
	return lines;
}

void
batches_queue(struct batches *bs, struct session *s, uint64_t position,
    const void *p, size_t n)
{
	struct private_lines *lines = s->private_lines != NULL
					  ? s->private_lines
					  : begin_private_lines(bs, s);

	if (lines->n == lines->size) {
		lines->size = lines->size == 0 ? 4 : 2 * lines->size;
		lines->v =
		    xreallocarray(lines->v, lines->size, sizeof(*lines->v));
	}
	buf_add(&lines->bytes, p, n);
	lines->v[lines->n++] =
	    (struct private_line){ position, (uint32_t)lines->bytes.len };
	bs->bytes += n + ENTRY_COST;
}

static void
close_batch(struct batches *bs, struct room_batch *b)
{
	struct kind_queue *queue;
	uint16_t i;

	if (b->nentries == 0)
		return;
	TAILQ_REMOVE(&bs->open, b, link);
	bs->nopen--;
	bs->bytes -= (size_t)b->nentries * ENTRY_COST;
	for (i = 0; i < b->nqueues; i++) {
		queue = &b->queues[i];
		bs->bytes -= queue->bytes.len;
		buf_clear(&queue->bytes);
		free(queue->ends);
		queue->ends = NULL;
	}
	free(b->positions);
	b->positions = NULL;
	b->nentries = b->entries_size = 0;
}

static void
send_queue(const struct reader *reader, const struct kind_queue *queue)
{
	if (queue->bytes.len == 0)
		return;
	if (reader->fd >= 0)
		conn_send_direct(
		    reader->conn, reader->fd, queue->bytes.p, queue->bytes.len);
	else
		conn_send(reader->conn, queue->bytes.p, queue->bytes.len);
}

/*
 * Flush a room's batch. A reader of one room, or of one room with a batch, gets its kind queue
 * unmerged.
 */
static void
flush(struct batches *bs, struct room_batch *b)
{
	const unsigned merged =
	    bs->nopen > 1 ? READER_MERGE | READER_SEVERAL : READER_MERGE;
	struct reader *reader, *end = b->readers + b->nreaders;

	for (reader = b->readers; reader < end; reader++) {
		if (reader->flags & merged)
			flush_session(bs, reader->session);
		else
			send_queue(reader, &b->queues[reader->queue]);
		reader->from = 0;
		reader->flags &= (uint8_t)~READER_MERGE;
	}
	close_batch(bs, b);
}

void
batches_flush_all(struct batches *bs)
{
	while (!TAILQ_EMPTY(&bs->open))
		flush(bs, TAILQ_FIRST(&bs->open));
	while (!TAILQ_EMPTY(&bs->queued))
		flush_session(bs, TAILQ_FIRST(&bs->queued)->session);
	bs->is_full = 0;
	if (bs->merged.size > ROOM_BATCH_MAX)
		buf_clear(&bs->merged);
}

void
batches_limit(struct batches *bs)
{
	if (bs->is_full || bs->bytes >= BATCHES_TOTAL_MAX)
		batches_flush_all(bs);
}

void
batches_clear(struct batches *bs)
{
	while (!TAILQ_EMPTY(&bs->open))
		close_batch(bs, TAILQ_FIRST(&bs->open));
	while (!TAILQ_EMPTY(&bs->queued))
		free_private_lines(bs, TAILQ_FIRST(&bs->queued));
	buf_clear(&bs->merged);
	free(bs->sources);
}

void
batches_add_member(struct member *m)
{
	struct session *s;

	SESSION_FOREACH(s, m->user)
	{
		if (session_is_listening(s))
			add_reader(m, s);
	}
	if (m->user->nrooms <= 2)
		note_rooms(m->user, m->user->nrooms);
}

void
batches_remove_member(struct batches *bs, struct member *m)
{
	struct room_batch *b = m->room->batch;
	struct user *u = m->user;

	while (m->first_reader != 0) {
		if (b->nentries > 0)
			flush_session(
			    bs, b->readers[m->first_reader - 1].session);
		remove_reader(b, m->first_reader - 1);
	}
	if (u->nrooms == 2)
		note_rooms(u, 1);
}

void
batches_add_session(struct session *s)
{
	struct member *m;

	TAILQ_FOREACH (m, &s->user->rooms, in_user)
		add_reader(m, s);
}

void
batches_remove_session(struct batches *bs, struct session *s)
{
	struct member *m;
	struct reader *reader;

	flush_session(bs, s);
	TAILQ_FOREACH (m, &s->user->rooms, in_user) {
		reader = find_reader(m, s);
		if (reader != NULL)
			remove_reader(m->room->batch,
			    (uint32_t)(reader -
				       ((struct room_batch *)m->room->batch)
					   ->readers));
	}
}

void
batches_update_kind(struct batches *bs, struct session *s)
{
	const struct member *m;
	struct room_batch *b;
	struct reader *reader;
	struct kind_queue *queue;

	TAILQ_FOREACH (m, &s->user->rooms, in_user) {
		reader = find_reader(m, s);
		if (reader == NULL)
			continue;
		b = m->room->batch;
		queue = &b->queues[reader->queue];
		if (queue->kind == s->dialect->kind(s, m->room))
			continue;
		flush_session(bs, s);
		queue->readers--;
		set_queue(b, reader);
	}
}

void
batches_update_direct(struct session *s)
{
	const struct member *m;
	struct reader *reader;

	if (s->user == NULL)
		return;
	TAILQ_FOREACH (m, &s->user->rooms, in_user) {
		reader = find_reader(m, s);
		if (reader != NULL)
			reader->fd = conn_direct_fd(s->conn);
	}
}

void
batches_free_room(struct batches *bs, struct room *room)
{
	struct room_batch *b = room->batch;

	if (b == NULL)
		return;
	assert(b->nreaders == 0);
	close_batch(bs, b);
	free(b->readers);
	free(b->queues);
	free(b);
	room->batch = NULL;
}
