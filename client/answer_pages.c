/*
 * answer_pages: a table of the replies that belong together.
 */
#include "client/answer_pages.h"

#include <stdlib.h>
#include <string.h>

#include "client/irc/session.h"
#include "client/model/event_buffer.h"
#include "client/model/pager.h"
#include "client/view/layout.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum {
	GUTTER = 20,	 /* columns before the text of a message, at most */
	ROWS_MAX = 1000, /* of a short answer */
	COUNT_DIGITS = 6
};

struct answer_pages {
	const struct client_config *config;
	struct network *network;
	const struct view_state *view;
	struct irc_session *session;
	struct answer_pages_ops ops;
	void *ctx;

	/* The answer that is being collected. */
	const struct kind *kind;
	struct pager *page; /* NULL: none */
	uint64_t origin;
	struct buf sentences; /* the same answer as lines for the room */
	size_t rows;	      /* of the pane, that these would take */
};

/* How the rows of a page are sorted. */
static int
by_label(const void *a, const void *b)
{
	return strcasecmp(((const struct pager_row *)a)->label,
	    ((const struct pager_row *)b)->label);
}

/* Rooms with most members first. */
static int
by_members(const void *a, const void *b)
{
	const struct pager_row *x = a, *y = b;
	long m = atol(x->text), n = atol(y->text);

	return m != n ? (m < n) - (m > n) : by_label(a, b);
}

enum { NUMERICS = 24 };

