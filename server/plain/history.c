/*
 * history: the commands /history and /search, and the history shown on joining; each line begins with its time.
 * The store may answer at once or later. The session's next line waits for the answer.
 */
#include "server/plain/history.h"

#include <stdlib.h>
#include <string.h>

#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/account/offline_messages.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/config/config.h"
#include "server/plain/event_text.h"
#include "server/plain/parse.h"
#include "server/plain/reply.h"
#include "server/session/deferred_reply.h"
#include "server/session/history_access.h"
#include "server/session/session.h"

enum { DEFAULT_LINES = 50 /* if the command has no number */ };

struct history_request {
	struct deferred_reply reply;
	char *room;	      /* NULL: any room of the user */
	const char *if_empty; /* the reply to an empty result; NULL: none */
};

static void
history_request_free(struct history_request *q)
{
	free(q->room);
	free(q);
}

/* True if the session's user sent this direct message. */
static int
is_own(const struct session *s, const struct chat_event *e)
{
	char me[CONVERSATION_PARTY], from[CONVERSATION_PARTY];

	return history_reader_party(s, me) == 0 &&
	       conversation_party(from, e->account, view_of(e->nick)) == 0 &&
	       strcmp(me, from) == 0;
}

static void
format_direct(
    struct buf *lines, const struct session *s, const struct chat_event *e)
{
	const struct chat_applied applied = { .event = e };

	plain_format_history(
	    &applied, plain_kind(s, NULL), is_own(s, e) ? s : NULL, lines);
}

static void
format_room(struct buf *lines, const struct session *s, const char *room,
    const struct chat_event *e)
{
	struct chat_event one = *e;
	struct chat_applied applied = { .event = &one };

	applied.room = world_find_room(
	    s->server->world, view_of(room != NULL ? room : e->target));
	if (applied.room == NULL)
		return;
	one.target = applied.room->name;
	plain_format_history(&applied,
	    plain_kind(s, applied.room) |
		(room != NULL ? (uint32_t)PLAIN_CURRENT : 0),
	    NULL, lines);
}

static void
add_event(struct buf *out, struct session *s, const char *room,
    const struct chat_event *e)
{
	char stamp[HISTORY_STAMP];
	struct buf lines = { 0 };
	struct view rest, line;

	if (conversation_is_direct(e))
		format_direct(&lines, s, e);
	else
		format_room(&lines, s, room, e);
	history_stamp(stamp, e->time);
	rest = buf_view(&lines);
	while (rest.len > 0 && view_cut(&rest, '\n', &line))
		buf_printf(out, "%s%.*s\n", stamp, VIEW_ARG(line));
	buf_clear(&lines);
}

/* Return the last lines of text that fit half of a session's send queue. */
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

static const char *
store_error_text(enum store_result result)
{
	switch (result) {
	case STORE_TOO_LONG:
		return _("The search took too long. Use less common words.");
	case STORE_TOO_COMPLEX:
		return _("There are too many words to search for. Use at most "
			 "16.");
	case STORE_BUSY:
		return _("You have searched too much, or too many of your "
			 "requests are waiting. Try again in a minute.");
	default:
		return _(
		    "The server cannot read the history now. Try again later.");
	}
}

static void
show(struct session *s, const struct history_request *q,
    enum store_result result, struct chat_event *const *events, size_t n)
{
	struct buf out = { 0 };
	struct view text;
	size_t i;

	if (result != STORE_OK && q->if_empty != NULL)
		plain_reply(s, "%s", store_error_text(result));
	else if (n == 0 && q->if_empty != NULL)
		plain_reply(s, "%s", q->if_empty);
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
	struct history_request *q = ctx;
	struct session *s = deferred_reply_resume(&q->reply);

	if (s != NULL)
		show(s, q, result, events, n);
	if (deferred_reply_done(&q->reply))
		history_request_free(q);
}

static struct history_request *
history_request_new(struct session *s, const char *room, const char *if_empty)
{
	struct history_request *q = xcalloc(1, sizeof(*q));

	deferred_reply_begin(&q->reply, s, s);
	q->room = xstrdup(room);
	q->if_empty = if_empty;
	return q;
}

/* The store was asked: if it has not answered yet, the session waits. */
static void
asked(struct history_request *q)
{
	if (deferred_reply_asked(&q->reply, 0))
		history_request_free(q);
}

static void
ask_room(struct session *s, const struct member *m,
    const struct store_range *range, const char *if_empty)
{
	struct history_request *q =
	    history_request_new(s, m->room->name, if_empty);
	struct store *store = s->server->store;

	store->ops->query(store, m->room->folded, range, events_cb, q);
	asked(q);
}

