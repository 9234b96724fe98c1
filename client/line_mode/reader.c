/*
 * reader: the order of messages, and the gaps between connections.
 */
#include "client/line_mode/reader.h"

#include <sys/queue.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <uthash.h>

#include "client/irc/history.h"
#include "client/irc/session.h"
#include "common/clock.h"
#include "common/duration.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	HELD_MAX =
	    5000, /* messages held back per place; then the history is read again */
	RECENT_MAX =
	    256, /* printed messages that are recognized if they arrive again */
	TEN_YEARS = 10 * 366 * 86400 /* seconds */
};

struct held_message {
	TAILQ_ENTRY(held_message) link;
	UT_hash_handle hh;
	char *key;
	char *msgid; /* NULL: none */
	int64_t time;
	char *line;
};

struct reader_place {
	struct reader_place *next;
	char *name;
	int readable; /* joined, or a user */
	int live; /* its history was read up to now: messages are printed as they come */
	int done;	  /* everything that was asked for was printed */
	uint64_t request; /* for history; 0: none */
	char *msgid;	  /* of the last message printed; NULL: unknown */
	int64_t
	    time; /* of that message, or where to begin; 0: at the beginning of the history */
	int begun; /* there is a place in the history to go on from */
	int moved; /* the answer had messages that were not printed before */
	int overflowed; /* messages were dropped, because too many were held: read the history again */
	TAILQ_HEAD(, held_message) held;
	struct held_message *by_key; /* the same */
	size_t nheld;
	char *recent[RECENT_MAX]; /* keys, a ring */
	size_t nrecent;
};

/* Parse a day, or a day and time, in the local time zone. Returns 0, or -1. */
static int
parse_local(const char *text, int64_t *ms)
{
	static const char *const formats[] = { "%Y-%m-%dT%H:%M:%S",
		"%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M",
		"%Y-%m-%d" };
	struct tm tm;
	char *end;
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		tm = (struct tm){ .tm_isdst = -1 };
		end = strptime(text, formats[i], &tm);
		if (end == NULL || *end != '\0')
			continue;
		*ms = (int64_t)mktime(&tm) * 1000;
		return *ms > 0 ? 0 : -1;
	}
	return -1;
}

/* True if the text was meant as a time: it begins like a year, or has a space. */
static int
looks_like_time(const char *text)
{
	return (strspn(text, "0123456789") == 4 && text[4] == '-') ||
	       strchr(text, ' ') != NULL;
}

int
reader_limit_parse(struct reader_limit *l, const char *text, char **cause)
{
	static const char prefix[] = "msgid=";
	struct view v = view_of(text);
	long long seconds;

	*l = (struct reader_limit){ 0 };
	if (view_has_prefix(v, VIEW(prefix)) && v.len > sizeof(prefix) - 1) {
		l->msgid = xstrdup(text + sizeof(prefix) - 1);
		return 0;
	}
	if (duration_parse(v, TEN_YEARS, &seconds) == 0) {
		l->time = clock_ms() - seconds * 1000;
		return 0;
	}
	if (clock_parse_iso(v, &l->time) == 0 ||
	    parse_local(text, &l->time) == 0)
		return 0;
	if (v.len == 0 || looks_like_time(text))
		return cause_set(cause,
		    _("\"%s\" is not a time: use 2026-01-31, 2026-01-31T12:30, "
		      "a duration such as 2h, or the msgid of a message"),
		    text);
	l->msgid = xstrdup(text);
	return 0;
}

void
reader_init(struct reader *r, struct irc_session *session,
    const struct reader_ops *ops, void *ctx)
{
	*r = (struct reader){ .session = session, .ops = *ops, .ctx = ctx };
}

static void
held_free(struct reader_place *p, struct held_message *h)
{
	TAILQ_REMOVE(&p->held, h, link);
	HASH_DEL(p->by_key, h);
	p->nheld--;
	free(h->key);
	free(h->msgid);
	free(h->line);
	free(h);
}

static void
drop_held(struct reader_place *p)
{
	while (!TAILQ_EMPTY(&p->held))
		held_free(p, TAILQ_FIRST(&p->held));
}

static void
place_free(struct reader_place *p)
{
	size_t i;

	drop_held(p);
	for (i = 0; i < RECENT_MAX; i++)
		free(p->recent[i]);
	free(p->name);
	free(p->msgid);
	free(p);
}

void
reader_clear(struct reader *r)
{
	struct reader_place *p;

	while ((p = r->places) != NULL) {
		r->places = p->next;
		place_free(p);
	}
	free(r->since.msgid);
	free(r->until.msgid);
	*r = (struct reader){ 0 };
}

static struct reader_place *
find(const struct reader *r, struct view name)
{
	struct reader_place *p;

	for (p = r->places; p != NULL; p = p->next)
		if (name_equal(view_of(p->name), name))
			break;
	return p;
}

