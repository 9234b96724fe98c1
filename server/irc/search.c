/*
 * search: SEARCH (soju.im/search) in the rooms that the user may read and, for a logged-in user,
 * in their direct messages. Attributes are escaped like tags:
 * in=#tea;from=ada;text=two\swords;limit=5.
 */
#include <stdlib.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/linebuf.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/history_batch.h"
#include "server/irc/labels.h"
#include "server/irc/request.h"
#include "server/session/deferred_reply.h"
#include "server/session/history_access.h"

struct search_terms {
	struct view in;
	struct view from;
	struct view text;
	struct view after;
	struct view before;
	struct view limit;
};

static struct view *
find_term(struct search_terms *w, struct view key)
{
	const struct {
		const char *name;
		struct view *part;
	} parts[] = {
		{ "after", &w->after },
		{ "before", &w->before },
		{ "from", &w->from },
		{ "in", &w->in },
		{ "limit", &w->limit },
		{ "text", &w->text },
	};
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (view_equal(key, view_of(parts[i].name)))
			return parts[i].part;
	return NULL;
}

static void
fail(struct request *req, struct view what, const char *text)
{
	reply_fail(req, "SEARCH", "INVALID_PARAMS", what, text);
}

/* Parse the attributes; buf, as long as the list, gets the values. Returns 0, or -1 after a FAIL. */
static int
parse_terms(
    struct request *req, struct view list, char *buf, struct search_terms *w)
{
	struct view key, raw, *part;

	*w = (struct search_terms){ .limit = { NULL, 0 } };
	while (irc_tags_next(&list, &key, &raw)) {
		part = find_term(w, key);
		if (part == NULL) {
			fail(req, key, _("Unknown attribute"));
			return -1;
		}
		part->p = buf;
		part->len = irc_tag_unescape(buf, raw);
		buf += part->len;
	}
	return 0;
}

/* Parse a time. The search includes it, but the store excludes its bounds: so add `beside` ms. */
static int
parse_time(struct request *req, const char *what, struct view v, int beside,
    int64_t *ms)
{
	if (v.len == 0)
		return 0;
	if (clock_parse_iso(v, ms) != 0) {
		fail(req, view_of(what),
		    _("Invalid time. The format is YYYY-MM-DDThh:mm:ss.sssZ"));
		return -1;
	}
	*ms += beside;
	if (*ms < 1)
		*ms = 1;
	return 0;
}

static int
parse_limit(struct request *req, struct view v, size_t *limit)
{
	long long max = req->server->config->chathistory_max, n = max;

	if (v.len > 0 && view_to_int(v, 1, 1000000000, &n) != 0) {
		fail(req, VIEW("limit"),
		    _("The limit must be a number of at least 1"));
		return -1;
	}
	*limit = (size_t)(n < max ? n : max);
	return 0;
}

static void
fail_search(struct request *req, enum store_result result)
{
	switch (result) {
	case STORE_TOO_COMPLEX:
		fail(req, VIEW("text"),
		    _("Too many words. Search for at most 16 words"));
		break;
	case STORE_BUSY:
		reply_fail(req, "SEARCH", "RATE_LIMITED", VIEW(""),
		    _("You searched too much, or too many of your searches are "
		      "waiting. Try again in a minute"));
		break;
	case STORE_TOO_LONG:
		reply_fail(req, "SEARCH", "INTERNAL_ERROR", VIEW(""),
		    _("The search took too long. Search for rarer words, or in "
		      "a shorter span of time"));
		break;
	default:
		reply_fail(req, "SEARCH", "INTERNAL_ERROR", VIEW(""),
		    _("The search failed"));
	}
}

