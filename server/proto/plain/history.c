/*
 * history: what was said before, for plain peers: a line each, with its time before it.
 * The store may answer at once or later; the next line that is typed waits for it.
 */
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/config.h"
#include "server/proto/awaited.h"
#include "server/proto/history.h"
#include "server/proto/plain/plain.h"
#include "server/proto/session.h"

enum { SHOWN = 50 /* without a number */ };

struct question {
	struct awaited awaited;
	uint64_t session;
	char *room;	     /* NULL: it is searched in all */
	const char *nothing; /* said when there is nothing; NULL: not */
	int answered;
	int waits; /* the session does, for the answer */
};

static void
question_free(struct question *q)
{
	free(q->room);
	free(q);
}

static void
add_event(struct buf *out, struct session *s, const char *room,
    const struct chat_event *e)
{
	struct chat_event one = *e;
	struct chat_applied applied = { .event = &one };
	char stamp[HISTORY_STAMP];
	struct buf lines = { 0 };
	struct view rest, line;

	applied.room = world_find_room(
	    s->server->world, view_of(room != NULL ? room : e->target));
	if (applied.room == NULL)
		return;
	one.target = applied.room->name;
	plain_format(s->server, &applied,
	    plain_kind(s, applied.room) |
		(room != NULL ? (uint32_t)PLAIN_CURRENT : 0),
	    &lines);
	history_stamp(stamp, e->time);
	rest = buf_view(&lines);
	while (rest.len > 0 && view_cut(&rest, '\n', &line))
		buf_printf(out, "%s%.*s\n", stamp, VIEW_ARG(line));
	buf_clear(&lines);
}

/* As much of the end as may wait for a slow reader. */
static struct view
cut_front(const struct session *s, struct view text)
{
	size_t max = (size_t)s->server->config->queue_max / 2;
	const char *end;

	if (text.len <= max)
		return text;
	text.p += text.len - max;
	text.len = max;
	end = memchr(text.p, '\n', text.len);
	if (end == NULL)
		return VIEW("");
	text.len -= (size_t)(end + 1 - text.p);
	text.p = end + 1;
	return text;
}

static void
show(struct session *s, const struct question *q, enum store_result result,
    struct chat_event *const *events, size_t n)
{
	struct buf out = { 0 };
	struct view text;
	size_t i;

	if (result != STORE_OK && q->nothing != NULL)
		plain_tell(s, "That can't be looked up now.");
	else if (n == 0 && q->nothing != NULL)
		plain_tell(s, "%s", q->nothing);
	for (i = 0; i < n; i++)
		add_event(&out, s, q->room, events[i]);
	text = cut_front(s, buf_view(&out));
	session_send(s, text.p, text.len);
	buf_clear(&out);
}

static void
events_cb(enum store_result result, struct chat_event *const *events, size_t n,
    void *ctx)
{
	struct question *q = ctx;
	struct session *s = awaited_session(&q->awaited, q->session);

	q->answered = 1;
	awaited_end(&q->awaited);
	if (s != NULL) {
		show(s, q, result, events, n);
		if (q->waits)
			session_go_on(s);
	}
	if (q->waits)
		question_free(q);
}

static struct question *
question_new(struct session *s, const char *room, const char *nothing)
{
	struct question *q = xcalloc(1, sizeof(*q));

	awaited_begin(&q->awaited, s->server);
	q->session = s->id;
	q->room = xstrdup(room);
	q->nothing = nothing;
	return q;
}

/* The store was asked. */
static void
wait_for(struct session *s, struct question *q)
{
	if (q->answered) {
		question_free(q);
		return;
	}
	q->waits = 1;
	session_hold(s);
}

static void
ask_room(struct session *s, const struct member *m,
    const struct store_range *range, const char *nothing)
{
	struct question *q = question_new(s, m->room->name, nothing);
	struct store *store = s->server->store;

	store->ops->query(store, m->room->folded, range, events_cb, q);
	wait_for(s, q);
}

void
plain_show_past(struct session *s, const struct room *r)
{
	const struct member *m = room_find_member(r, s->user);
	size_t limit = (size_t)s->server->config->welcome_lines;
	struct store_range range;

	if (m == NULL || limit == 0)
		return;
	history_before_entering(m, s, limit, &range);
	ask_room(s, m, &range, NULL);
}

static size_t
at_most(const struct session *s, long long n)
{
	long long max = s->server->config->chathistory_max;

	return (size_t)(n < max ? n : max);
}

void
plain_run_history(struct session *s, struct view args)
{
	char *room = plain_room_meant(s, &args);
	struct view word = plain_cut_word(&args);
	struct store_range range = { .latest = 1, .said_only = 1 };
	const struct member *m;
	long long n = SHOWN;

	if (room == NULL)
		return;
	m = history_member(s, view_of(room));
	if (word.len > 0 && view_to_int(word, 1, 1000000000, &n) != 0) {
		plain_tell(s, "How many lines? /history 100");
	} else if (m == NULL) {
		plain_tell_refusal(s, CHAT_NOT_MEMBER, view_of(room));
	} else {
		range.limit = at_most(s, n);
		range.closed_from = room_reads_closed_from(m);
		ask_room(s, m, &range, "Nothing was said there.");
	}
	free(room);
}

void
plain_run_search(struct session *s, struct view args)
{
	struct store *store = s->server->store;
	struct store_search search = { .limit = at_most(s, SHOWN) };
	struct history_rooms rooms;
	struct question *q;
	char *text;

	if (args.len == 0) {
		plain_tell(s, "For which words? /search green tea");
		return;
	}
	text = xviewdup(args);
	history_rooms_init(&rooms, s);
	search.text = text;
	search.in = rooms.names;
	search.closed_from = rooms.closed_from;
	search.n = rooms.n;
	q = question_new(s, NULL, "Nobody said so in your rooms.");
	store->ops->search(store, &search, events_cb, q);
	wait_for(s, q);
	history_rooms_clear(&rooms);
	free(text);
}