int
reader_has(const struct reader *r, struct view name)
{
	return find(r, name) != NULL;
}

void
reader_add(struct reader *r, struct view name)
{
	struct reader_place **end = &r->places, *p;

	if (find(r, name) != NULL)
		return;
	while (*end != NULL)
		end = &(*end)->next;
	p = xcalloc(1, sizeof(*p));
	p->name = xviewdup(name);
	TAILQ_INIT(&p->held);
	if (r->since.msgid != NULL)
		p->msgid = xstrdup(r->since.msgid);
	/* A time is inclusive here, and exclusive in the protocol. */
	if (r->since.time != 0)
		p->time = r->since.time - 1;
	p->begun = r->since.msgid != NULL || r->since.time != 0;
	*end = p;
}

/* Request the messages after the last one printed. */
static void
request(struct reader *r, struct reader_place *p)
{
	const struct irc_bound nowhere = { 0 };
	struct irc_bound from = { view_of(p->msgid), p->time };

	if (p->msgid == NULL && p->time == 0)
		from.time = 1; /* the beginning; 0 would be no bound */
	p->moved = 0;
	p->request = irc_session_history(
	    r->session, IRC_AFTER, view_of(p->name), from, nowhere, 0);
}

/* Without `follows`, places are read one after the other. */
static void
read_next(struct reader *r)
{
	struct reader_place *p;

	for (p = r->places; p != NULL; p = p->next) {
		if (p->done)
			continue;
		if (p->readable && p->request == 0)
			request(r, p);
		return;
	}
	r->ops.done(r->ctx);
}

void
reader_start(struct reader *r, struct view name, int64_t time)
{
	struct reader_place *p = find(r, name);

	if (p == NULL || p->readable)
		return;
	p->readable = 1;
	if (!r->follows) {
		read_next(r);
		return;
	}
	if (p->begun) {
		request(r, p);
		return;
	}
	p->time = time;
	p->begun = p->live = 1;
}

static char *
make_key(const struct irc_event *ev)
{
	char *key;

	if (ev->msgid.len > 0)
		return xviewdup(ev->msgid);
	xasprintf(&key, "%lld %.*s %.*s", (long long)ev->time,
	    VIEW_ARG(ev->who), VIEW_ARG(ev->text));
	return key;
}

static int
is_recent(const struct reader_place *p, const char *key)
{
	size_t i;

	for (i = 0; i < RECENT_MAX && i < p->nrecent; i++)
		if (strcmp(p->recent[i], key) == 0)
			return 1;
	return 0;
}

/* Note that a message was printed. Takes over the key. */
static void
printed(struct reader_place *p, char *key, const char *msgid, int64_t time)
{
	char **slot = &p->recent[p->nrecent++ % RECENT_MAX];

	free(*slot);
	*slot = key;
	xreplace(&p->msgid, msgid);
	p->time = time;
	p->moved = 1;
}

/* Print a message, unless it was printed already. */
static void
print(struct reader *r, struct reader_place *p, const struct irc_event *ev)
{
	char *key = make_key(ev), *msgid;
	struct buf line = { 0 };

	if (is_recent(p, key)) {
		free(key);
		return;
	}
	msgid = ev->msgid.len > 0 ? xviewdup(ev->msgid) : NULL;
	printed(p, key, msgid, ev->time);
	free(msgid);
	r->ops.render(&line, ev, r->ctx);
	if (line.len > 0)
		r->ops.put(ev->time, buf_view(&line), r->ctx);
	buf_clear(&line);
}

/* Keep a message until the history before it was printed. */
static void
hold(struct reader *r, struct reader_place *p, const struct irc_event *ev)
{
	struct held_message *h, *old = NULL;
	struct buf line = { 0 };
	char *key = make_key(ev);

	HASH_FIND_STR(p->by_key, key, old);
	if (old != NULL || p->overflowed || p->nheld >= HELD_MAX) {
		p->overflowed |= old == NULL;
		free(key);
		return;
	}
	h = xcalloc(1, sizeof(*h));
	h->key = key;
	h->msgid = ev->msgid.len > 0 ? xviewdup(ev->msgid) : NULL;
	h->time = ev->time;
	r->ops.render(&line, ev, r->ctx);
	buf_str(&line);
	h->line = buf_take(&line);
	TAILQ_INSERT_TAIL(&p->held, h, link);
	HASH_ADD_KEYPTR(hh, p->by_key, h->key, strlen(h->key), h);
	p->nheld++;
}

/* The history has this message: do not print it again. */
static void
unhold(struct reader_place *p, const struct irc_event *ev)
{
	struct held_message *h = NULL;
	char *key = make_key(ev);

	HASH_FIND_STR(p->by_key, key, h);
	if (h != NULL)
		held_free(p, h);
	free(key);
}

