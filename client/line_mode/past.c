/*
 * past: old messages that the user asked for.
 */
#include "client/line_mode/past.h"

#include <stdlib.h>
#include <string.h>

#include "client/input/search_query.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum { SEARCH_RESULTS = 100 };

struct past_line {
	int64_t time;
	char *text; /* with its line end */
};

struct past_lines {
	struct past_line *v;
	size_t n;
};

struct past_request {
	TAILQ_ENTRY(past_request) link;
	uint64_t number; /* of the page that is being fetched */
	enum past_kind kind;
	char *target; /* NULL: a search */
	size_t want;
	size_t limit; /* lines asked for in this page; 0: the server's limit */
	struct past_lines lines; /* of earlier answers: these are newer */
	struct past_lines page;
	char *oldest; /* msgid and time of the page's first line */
	int64_t oldest_time;
};

void
past_init(struct past *past, struct irc_session *session,
    const struct past_ops *ops, void *ctx)
{
	*past = (struct past){ .session = session, .ops = *ops, .ctx = ctx };
	TAILQ_INIT(&past->all);
}

static void
lines_clear(struct past_lines *lines)
{
	size_t i;

	for (i = 0; i < lines->n; i++)
		free(lines->v[i].text);
	free(lines->v);
	*lines = (struct past_lines){ 0 };
}

static void
request_free(struct past *past, struct past_request *r)
{
	TAILQ_REMOVE(&past->all, r, link);
	lines_clear(&r->lines);
	lines_clear(&r->page);
	free(r->target);
	free(r->oldest);
	free(r);
}

void
past_clear(struct past *past)
{
	while (!TAILQ_EMPTY(&past->all))
		request_free(past, TAILQ_FIRST(&past->all));
}

/* Request the next page, before that place. */
static void
request_page(struct past *past, struct past_request *r, struct irc_bound before)
{
	const struct irc_bound nowhere = { 0 };
	size_t most = irc_session_history_limit(past->session);
	size_t left = r->want - r->lines.n;

	r->limit = left < most ? left : most;
	r->number = irc_session_history(past->session, IRC_BEFORE,
	    view_of(r->target), before, nowhere, r->limit);
}

static struct past_request *
add_request(struct past *past, enum past_kind kind)
{
	struct past_request *r = xcalloc(1, sizeof(*r));

	r->kind = kind;
	TAILQ_INSERT_TAIL(&past->all, r, link);
	return r;
}

uint64_t
past_fetch(struct past *past, enum past_kind kind, struct view target,
    struct irc_bound before, size_t want)
{
	struct past_request *r = add_request(past, kind);

	r->target = xviewdup(target);
	r->want = want < PAST_MAX ? want : PAST_MAX;
	request_page(past, r, before);
	return r->number;
}

uint64_t
past_search(struct past *past, struct view query, char **cause)
{
	struct search_query q = { 0 };
	struct past_request *r;
	uint64_t number = 0;

	if (!irc_session_supports(past->session, IRC_FEATURE_SEARCH)) {
		cause_set(cause, _("This server does not support search"));
	} else if (search_query_parse(&q, query, cause) == 0) {
		r = add_request(past, PAST_SEARCH);
		r->want = r->limit = q.search.limit = SEARCH_RESULTS;
		number = irc_session_search(past->session, &q.search);
		r->number = number;
	}
	search_query_clear(&q);
	return number;
}

static struct past_request *
find(struct past *past, uint64_t number)
{
	struct past_request *r;

	TAILQ_FOREACH (r, &past->all, link)
		if (r->number == number)
			break;
	return r;
}

/* Who came and went is not worth reading later. */
static int
is_kept(const struct irc_event *ev)
{
	return ev->type == IRC_EV_MESSAGE || ev->type == IRC_EV_TOPIC ||
	       ev->type == IRC_EV_KICK || ev->type == IRC_EV_REDACTED;
}

