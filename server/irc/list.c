/*
 * list: LIST with the filters of ELIST=CMNTU (checklist 40). The rooms are selected at once and sent
 * as a long reply, so the list may be of any length (ISUPPORT SAFELIST).
 */
#include <stdlib.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/request.h"
#include "server/session/deferred_reply.h"

enum {
	FILTERS_MAX = 256, /* more than fit on a line */
	MINUTE_MS = 60 * 1000
};

enum filter_kind {
	NAMED,	 /* mask: the room must match at least one */
	UNNAMED, /* !mask */
	MORE,	 /* >n members */
	FEWER,	 /* <n */
	OLDER,	 /* C>n minutes */
	YOUNGER, /* C<n */
	TOPIC_OLDER,
	TOPIC_YOUNGER
};

struct filter {
	enum filter_kind kind;
	struct view mask;
	long long n;
};

/* The filters of a request, and the names of the rooms that match them. */
struct selection {
	const struct user *asker;
	struct filter filters[FILTERS_MAX];
	size_t n;
	size_t nnamed;
	int64_t now;
	struct buf names; /* each ends with LF */
};

struct listing {
	struct buf names;
	size_t shown; /* bytes of names sent so far */
	int begun;
};

/* Parse a word of that prefix and a number. Returns 1 if it is one. */
static int
parse_number(struct view word, const char *prefix, long long *n)
{
	size_t len = strlen(prefix);

	return view_has_prefix(word, view_of(prefix)) &&
	       view_to_int((struct view){ word.p + len, word.len - len }, 0,
		   1000000000, n) == 0;
}

static struct filter
parse_filter(struct view word)
{
	static const struct {
		const char *prefix;
		enum filter_kind kind;
	} numbers[] = {
		{ ">", MORE },
		{ "<", FEWER },
		{ "C>", OLDER },
		{ "C<", YOUNGER },
		{ "T>", TOPIC_OLDER },
		{ "T<", TOPIC_YOUNGER },
	};
	struct filter f = { .kind = NAMED, .mask = word };
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (parse_number(word, numbers[i].prefix, &f.n))
			f.kind = numbers[i].kind;
	}
	if (*word.p == '!') {
		f.kind = UNNAMED;
		f.mask = (struct view){ word.p + 1, word.len - 1 };
	}
	return f;
}

static void
parse_filters(struct selection *c, struct view list)
{
	struct view word;

	while (c->n < FILTERS_MAX && view_cut(&list, ',', &word)) {
		if (word.len == 0)
			continue;
		c->filters[c->n] = parse_filter(word);
		c->nnamed += c->filters[c->n++].kind == NAMED;
	}
}

static int
is_older(const struct selection *c, int64_t time, long long minutes)
{
	return c->now - time > minutes * MINUTE_MS;
}

static int
passes(const struct selection *c, const struct filter *f, const struct room *r)
{
	switch (f->kind) {
	case NAMED:
		return 1;
	case UNNAMED:
		return !mask_match(f->mask, view_of(r->name));
	case MORE:
		return (long long)r->nmembers > f->n;
	case FEWER:
		return (long long)r->nmembers < f->n;
	case OLDER:
		return is_older(c, r->created, f->n);
	case YOUNGER:
		return !is_older(c, r->created, f->n);
	case TOPIC_OLDER:
		return r->topic != NULL && is_older(c, r->topic_time, f->n);
	case TOPIC_YOUNGER:
		return r->topic != NULL && !is_older(c, r->topic_time, f->n);
	}
	return 1;
}

static int
is_selected(const struct selection *c, const struct room *r)
{
	int named = c->nnamed == 0;
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (!passes(c, &c->filters[i], r))
			return 0;
		if (c->filters[i].kind == NAMED)
			named |=
			    mask_match(c->filters[i].mask, view_of(r->name));
	}
	return named;
}

static int
select_room(struct room *r, void *ctx)
{
	struct selection *c = ctx;

	if (room_shows_to(r, c->asker) && is_selected(c, r))
		buf_printf(&c->names, "%s\n", r->name);
	return 0;
}

static void
begin_list(struct request *req)
{
	reply_begin(req, "321");
	reply_param_str(req, "Channel");
	reply_end(req, "Users  Name");
}

/* Show a room of the list, unless it is gone or secret by now. */
static void
show_room(struct request *req, struct view name)
{
	const struct room *r = request_room(req, name);

	if (r == NULL)
		return;
	reply_begin(req, "322");
	reply_param_str(req, r->name);
	reply_param_int(req, (long long)r->nmembers);
	reply_end(req, r->topic == NULL ? "" : r->topic);
}

static int
list_step(void *request, void *ctx)
{
	struct request *req = request;
	struct listing *l = ctx;
	struct view rest = { l->names.p + l->shown, l->names.len - l->shown };
	struct view name;

	if (!l->begun) {
		begin_list(req);
		l->begun = 1;
	} else if (rest.len > 0) {
		view_cut(&rest, '\n', &name);
		show_room(req, name);
		l->shown += name.len + 1;
	} else {
		reply_text(req, "323", _("End of /LIST"));
		return 1;
	}
	return 0;
}

static void
list_free(void *ctx)
{
	struct listing *l = ctx;

	buf_clear(&l->names);
	free(l);
}

static void
cmd_list(struct request *req)
{
	struct selection c = { .asker = req->session->user, .now = clock_ms() };
	struct listing *l = xcalloc(1, sizeof(*l));

	parse_filters(&c, request_param(req, 0));
	world_each_room(req->server->world, select_room, &c);
	l->names = c.names;
	deferred_reply_steps(
	    req->session, req, LABEL_STREAM, list_step, list_free, l);
}

const struct irc_command irc_list_commands[] = {
	{ "LIST", cmd_list, REGISTERED, 0, 1, 5, 0,
	    N_("[#room,*mask*,!mask,>n,<n,C>m,C<m,T>m,T<m]"),
	    N_("Lists rooms. Filters: name, number of users,\n"
	       "minutes since the room was created (C) or its topic was set "
	       "(T).") },
	{ .name = NULL },
};