static const struct kind {
	const char *title;
	int about; /* the title contains what the first reply is about */
	const char *
	    link; /* the command for a row's label that Enter runs; NULL: none */
	int (*compare)(const void *, const void *);
	short
	    end; /* the numeric after the last one, not shown; 0: none, or one that gives no text */
	short numerics[NUMERICS];
} kinds[] = {
	{ N_("Whois"), 1, NULL, NULL, 318,
	    { 275, 276, 301, 307, 308, 309, 310, 311, 312, 313, 314, 316, 317,
		319, 320, 330, 335, 338, 344, 378, 379, 671 } },
	{ N_("Rooms"), 0, "!/join ", by_members, 323, { 322 } },
	{ N_("Users"), 0, "!/whois ", by_label, 315, { 352 } },
	{ N_("Bans"), 1, NULL, NULL, 368, { 367 } },
	{ N_("Exempt from bans"), 1, NULL, NULL, 349, { 348 } },
	{ N_("May join without an invitation"), 1, NULL, NULL, 347, { 346 } },
	{ N_("Mutes"), 1, NULL, NULL, 729, { 728 } },
	{ N_("Server bans"), 0, NULL, NULL, 219, { 216, 225 } },
	{ N_("Help of the server"), 0, NULL, NULL, 706, { 704, 705 } },
	{ N_("Message of the day"), 0, NULL, NULL, 376, { 372 } },
	{ N_("Server"), 0, NULL, NULL, 219,
	    { 211, 212, 213, 215, 217, 218, 241, 242, 243, 244, 249, 256, 257,
		258, 259, 364, 371 } },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

struct answer_pages *
answer_pages_new(const struct client_config *config, struct network *network,
    const struct view_state *view, struct irc_session *session,
    const struct answer_pages_ops *ops, void *ctx)
{
	struct answer_pages *a = xcalloc(1, sizeof(*a));

	a->config = config;
	a->network = network;
	a->view = view;
	a->session = session;
	a->ops = *ops;
	a->ctx = ctx;
	irc_session_watch_answers(session);
	return a;
}

void
answer_pages_free(struct answer_pages *a)
{
	if (a == NULL)
		return;
	pager_free(a->page);
	buf_clear(&a->sentences);
	free(a);
}

int
answer_pages_is_long(const struct client_config *config,
    const struct view_state *view, size_t rows)
{
	int h = view->layout.messages.h;

	if (config->pager == PAGER_AUTO)
		return rows > ROWS_MAX || (h > 0 && rows > (size_t)h / 2);
	return config->pager == PAGER_ALWAYS;
}

static const struct kind *
kind_of(int numeric)
{
	for (size_t i = 0; i < KINDS; i++)
		for (size_t k = 0; k < NUMERICS; k++)
			if (numeric != 0 && kinds[i].numerics[k] == numeric)
				return &kinds[i];
	return NULL;
}

/* "7  topic" as "     7  topic", so that the numbers are below each other. */
static void
align_numbers(struct pager *p)
{
	for (size_t i = 0; i < p->n; i++) {
		char *text = p->v[i].text;
		size_t digits = strspn(text, "0123456789");

		if (digits == 0 || digits >= COUNT_DIGITS)
			continue;
		xasprintf(&p->v[i].text, "%*s%s", COUNT_DIGITS - (int)digits,
		    "", text);
		free(text);
	}
}

static void
show_in_room(struct answer_pages *a, struct buffer *b)
{
	struct view rest = buf_view(&a->sentences), line;

	while (view_cut(&rest, '\n', &line))
		if (line.len > 0)
			model_info(
			    a->network->model, b, "%.*s", VIEW_ARG(line));
}

void
answer_pages_flush(struct answer_pages *a)
{
	struct irc_event ev = { .origin = a->origin };
	struct pager *p = a->page;
	struct buffer *b;

	if (p == NULL)
		return;
	a->page = NULL;
	b = event_buffer_reply(a->network, &ev, NULL);
	if (!answer_pages_is_long(a->config, a->view, a->rows)) {
		show_in_room(a, b);
		pager_free(p);
	} else {
		if (a->kind->compare != NULL)
			qsort(p->v, p->n, sizeof(*p->v), a->kind->compare);
		if (a->kind->compare == by_members)
			align_numbers(p);
		a->ops.show(p, b, a->ctx);
	}
	buf_reset(&a->sentences);
	a->rows = 0;
}

static void
begin(
    struct answer_pages *a, const struct kind *kind, const struct irc_event *ev)
{
	char *title;

	if (kind->about && ev->object.len > 0)
		xasprintf(
		    &title, "%s: %.*s", _(kind->title), VIEW_ARG(ev->object));
	else
		title = xstrdup(_(kind->title));
	a->kind = kind;
	a->origin = ev->origin;
	a->page = pager_new(title);
	free(title);
}

/* Count the rows that the sentence takes in the room. */
static size_t
rows_of(const struct answer_pages *a, struct view text)
{
	int width = a->view->layout.messages.w - GUTTER;

	if (width < GUTTER)
		width = GUTTER;
	return 1 + (size_t)(text_width(text) / width);
}

static void
add(struct answer_pages *a, const struct irc_event *ev)
{
	char *link = NULL;

	if (a->kind->link != NULL && ev->label.len > 0)
		xasprintf(&link, "%s%.*s", a->kind->link, VIEW_ARG(ev->label));
	if (ev->label.len > 0 || ev->detail.len > 0)
		pager_add(a->page, ev->label, ev->detail, link);
	else
		pager_add(a->page, VIEW(""), ev->text, NULL);
	free(link);
	if (a->rows > ROWS_MAX)
		return; /* it will be a page */
	a->rows += rows_of(a, ev->text);
	buf_add_view(&a->sentences, ev->text);
	buf_add_char(&a->sentences, '\n');
}

int
answer_pages_take(struct answer_pages *a, const struct irc_event *ev)
{
	const struct kind *kind = kind_of(ev->numeric);

	if (a->page != NULL && ev->origin == a->origin && ev->numeric != 0 &&
	    ev->numeric == a->kind->end) {
		answer_pages_flush(a);
		return 1;
	}
	if (kind == NULL || a->config->pager == PAGER_NEVER ||
	    ev->origin == 0 || ev->text.len == 0 ||
	    !irc_session_is_waiting(a->session, ev->origin) ||
	    (ev->numeric == 301 && (a->page == NULL || a->kind != kind)))
		return 0;
	if (a->page != NULL && (a->kind != kind || a->origin != ev->origin))
		answer_pages_flush(a);
	if (a->page == NULL)
		begin(a, kind, ev);
	add(a, ev);
	return 1;
}

void
answer_pages_on_answered(struct answer_pages *a, const struct irc_event *ev)
{
	if (a->page != NULL && a->origin == ev->origin)
		answer_pages_flush(a);
}
