/*
 * outbox: gathers what happens in a room in one turn of the loop and sends it,
 * one conn_send per member's session (DESIGN: the fast path).
 */
#include "server/proto/outbox.h"

#include <assert.h>
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/proto/deliver.h"
#include "server/proto/lanes.h"
#include "server/proto/session.h"

/*
 * A line by one of the readers, or by another session of theirs: what they get in the place
 * of [from, to) of their lane.
 */
struct own {
	struct session *session;
	size_t lane;
	size_t from, to;
	size_t own_from, own_to; /* in own_bytes */
};

struct outbox {
	struct room *room;
	uint64_t no;
	struct lanes lanes;
	struct own *owns;
	size_t nowns;
	size_t owns_size;
	struct buf own_bytes;
	TAILQ_ENTRY(outbox) link;
};

void
outboxes_init(struct outboxes *os, struct server *server)
{
	*os = (struct outboxes){ .server = server };
	TAILQ_INIT(&os->open);
}

static size_t
outbox_bytes(const struct outbox *o)
{
	size_t i, n = o->own_bytes.len;

	for (i = 0; i < o->lanes.n; i++)
		n += o->lanes.v[i].bytes.len;
	return n;
}

static void
close_outbox(struct outboxes *os, struct outbox *o)
{
	size_t i;

	for (i = 0; i < o->nowns; i++)
		o->owns[i].session->authored--;
	TAILQ_REMOVE(&os->open, o, link);
	os->nopen--;
	os->bytes -= outbox_bytes(o);
	o->room->outbox = NULL;
	lanes_clear(&o->lanes);
	buf_clear(&o->own_bytes);
	free(o->owns);
	free(o);
}

void
outboxes_clear(struct outboxes *os)
{
	while (!TAILQ_EMPTY(&os->open))
		close_outbox(os, TAILQ_FIRST(&os->open));
	buf_clear(&os->scratch);
}

/* Which kinds read along stays the same until the batch is flushed. */
static struct outbox *
open_outbox(struct outboxes *os, struct room *room)
{
	struct outbox *o;
	struct member *m;
	struct session *s;

	o = xcalloc(1, sizeof(*o));
	o->room = room;
	o->no = ++os->last_no;
	TAILQ_FOREACH (m, &room->members, in_room) {
		SESSION_FOREACH(s, m->user)
		{
			if (session_hears(s))
				lanes_get(&o->lanes, s, room);
		}
	}
	TAILQ_INSERT_TAIL(&os->open, o, link);
	os->nopen++;
	room->outbox = o;
	net_want_turn_end(os->server->net);
	return o;
}

/*
 * The batch for a line by that session (or NULL). If its user spoke last in a batch that is
 * flushed later than this room's, all go first.
 */
static struct outbox *
get_outbox(struct outboxes *os, struct room *room, const struct session *author)
{
	struct outbox *o = room->outbox;

	if (o != NULL && author != NULL && author->last_batch > o->no) {
		outboxes_flush_all(os);
		o = NULL;
	}
	return o != NULL ? o : open_outbox(os, room);
}

static struct own *
add_own(struct outbox *o, struct session *s)
{
	struct own *own;

	if (o->nowns == o->owns_size) {
		o->owns_size = o->owns_size == 0 ? 4 : 2 * o->owns_size;
		o->owns = xreallocarray(o->owns, o->owns_size, sizeof(*own));
	}
	own = &o->owns[o->nowns++];
	*own = (struct own){ .session = s };
	own->lane = lanes_find(&o->lanes, s, o->room);
	assert(own->lane < o->lanes.n);
	own->from = o->lanes.v[own->lane].bytes.len;
	s->authored++;
	return own;
}

/* The other sessions of who did it, as far as they get something else than all. */
static void
add_siblings(struct outboxes *os, struct outbox *o,
    const struct chat_applied *a, const struct session *author)
{
	struct session *s;
	struct own *own;
	size_t from;

	SESSION_FOREACH(s, a->user)
	{
		if (s == author || !session_hears(s) ||
		    s->dialect->format_sibling == NULL)
			continue;
		from = o->own_bytes.len;
		if (!s->dialect->format_sibling(
			os->server, a, s, &o->own_bytes))
			continue;
		own = add_own(o, s);
		own->own_from = from;
		own->own_to = o->own_bytes.len;
	}
}

static void
add_lines(struct outboxes *os, struct outbox *o, const struct chat_applied *a)
{
	struct lane *lane;
	size_t i;

	for (i = 0; i < o->lanes.n; i++) {
		lane = &o->lanes.v[i];
		lane->dialect->format(os->server, a, lane->kind, &lane->bytes);
	}
}

/* The author's is the last one. */
static void
format_own(struct outboxes *os, struct outbox *o, const struct chat_applied *a)
{
	struct own *own = &o->owns[o->nowns - 1];
	struct session *s = own->session;

	own->own_from = o->own_bytes.len;
	s->dialect->format_own(os->server, a, s, &o->own_bytes);
	own->own_to = o->own_bytes.len;
}

/* A line for all, and in its place what these get who did it. */
static void
add_event(struct outboxes *os, struct outbox *o, const struct chat_applied *a,
    struct session *author)
{
	size_t i, first = o->nowns;
	struct session *s;