static void
add_line(struct past *past, struct past_request *r, const struct irc_event *ev)
{
	struct buf text = { 0 };

	if (r->oldest_time == 0) {
		r->oldest_time = ev->time;
		free(r->oldest);
		r->oldest = xviewdup(ev->msgid);
	}
	if (is_kept(ev) &&
	    (r->kind == PAST_SEARCH || !past->ops.hides(ev, past->ctx)))
		past->ops.render(&text, ev, past->ctx);
	if (text.len == 0) {
		buf_clear(&text);
		return;
	}
	r->page.v = xreallocarray(r->page.v, r->page.n + 1, sizeof(*r->page.v));
	r->page.v[r->page.n].time = ev->time;
	r->page.v[r->page.n++].text = buf_take(&text);
}

/* Put the page before the lines that are there. */
static void
join_page(struct past_request *r)
{
	size_t n = r->page.n;

	r->page.v =
	    xreallocarray(r->page.v, n + r->lines.n + 1, sizeof(*r->page.v));
	if (r->lines.n > 0)
		memcpy(
		    r->page.v + n, r->lines.v, r->lines.n * sizeof(*r->page.v));
	free(r->lines.v);
	r->lines.v = r->page.v;
	r->lines.n += n;
	r->page = (struct past_lines){ 0 };
}

static char *
found_text(const struct past_request *r)
{
	size_t n = r->lines.n;
	char *text;

	if (n == 0)
		return xstrdup(_("No message was found."));
	if (n >= SEARCH_RESULTS)
		xasprintf(&text,
		    _("The %zu newest messages found. To find older ones, add "
		      "before:DAY."),
		    n);
	else
		xasprintf(&text,
		    ngettext("%zu message found.", "%zu messages found.", n),
		    n);
	return text;
}

static char *
heading(const struct past_request *r)
{
	size_t n = r->lines.n < r->want ? r->lines.n : r->want;
	char *text;

	if (r->kind == PAST_SEARCH)
		return found_text(r);
	if (n == 0 && r->kind == PAST_JOINED)
		return NULL;
	if (n == 0)
		xasprintf(&text, _("The history of %s is empty."), r->target);
	else if (n == 1)
		xasprintf(&text, _("The last line of %s:"), r->target);
	else
		xasprintf(&text, _("The last %zu lines of %s:"), n, r->target);
	return text;
}

static void
print(struct past *past, const struct past_request *r)
{
	size_t i, skip = r->lines.n > r->want ? r->lines.n - r->want : 0;
	char *text = heading(r);

	if (text != NULL)
		past->ops.heading(text, past->ctx);
	free(text);
	for (i = skip; i < r->lines.n; i++)
		past->ops.put(
		    r->lines.v[i].time, view_of(r->lines.v[i].text), past->ctx);
}

static void
fail(struct past *past, const struct past_request *r, struct view why)
{
	char *text;

	if (r->kind == PAST_SEARCH)
		xasprintf(&text, _("The search failed: %.*s."), VIEW_ARG(why));
	else
		xasprintf(&text, _("Cannot fetch the history of %s: %.*s."),
		    r->target, VIEW_ARG(why));
	past->ops.fail(text, past->ctx);
	free(text);
}

/* Request the next page, or print everything. */
static uint64_t
end_page(struct past *past, struct past_request *r, const struct irc_event *ev)
{
	struct irc_bound before = { view_of(r->oldest), r->oldest_time };
	int is_full = r->limit > 0 && ev->fetched >= r->limit;

	join_page(r);
	if (ev->text.len == 0 && is_full && r->lines.n < r->want &&
	    r->kind != PAST_SEARCH && r->oldest_time != 0) {
		r->oldest_time = 0;
		request_page(past, r, before);
		return r->number;
	}
	if (ev->text.len == 0)
		print(past, r);
	else if (r->kind != PAST_JOINED)
		fail(past, r, ev->text);
	request_free(past, r);
	return 0;
}

int
past_event(struct past *past, const struct irc_event *ev, uint64_t *next)
{
	struct past_request *r = find(past, ev->history);

	*next = 0;
	if (r == NULL)
		return 0;
	if (ev->type == IRC_EV_FETCHED)
		*next = end_page(past, r, ev);
	else
		add_line(past, r, ev);
	return 1;
}