static void
found_cb(enum store_result result, struct chat_event *const *events, size_t n,
    void *ctx)
{
	struct history_batch_form form = { .batch = "soju.im/search" };
	struct deferred_reply *a = ctx;
	const struct session *s = deferred_reply_session(a);
	char me[CONVERSATION_PARTY];
	struct request *req;
	int is_done;

	if (result == STORE_OK && s != NULL) {
		if (history_reader_party(s, me) == 0)
			form.me = me;
		is_done = history_batch_answer(a, s, &form, events, n);
	} else {
		req = deferred_reply_resume(a);
		if (req != NULL)
			fail_search(req, result);
		is_done = deferred_reply_done(a);
	}
	if (is_done)
		free(a);
}

static void
ask(struct request *req, const struct store_search *search)
{
	struct store *store = req->server->store;
	struct deferred_reply *a = xcalloc(1, sizeof(*a));

	deferred_reply_begin(a, req->session, req);
	store->ops->search(store, search, found_cb, a);
	if (deferred_reply_asked(a, LABEL_STREAM))
		free(a);
}

static void
ask_room(
    struct request *req, const struct member *m, struct store_search search)
{
	const char *name = m->room->folded;
	const uint64_t closed_from = room_reads_closed_from(m);

	search.in = &name;
	search.closed_from = &closed_from;
	search.n = 1;
	ask(req, &search);
}

/* Search the direct messages with that nick. Users without an account have none. */
static void
ask_person(struct request *req, struct view nick, struct store_search search)
{
	char me[CONVERSATION_PARTY], other[CONVERSATION_PARTY],
	    key[CONVERSATION_KEY];
	const char *name = key;

	if (history_party(req->server, nick, other) != 0) {
		fail(req, VIEW("in"), _("That is not a valid nick"));
		return;
	}
	search.in = &name;
	if (history_reader_party(req->session, me) == 0) {
		conversation_key(key, me, other);
		search.n = 1;
	}
	ask(req, &search);
}

static void
ask_everywhere(struct request *req, struct store_search search)
{
	struct history_rooms rooms;
	char me[CONVERSATION_PARTY];

	history_rooms_init(&rooms, req->session);
	search.in = rooms.names;
	search.closed_from = rooms.closed_from;
	search.n = rooms.n;
	if (history_reader_party(req->session, me) == 0)
		search.party = me;
	ask(req, &search);
	history_rooms_clear(&rooms);
}

static void
ask_places(
    struct request *req, struct view in, const struct store_search *search)
{
	const struct member *m;

	if (in.len == 0) {
		ask_everywhere(req, *search);
		return;
	}
	m = history_member(req->session, in);
	if (m != NULL)
		ask_room(req, m, *search);
	else if (history_is_nick(in))
		ask_person(req, in, *search);
	else
		fail(req, VIEW("in"), _("You are not in that room"));
}

static void
cmd_search(struct request *req)
{
	struct store_search search = { .limit = 0 };
	char buf[LINE_REST_MAX];
	char *text = NULL, *from = NULL;
	char key[SESSION_KEY];
	struct search_terms w;

	request_keep_label(req, LABEL_ONE);
	if (parse_terms(req, request_param(req, 0), buf, &w) != 0 ||
	    parse_time(req, "after", w.after, -1, &search.after) != 0 ||
	    parse_time(req, "before", w.before, 1, &search.before) != 0 ||
	    parse_limit(req, w.limit, &search.limit) != 0)
		return;
	if (w.text.len > 0)
		search.text = text = xviewdup(w.text);
	if (w.from.len > 0)
		search.from = from = xviewdup(w.from);
	search.forward = w.after.len > 0;
	search.requester = history_requester(req->session, key);
	ask_places(req, w.in, &search);
	free(text);
	free(from);
}

const struct irc_command irc_search_commands[] = {
	{ "SEARCH", cmd_search, REGISTERED, 1, 1, 5, 0,
	    N_("in=#room;from=nick;text=words;after=time;before=time;limit=n"),
	    N_("Searches the messages of your rooms and, if you are logged in, "
	       "your direct messages.") },
	{ .name = NULL },
};