	if (a->user != NULL && room_find_member(a->room, a->user) != NULL) {
		add_siblings(os, o, a, author);
		SESSION_FOREACH(s, a->user)
		s->last_batch = o->no;
	}
	if (author != NULL)
		add_own(o, author);
	add_lines(os, o, a);
	for (i = first; i < o->nowns; i++)
		o->owns[i].to = o->lanes.v[o->owns[i].lane].bytes.len;
	if (author != NULL)
		format_own(os, o, a);
}

/* A writer from outside the room hears at once what became of it. */
static void
answer_outsider(
    struct outboxes *os, struct session *s, const struct chat_applied *a)
{
	struct buf own = { 0 };

	s->dialect->format_own(os->server, a, s, &own);
	session_send(s, own.p, own.len);
	buf_clear(&own);
}

static int
is_over(const struct outboxes *os, const struct outbox *o)
{
	size_t i;

	for (i = 0; i < o->lanes.n; i++)
		if (o->lanes.v[i].bytes.len >= DELIVER_BATCH_MAX)
			return 1;
	return o->own_bytes.len >= DELIVER_BATCH_MAX ||
	       os->bytes >= DELIVER_TOTAL_MAX;
}

void
outboxes_add(struct outboxes *os, const struct chat_applied *a)
{
	struct session *author = session_by_id(os->server, a->event->origin);
	struct outbox *o;
	int inside;
	size_t before;

	if (author != NULL && !session_hears(author))
		author = NULL;
	inside = author != NULL && room_find_member(a->room, author->user);
	o = get_outbox(os, a->room, author);
	before = outbox_bytes(o);
	add_event(os, o, a, inside ? author : NULL);
	os->bytes += outbox_bytes(o) - before;
	if (is_over(os, o))
		outboxes_flush_room(os, a->room);
	if (author != NULL && !inside)
		answer_outsider(os, author, a);
}

static int
compare_owns(const void *va, const void *vb)
{
	const struct own *a = va, *b = vb;

	if (a->session->id != b->session->id)
		return a->session->id < b->session->id ? -1 : 1;
	if (a->own_from != b->own_from)
		return a->own_from < b->own_from ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	return 0;
}

/* The first own line of the session; nowns if there is none. */
static size_t
first_own(const struct outbox *o, const struct session *s)
{
	size_t low = 0, high = o->nowns, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (o->owns[mid].session->id < s->id)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void
send_spliced(struct outboxes *os, const struct outbox *o,
    const struct buf *lane, struct session *s)
{
	struct buf *out = &os->scratch;
	const struct own *own;
	size_t i, at = 0;

	buf_reset(out);
	for (i = first_own(o, s); i < o->nowns; i++) {
		own = &o->owns[i];
		if (own->session != s)
			break;
		buf_add(out, lane->p + at, own->from - at);
		buf_add(out, o->own_bytes.p + own->own_from,
		    own->own_to - own->own_from);
		at = own->to;
	}
	buf_add(out, lane->p + at, lane->len - at);
	if (out->len > 0)
		conn_send(s->conn, out->p, out->len);
}

static void
send_lane(struct outboxes *os, const struct outbox *o, struct session *s)
{
	size_t i = lanes_find(&o->lanes, s, o->room);
	const struct buf *lane;

	assert(i < o->lanes.n);
	lane = &o->lanes.v[i].bytes;
	if (s->authored > 0)
		send_spliced(os, o, lane, s);
	else if (lane->len > 0)
		conn_send(s->conn, lane->p, lane->len);
}

static void
flush(struct outboxes *os, struct outbox *o)
{
	struct member *m;
	struct session *s;

	if (o->nowns > 1)
		qsort(o->owns, o->nowns, sizeof(*o->owns), compare_owns);
	TAILQ_FOREACH (m, &o->room->members, in_room) {
		SESSION_FOREACH(s, m->user)
		{
			if (session_hears(s))
				send_lane(os, o, s);
		}
	}
	close_outbox(os, o);
}

static void
flush_up_to(struct outboxes *os, uint64_t no)
{
	struct outbox *o, *next;

	for (o = TAILQ_FIRST(&os->open); o != NULL && o->no <= no; o = next) {
		next = TAILQ_NEXT(o, link);
		flush(os, o);
	}
}

void
outboxes_flush_all(struct outboxes *os)
{
	flush_up_to(os, os->last_no);
	if (os->scratch.size > DELIVER_BATCH_MAX)
		buf_clear(&os->scratch);
}

void
outboxes_flush_room(struct outboxes *os, const struct room *room)
{
	const struct outbox *o = room->outbox;

	if (o != NULL)
		flush_up_to(os, o->no);
}

void
outboxes_flush_user(struct outboxes *os, const struct user *u)
{
	const struct member *m;
	const struct outbox *o;
	uint64_t no = 0;

	if (os->nopen == 0)
		return;
	TAILQ_FOREACH (m, &u->rooms, in_user) {
		o = m->room->outbox;
		if (o != NULL && o->no > no)
			no = o->no;
	}
	flush_up_to(os, no);
}
