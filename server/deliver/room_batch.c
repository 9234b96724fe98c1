/*
 * room_batch: slots, lanes, and how what waits for a session is put together.
 */
#include "server/deliver/room_batch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/deliver/deliver.h"
#include "server/session/session.h"

enum {
	SLOT_SEVERAL = 1, /* the user is in several rooms */
	SLOT_MERGE = 2 /* own lines, or not all of the open batch, are for it */
};

/* The fast path reads the first fields alone. */
struct slot {
	struct conn *conn;
	int fd; /* conn_direct_fd */
	uint16_t lane;
	uint8_t flags;
	uint32_t
	    from; /* the first entry that it has not got; 0 while none is there */
	uint32_t next; /* of the same member, + 1; 0: none */
	struct session *session;
	struct member *member;
};

struct lane {
	const struct dialect *dialect;
	uint32_t kind;
	uint32_t readers;
	struct buf bytes;
	uint32_t *ends; /* of each entry in bytes; NULL while there are none */
};

struct room_batch {
	struct room *room;
	struct slot *slots;
	uint32_t nslots;
	uint32_t slots_size;
	struct lane *lanes;
	uint16_t nlanes;
	uint64_t *positions; /* of the entries */
	uint32_t nentries;   /* 0: not open */
	uint32_t entries_size;
	TAILQ_ENTRY(room_batch) link;
};

struct own_line {
	uint64_t position;
	uint32_t end; /* in bytes */
};

struct own_lines {
	struct session *session;
	struct own_line *v;
	uint32_t n;
	uint32_t size;
	struct buf bytes;
	TAILQ_ENTRY(own_lines) link;
};

/* Something that is merged: entries of a lane, or own lines (own set). */
struct source {
	const uint64_t *positions;
	const uint32_t *ends;
	const struct own_line *own;
	const char *bytes;
	uint32_t at, n;
};