void
plain_show_history(struct session *s, const struct room *r)
{
	const struct member *m = room_find_member(r, s->user);
	size_t limit = (size_t)s->server->config->welcome_lines;
	struct store_range range;
	char key[SESSION_KEY];

	if (m == NULL || limit == 0)
		return;
	history_before_join(m, s, limit, &range);
	range.requester = history_requester(s, key);
	ask_room(s, m, &range, NULL);
}

static void
offline_messages_cb(struct chat_event *const *events, size_t n, void *ctx)
{
	events_cb(STORE_OK, events, n, ctx);
}

void
plain_show_offline_messages(struct session *s)
{
	size_t lines = (size_t)s->server->config->welcome_lines;
	struct history_request *q;

	if (lines == 0 || !offline_messages_any(s))
		return;
	q = history_request_new(s, NULL, NULL);
	offline_messages_query(s, lines, offline_messages_cb, q);
	asked(q);
}

static size_t
at_most(const struct session *s, long long n)
{
	long long max = s->server->config->chathistory_max;

	return (size_t)(n < max ? n : max);
}

/* Parse the number of lines. Returns 0, or -1 after telling the user. */
static int
parse_lines(struct session *s, struct view word, size_t *lines)
{
	long long n = DEFAULT_LINES;

	if (word.len > 0 && view_to_int(word, 1, 1000000000, &n) != 0) {
		plain_reply(
		    s, _("Invalid number of lines. Example: /history 100"));
		return -1;
	}
	*lines = at_most(s, n);
	return 0;
}

static void
ask_user(struct session *s, const char *me, struct view nick,
    const struct store_range *range)
{
	struct history_request *q =
	    history_request_new(s, NULL, _("No messages."));
	struct store *store = s->server->store;
	char other[CONVERSATION_PARTY], key[CONVERSATION_KEY];

	if (history_party(s->server, nick, other) == 0)
		conversation_key(key, me, other);
	else
		key[0] = '\0';
	store->ops->query(store, key, range, events_cb, q);
	asked(q);
}

/* True if the first word is a nick, and this user has a history of direct messages; sets me to its key. */
static int
is_about_user(const struct session *s, struct view args, char *me)
{
	struct view word = plain_cut_word(&args);
	char *room = plain_room_name(word);
	int is_room = history_member(s, view_of(room)) != NULL;

	free(room);
	return !is_room && history_is_nick(word) &&
	       history_reader_party(s, me) == 0;
}

void
plain_history(struct session *s, struct view args)
{
	struct store_range range = { .latest = 1, .messages_only = 1 };
	const struct member *m;
	char me[CONVERSATION_PARTY], key[SESSION_KEY], *room;
	struct view nick;

	range.requester = history_requester(s, key);
	if (is_about_user(s, args, me)) {
		nick = plain_cut_word(&args);
		if (parse_lines(s, plain_cut_word(&args), &range.limit) == 0)
			ask_user(s, me, nick, &range);
		return;
	}
	room = plain_cut_room(s, &args);
	if (room == NULL)
		return;
	m = history_member(s, view_of(room));
	if (parse_lines(s, plain_cut_word(&args), &range.limit) != 0) {
		;
	} else if (m == NULL) {
		plain_reply_refusal(s, CHAT_NOT_MEMBER, view_of(room));
	} else {
		range.closed_from = room_reads_closed_from(m);
		ask_room(s, m, &range, _("No messages."));
	}
	free(room);
}

void
plain_search(struct session *s, struct view args)
{
	struct store *store = s->server->store;
	struct store_search search = { .limit = at_most(s, DEFAULT_LINES) };
	struct history_rooms rooms;
	char me[CONVERSATION_PARTY], key[SESSION_KEY], *text;
	struct history_request *q;

	if (args.len == 0) {
		plain_reply(
		    s, _("Words missing. Usage: /search WORDS (for example "
			 "/search green tea)"));
		return;
	}
	text = xviewdup(args);
	history_rooms_init(&rooms, s);
	search.requester = history_requester(s, key);
	search.text = text;
	search.in = rooms.names;
	search.closed_from = rooms.closed_from;
	search.n = rooms.n;
	if (history_reader_party(s, me) == 0)
		search.party = me;
	q = history_request_new(s, NULL, _("No messages found."));
	store->ops->search(store, &search, events_cb, q);
	asked(q);
	history_rooms_clear(&rooms);
	free(text);
}