static void
print_held(struct reader *r, struct reader_place *p)
{
	struct held_message *h;

	while ((h = TAILQ_FIRST(&p->held)) != NULL) {
		if (!is_recent(p, h->key)) {
			printed(p, xstrdup(h->key), h->msgid, h->time);
			r->ops.put(h->time, view_of(h->line), r->ctx);
		}
		held_free(p, h);
	}
}

/* True if the message is behind the end. A message that is named as the end is the last one. */
static int
is_behind(const struct reader *r, const struct irc_event *ev)
{
	return r->until.time != 0 && ev->time >= r->until.time;
}

static int
is_end(const struct reader *r, const struct irc_event *ev)
{
	return r->until.msgid != NULL &&
	       view_equal(ev->msgid, view_of(r->until.msgid));
}

static void
take_past(struct reader *r, struct reader_place *p, const struct irc_event *ev)
{
	if (p->done)
		return;
	if (is_behind(r, ev)) {
		p->done = 1;
		return;
	}
	unhold(p, ev);
	print(r, p, ev);
	p->done = is_end(r, ev);
}

static void
take_live(struct reader *r, struct reader_place *p, const struct irc_event *ev)
{
	if (!r->follows)
		return;
	if (p->live)
		print(r, p, ev);
	else
		hold(r, p, ev);
}

/* There is no more history now. */
static void
caught_up(struct reader *r, struct reader_place *p)
{
	if (!r->follows) {
		p->done = 1;
		read_next(r);
		return;
	}
	if (p->overflowed) {
		/* What was dropped came after what is held, and the history has all of it. */
		p->overflowed = 0;
		drop_held(p);
		request(r, p);
		return;
	}
	print_held(r, p);
	p->live = 1;
}

/* The server may have forgotten the message: go on by its time. */
static int
retry_by_time(struct reader *r, struct reader_place *p)
{
	if (p->msgid == NULL || p->time == 0 ||
	    !irc_session_supports(r->session, IRC_FEATURE_HISTORY))
		return 0;
	xreplace(&p->msgid, NULL);
	p->time--;
	request(r, p);
	return 1;
}

/* A reader that follows goes on after a gap; history that was asked for must be there. */
static void
fail(struct reader *r, struct reader_place *p, struct view why)
{
	int was_live =
	    p->nrecent > 0 || (r->since.msgid == NULL && r->since.time == 0);
	char *text;

	if (r->follows && was_live) {
		xasprintf(&text,
		    _("Messages in %s may be missing: the history cannot be "
		      "read (%.*s)."),
		    p->name, VIEW_ARG(why));
		r->ops.warn(text, r->ctx);
		p->overflowed = 0;
		print_held(r, p);
		p->live = 1;
	} else {
		xasprintf(&text, _("Cannot read the history of %s: %.*s."),
		    p->name, VIEW_ARG(why));
		r->ops.fail(text, r->ctx);
	}
	free(text);
}

static void
fetched(struct reader *r, struct reader_place *p, const struct irc_event *ev)
{
	p->request = 0;
	if (!irc_session_registered(r->session))
		return; /* the connection broke; reader_start goes on */
	if (ev->text.len > 0) {
		if (!retry_by_time(r, p))
			fail(r, p, ev->text);
	} else if (p->done) {
		read_next(r);
	} else if (p->moved) {
		request(r, p);
	} else {
		caught_up(r, p);
	}
}

/* Return where a message belongs: the room, or the other user. */
static struct view
place_of(const struct irc_event *ev)
{
	if (ev->room.len > 0)
		return ev->room;
	return ev->to_self ? ev->who : ev->target;
}

static struct reader_place *
find_request(const struct reader *r, uint64_t number)
{
	struct reader_place *p;

	for (p = r->places; p != NULL; p = p->next)
		if (p->request == number)
			break;
	return p;
}

void
reader_event(struct reader *r, const struct irc_event *ev)
{
	int is_message = ev->type == IRC_EV_MESSAGE && ev->message != IRC_CTCP;
	struct reader_place *p;

	if (ev->history == IRC_REPLAYED)
		return;
	p = ev->history != 0 ? find_request(r, ev->history)
			     : find(r, place_of(ev));
	if (p == NULL)
		return;
	if (ev->type == IRC_EV_FETCHED)
		fetched(r, p, ev);
	else if (is_message && ev->history != 0)
		take_past(r, p, ev);
	else if (is_message)
		take_live(r, p, ev);
}

void
reader_disconnected(struct reader *r)
{
	struct reader_place *p;

	for (p = r->places; p != NULL; p = p->next) {
		p->readable = p->live = p->overflowed = 0;
		p->request = 0;
		drop_held(p);
	}
}