enum {
	ENTRY_COST =
	    16, /* bytes that an entry is counted as, beside its text */
	/* Bytes to all readers of a room together: what a flush may take of a turn's time. */
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

/* The lane of that kind; one without readers is used again. */
static uint16_t
get_lane(struct room_batch *b, const struct dialect *dialect, uint32_t kind)
{
	struct lane *lane;
	uint16_t i, idle = b->nlanes;

	for (i = 0; i < b->nlanes; i++) {
		if (b->lanes[i].readers == 0)
			idle = i;
		else if (b->lanes[i].kind == kind &&
			 b->lanes[i].dialect == dialect)
			return i;
	}
	if (idle == b->nlanes) {
		assert(b->nlanes < UINT16_MAX);
		b->lanes = xreallocarray(
		    b->lanes, (size_t)b->nlanes + 1, sizeof(*b->lanes));
		lane = &b->lanes[b->nlanes++];
		*lane = (struct lane){ .dialect = dialect };
		if (b->nentries > 0)
			lane->ends =
			    xcalloc(b->entries_size, sizeof(*lane->ends));
	}
	lane = &b->lanes[idle];
	lane->dialect = dialect;
	lane->kind = kind;
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
set_lane(struct room_batch *b, struct slot *slot)
{
	const struct session *s = slot->session;

	slot->lane = get_lane(b, s->dialect, s->dialect->kind(s, b->room));
	b->lanes[slot->lane].readers++;
}

/* All slots of the user say whether it is in several rooms. */
static void
note_rooms(const struct user *u, size_t nrooms)
{
	const struct member *m;
	struct room_batch *b;
	struct slot *slot;
	uint32_t i;

	TAILQ_FOREACH (m, &u->rooms, in_user) {
		b = m->room->batch;
		for (i = m->slot; i != 0; i = slot->next) {
			slot = &b->slots[i - 1];
			slot->flags &= (uint8_t)~SLOT_SEVERAL;
			slot->flags |= nrooms > 1 ? SLOT_SEVERAL : 0;
		}
	}
}

static void
add_slot(struct member *m, struct session *s)
{
	struct room_batch *b = get_batch(m->room);
	struct slot *slot;

	if (b->nslots == b->slots_size) {
		b->slots_size = b->slots_size == 0 ? 4 : 2 * b->slots_size;
		b->slots =
		    xreallocarray(b->slots, b->slots_size, sizeof(*b->slots));
	}
	slot = &b->slots[b->nslots++];
	*slot = (struct slot){ .conn = s->conn,
		.fd = conn_direct_fd(s->conn),
		.from = b->nentries,
		.next = m->slot,
		.session = s,
		.member = m };
	m->slot = b->nslots;
	if (m->user->nrooms > 1)
		slot->flags |= SLOT_SEVERAL;
	if (b->nentries > 0 || s->own != NULL)
		slot->flags |= SLOT_MERGE;
	set_lane(b, slot);
}

/* What points to a slot: its member, or the one before it of the same member. */
static uint32_t *
find_link(struct room_batch *b, uint32_t index)
{
	uint32_t *link = &b->slots[index].member->slot;

	while (*link != index + 1)
		link = &b->slots[*link - 1].next;
	return link;
}

/* The last one takes its place. */
static void
remove_slot(struct room_batch *b, uint32_t index)
{
	struct slot *slot = &b->slots[index];
	uint32_t last = b->nslots - 1;

	*find_link(b, index) = slot->next;
	b->lanes[slot->lane].readers--;
	if (index != last) {
		*find_link(b, last) = index + 1;
		*slot = b->slots[last];
	}
	b->nslots--;
}

static struct slot *
find_slot(const struct member *m, const struct session *s)
{
	struct room_batch *b = m->room->batch;
	uint32_t i;

	for (i = m->slot; i != 0; i = b->slots[i - 1].next)
		if (b->slots[i - 1].session == s)
			return &b->slots[i - 1];
	return NULL;
}

static void
free_own(struct batches *bs, struct own_lines *own)
{
	TAILQ_REMOVE(&bs->queued, own, link);
	bs->bytes -= own->bytes.len + (size_t)own->n * ENTRY_COST;
	own->session->own = NULL;
	buf_clear(&own->bytes);
	free(own->v);
	free(own);
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

/* What the session has not got of the open batches; it counts as got then. */
static size_t
collect_lanes(struct batches *bs, struct session *s)
{
	const struct member *m;
	struct room_batch *b;
	struct lane *lane;
	struct slot *slot;
	size_t n = 0;

	if (bs->nopen == 0 || s->user == NULL)
		return 0;
	TAILQ_FOREACH (m, &s->user->rooms, in_user) {
		b = m->room->batch;
		if (b == NULL || b->nentries == 0)
			continue;
		slot = find_slot(m, s);
		if (slot == NULL || slot->from == b->nentries)
			continue;
		lane = &b->lanes[slot->lane];
		*add_source(bs, &n) = (struct source){ b->positions, lane->ends,
			NULL, lane->bytes.p, slot->from, b->nentries };
		slot->from = b->nentries;
		slot->flags |= SLOT_MERGE;
	}
	return n;
}

static uint64_t
position_of(const struct source *src)
{
	return src->own != NULL ? src->own[src->at].position
				: src->positions[src->at];
}

static size_t
end_of(const struct source *src, uint32_t at)
{
	return src->own != NULL ? src->own[at].end : src->ends[at];
}

/* The bytes of [from, to). */
static struct view
range_of_source(const struct source *src, uint32_t from, uint32_t to)
{
	size_t begin = from == 0 ? 0 : end_of(src, from - 1);

	if (src->bytes == NULL)
		return (struct view){ NULL, 0 };
	return (struct view){ src->bytes + begin, end_of(src, to - 1) - begin };
}

/* Own lines come first at a position. */
static int
is_before(const struct source *a, const struct source *b)
{
	uint64_t at = position_of(a), bt = position_of(b);

	return at != bt ? at < bt : a->own != NULL && b->own == NULL;
}

/* A heap, the first one on top. */
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

/* The one that comes next after the top; NULL: there is none. */
static const struct source *
second(const struct source *v, size_t n)
{
	if (n < 2)
		return NULL;
	return n > 2 && is_before(&v[2], &v[1]) ? &v[2] : &v[1];
}

/* Take all of the top that comes before the next source, in one piece. Returns the last position. */
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

/* What is in several rooms comes from one of them. */
static void
merge(struct source *v, size_t n, struct buf *out)
{
	uint64_t last = 0;
	size_t i;

	for (i = n / 2; i-- > 0;)
		sift_down(v, n, i);
	while (n > 0) {
		if (v[0].own == NULL && position_of(&v[0]) == last)
			v[0].at++;
		else
			last = take_run(&v[0], second(v, n), out);
		if (v[0].at == v[0].n)
			v[0] = v[--n];
		if (n > 0)
			sift_down(v, n, 0);
	}
}

/* All that waits for a session, which counts as got; valid until the next call. */
static struct view
take_waiting(struct batches *bs, struct session *s)
{
	size_t n = collect_lanes(bs, s);

	if (n == 0 && s->own == NULL)
		return (struct view){ NULL, 0 };
	if (n == 1 && s->own == NULL)
		return range_of_source(
		    &bs->sources[0], bs->sources[0].at, bs->sources[0].n);
	if (s->own != NULL)
		*add_source(bs, &n) = (struct source){ NULL, NULL, s->own->v,
			s->own->bytes.p, 0, s->own->n };
	buf_reset(&bs->merged);
	merge(bs->sources, n, &bs->merged);
	if (s->own != NULL)
		free_own(bs, s->own);
	return buf_view(&bs->merged);
}

void
batches_flush_session(struct batches *bs, struct session *s)
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

/* Returns a place for one more entry. */
static uint32_t
begin_entry(struct batches *bs, struct room_batch *b)
{
	uint16_t i;

	if (b->nentries == b->entries_size) {
		b->entries_size =
		    b->entries_size == 0 ? 8 : 2 * b->entries_size;
		b->positions = xreallocarray(
		    b->positions, b->entries_size, sizeof(*b->positions));
		for (i = 0; i < b->nlanes; i++)
			b->lanes[i].ends = xreallocarray(b->lanes[i].ends,
			    b->entries_size, sizeof(*b->lanes[i].ends));
	}
	if (b->nentries == 0) {
		TAILQ_INSERT_TAIL(&bs->open, b, link);
		bs->nopen++;
		net_want_turn_end(bs->server->net);
	}
	bs->bytes += ENTRY_COST;
	return b->nentries++;
}

/* Append the event to each lane that has readers. Returns the bytes that were added. */
static size_t
add_to_lanes(struct room_batch *b, struct rendering *r)
{
	struct lane *lane;
	struct view line;
	size_t n = 0;
	uint16_t i;

	for (i = 0; i < b->nlanes; i++) {
		lane = &b->lanes[i];
		if (lane->readers == 0)
			continue;
		line = rendering_get(r, lane->dialect, lane->kind);
		buf_add_view(&lane->bytes, line);
		n += line.len;
	}
	return n;
}

static int
is_full(const struct lane *lane)
{
	return lane->bytes.len >= DELIVER_BATCH_MAX ||
	       lane->bytes.len * lane->readers >= FLUSH_MAX;
}

size_t
batches_add(struct batches *bs, struct room *room, uint64_t position,
    struct rendering *r)
{
	struct room_batch *b = room->batch;
	struct lane *lane;
	uint32_t entry;
	size_t added;
	uint16_t i;

	if (b == NULL || b->nslots == 0)
		return 0;
	added = add_to_lanes(b, r);
	if (added == 0)
		return 0;
	entry = begin_entry(bs, b);
	b->positions[entry] = position;
	for (i = 0; i < b->nlanes; i++) {
		lane = &b->lanes[i];
		lane->ends[entry] = (uint32_t)lane->bytes.len;
		bs->is_full |= is_full(lane);
	}
	bs->bytes += added;
	return b->nslots;
}

/* No lane alone may be sent to the session before its own lines. */
static struct own_lines *
begin_own(struct batches *bs, struct session *s)
{
	struct own_lines *own;
	const struct member *m;
	struct slot *slot;

	own = s->own = xcalloc(1, sizeof(*own));
	own->session = s;
	TAILQ_INSERT_TAIL(&bs->queued, own, link);
	TAILQ_FOREACH (m, &s->user->rooms, in_user) {
		slot = find_slot(m, s);
		if (slot != NULL)
			slot->flags |= SLOT_MERGE;
	}
	net_want_turn_end(bs->server->net);
	return own;
}

void
batches_queue(struct batches *bs, struct session *s, uint64_t position,
    const void *p, size_t n)
{
	struct own_lines *own = s->own != NULL ? s->own : begin_own(bs, s);

	if (own->n == own->size) {
		own->size = own->size == 0 ? 4 : 2 * own->size;
		own->v = xreallocarray(own->v, own->size, sizeof(*own->v));
	}
	buf_add(&own->bytes, p, n);
	own->v[own->n++] =
	    (struct own_line){ position, (uint32_t)own->bytes.len };
	bs->bytes += n + ENTRY_COST;
}

static void
close_batch(struct batches *bs, struct room_batch *b)
{
	struct lane *lane;
	uint16_t i;

	if (b->nentries == 0)
		return;
	TAILQ_REMOVE(&bs->open, b, link);
	bs->nopen--;
	bs->bytes -= (size_t)b->nentries * ENTRY_COST;
	for (i = 0; i < b->nlanes; i++) {
		lane = &b->lanes[i];
		bs->bytes -= lane->bytes.len;
		buf_clear(&lane->bytes);
		free(lane->ends);
		lane->ends = NULL;
	}
	free(b->positions);
	b->positions = NULL;
	b->nentries = b->entries_size = 0;
}

static void
send_lane(const struct slot *slot, const struct lane *lane)
{
	if (lane->bytes.len == 0)
		return;
	if (slot->fd >= 0)
		conn_send_direct(
		    slot->conn, slot->fd, lane->bytes.p, lane->bytes.len);
	else
		conn_send(slot->conn, lane->bytes.p, lane->bytes.len);
}

/* A reader of one room, or of one room with a batch, gets its lane as it is. */
static void
flush(struct batches *bs, struct room_batch *b)
{
	const unsigned merged =
	    bs->nopen > 1 ? SLOT_MERGE | SLOT_SEVERAL : SLOT_MERGE;
	struct slot *slot, *end = b->slots + b->nslots;

	for (slot = b->slots; slot < end; slot++) {
		if (slot->flags & merged)
			batches_flush_session(bs, slot->session);
		else
			send_lane(slot, &b->lanes[slot->lane]);
		slot->from = 0;
		slot->flags &= (uint8_t)~SLOT_MERGE;
	}
	close_batch(bs, b);
}

void
batches_flush_all(struct batches *bs)
{
	while (!TAILQ_EMPTY(&bs->open))
		flush(bs, TAILQ_FIRST(&bs->open));
	while (!TAILQ_EMPTY(&bs->queued))
		batches_flush_session(bs, TAILQ_FIRST(&bs->queued)->session);
	bs->is_full = 0;
	if (bs->merged.size > DELIVER_BATCH_MAX)
		buf_clear(&bs->merged);
}

void
batches_limit(struct batches *bs)
{
	if (bs->is_full || bs->bytes >= DELIVER_TOTAL_MAX)
		batches_flush_all(bs);
}

void
batches_clear(struct batches *bs)
{
	while (!TAILQ_EMPTY(&bs->open))
		close_batch(bs, TAILQ_FIRST(&bs->open));
	while (!TAILQ_EMPTY(&bs->queued))
		free_own(bs, TAILQ_FIRST(&bs->queued));
	buf_clear(&bs->merged);
	free(bs->sources);
}

void
batches_add_member(struct member *m)
{
	struct session *s;

	SESSION_FOREACH(s, m->user)
	{
		if (session_hears(s))
			add_slot(m, s);
	}
	if (m->user->nrooms <= 2)
		note_rooms(m->user, m->user->nrooms);
}

void
batches_remove_member(struct batches *bs, struct member *m)
{
	struct room_batch *b = m->room->batch;
	struct user *u = m->user;

	while (m->slot != 0) {
		if (b->nentries > 0)
			batches_flush_session(
			    bs, b->slots[m->slot - 1].session);
		remove_slot(b, m->slot - 1);
	}
	if (u->nrooms == 2)
		note_rooms(u, 1);
}

void
batches_add_session(struct session *s)
{
	struct member *m;

	TAILQ_FOREACH (m, &s->user->rooms, in_user)
		add_slot(m, s);
}

void
batches_remove_session(struct batches *bs, struct session *s)
{
	struct member *m;
	struct slot *slot;

	batches_flush_session(bs, s);
	TAILQ_FOREACH (m, &s->user->rooms, in_user) {
		slot = find_slot(m, s);
		if (slot != NULL)
			remove_slot(m->room->batch,
			    (uint32_t)(slot -
				       ((struct room_batch *)m->room->batch)
					   ->slots));
	}
}

void
batches_update_kind(struct batches *bs, struct session *s)
{
	const struct member *m;
	struct room_batch *b;
	struct slot *slot;
	struct lane *lane;

	TAILQ_FOREACH (m, &s->user->rooms, in_user) {
		slot = find_slot(m, s);
		if (slot == NULL)
			continue;
		b = m->room->batch;
		lane = &b->lanes[slot->lane];
		if (lane->kind == s->dialect->kind(s, m->room))
			continue;
		batches_flush_session(bs, s);
		lane->readers--;
		set_lane(b, slot);
	}
}

void
batches_update_direct(struct session *s)
{
	const struct member *m;
	struct slot *slot;

	if (s->user == NULL)
		return;
	TAILQ_FOREACH (m, &s->user->rooms, in_user) {
		slot = find_slot(m, s);
		if (slot != NULL)
			slot->fd = conn_direct_fd(s->conn);
	}
}

void
batches_free_room(struct batches *bs, struct room *room)
{
	struct room_batch *b = room->batch;

	if (b == NULL)
		return;
	assert(b->nslots == 0);
	close_batch(bs, b);
	free(b->slots);
	free(b->lanes);
	free(b);
	room->batch = NULL;
}

size_t
batches_readers(const struct room *room)
{
	const struct room_batch *b = room->batch;

	return b == NULL ? 0 : b->nslots;
}
