/*
 * pane_status: the status line: nick, room, connection, unread counts. Items that do not fit are shortened, then
 * omitted, the least important first.
 */
#include "client/view/pane.h"

#include <stdio.h>

#include "client/view/scroll.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/names.h"

enum { UNREAD_BRIEF = 2 }; /* rooms in the brief list of unread messages */
enum { GAP = 2, WEIGHTS = 8, WEIGHT_LAST = WEIGHTS - 1 };

/* In the order on the screen. */
enum item_id {
	ITEM_NICK,
	ITEM_ROOM,
	ITEM_LINK,
	ITEM_ENCRYPTION,
	ITEM_LAG,
	ITEM_WAITING,
	ITEM_UNSENT,
	ITEM_FAILED,
	ITEM_UNREAD,
	ITEM_BELOW, /* at the right */
	ITEMS
};

static const struct item_look {
	int weight; /* a lower one is more important */
	enum theme_role role;
} item_looks[ITEMS] = {
	/* clang-format off */
	[ITEM_NICK] =	{ 5, THEME_BAR_NAME },
	[ITEM_ROOM] =	{ 6, THEME_BAR },
	[ITEM_LINK] =	{ 2, THEME_BAR },
	[ITEM_ENCRYPTION] =	{ 3, THEME_BAR_WARN },
	[ITEM_LAG] =	{ 2, THEME_BAR_WARN },
	[ITEM_WAITING] =	{ 5, THEME_BAR },
	[ITEM_UNSENT] =	{ 1, THEME_BAR_WARN },
	[ITEM_FAILED] =	{ 1, THEME_BAR_WARN },
	[ITEM_UNREAD] =	{ 4, THEME_BAR },
	[ITEM_BELOW] =	{ 0, THEME_BAR_NAME },
	/* clang-format on */
};

enum item_form { FORM_NONE, FORM_BRIEF, FORM_FULL };

struct item {
	struct buf full, brief; /* brief may be empty: it is the same as full */
	int weight;
	enum theme_role role;
	enum item_form form;
};

static void
make_nick(struct item *item, const struct model *m)
{
	const struct network *n = model_network(m);
	struct buf *full = &item->full;

	if (n->nick == NULL)
		return;
	buf_printf(&item->brief, n->away ? _("%s (away)") : "%s", n->nick);
	if (n->account == NULL)
		buf_printf(full, n->away ? _("%s (away)") : "%s", n->nick);
	else if (name_equal(view_of(n->account), view_of(n->nick)))
		buf_printf(full,
		    n->away ? _("%s (away), logged in") : _("%s, logged in"),
		    n->nick);
	else
		buf_printf(full,
		    n->away ? _("%s (away), logged in as %s")
			    : _("%s, logged in as %s"),
		    n->nick, n->account);
}

/* "silent": no message there notifies the user (/notify nothing). */
static void
make_room(struct item *item, const struct model *m)
{
	const struct buffer *b = m->active;
	struct view name = pane_buffer_name(b);
	int silent = buffer_level(b) == LEVEL_NOTHING;
	size_t n = b->roster.n;

	if (b->kind == BUFFER_SERVER)
		return;
	buf_add_view(&item->brief, name);
	if (b->kind == BUFFER_ROOM && n > 0)
		buf_printf(&item->full,
		    silent
			? ngettext("%.*s, %zu member, silent",
			      "%.*s, %zu members, silent", n)
			: ngettext("%.*s, %zu member", "%.*s, %zu members", n),
		    VIEW_ARG(name), n);
	else
		buf_printf(&item->full, silent ? _("%.*s, silent") : "%.*s",
		    VIEW_ARG(name));
}

static void
make_retry(struct item *item, const struct model *m)
{
	const struct network *n = model_network(m);
	long long left = (n->retry_at - clock_mono_ms() + 999) / 1000;

	if (left <= 0) {
		buf_add_str(&item->brief, _("reconnecting"));
		if (n->link_reason != NULL)
			buf_printf(
			    &item->full, _("reconnecting: %s"), n->link_reason);
	} else {
		buf_printf(&item->brief, _("reconnecting in %lld s"), left);
		if (n->link_reason != NULL)
			buf_printf(&item->full, _("reconnecting in %lld s: %s"),
			    left, n->link_reason);
	}
	if (n->link_reason == NULL)
		buf_add_view(&item->full, buf_view(&item->brief));
}

static void
make_connecting(struct item *item, const struct model *m)
{
	const struct network *n = model_network(m);

	if (n->link_reason == NULL) {
		buf_printf(&item->full, _("connecting to %s"), n->host);
		buf_add_str(&item->brief, _("connecting"));
	} else {
		buf_printf(&item->full, _("connecting to %s: %s"), n->host,
		    n->link_reason);
		buf_add_str(&item->brief, n->link_reason);
	}
}

static void
make_link(struct item *item, const struct model *m)
{
	const struct network *n = model_network(m);

	switch (n->state) {
	case LINK_ONLINE:
		item->weight = WEIGHT_LAST; /* as expected, so not important */
		buf_add_str(&item->full, n->host);
		return;
	case LINK_CONNECTING:
	case LINK_REGISTERING:
		make_connecting(item, m);
		return;
	case LINK_WAITING:
		item->role = THEME_BAR_WARN;
		make_retry(item, m);
		return;
	case LINK_OFFLINE:
		item->role = THEME_BAR_WARN;
		buf_add_str(&item->brief, _("offline"));
		if (n->link_reason != NULL)
			buf_printf(
			    &item->full, _("offline: %s"), n->link_reason);
		else
			buf_add_str(&item->full, _("offline"));
		return;
	}
}

static void
make_encryption(struct item *item, const struct model *m)
{
	const struct network *n = model_network(m);

	if (n->state != LINK_ONLINE && n->state != LINK_REGISTERING)
		return;
	if (!n->encrypted) {
		buf_add_str(&item->full, _("not encrypted"));
		return;
	}
	item->weight = WEIGHT_LAST; /* as expected, so not important */
	item->role = THEME_BAR;
	buf_add_str(&item->full, _("encrypted"));
}

static void
make_lag(struct item *item, const struct model *m)
{
	long long seconds = model_network(m)->lag / 1000;

	if (seconds > 0)
		buf_printf(&item->full, _("lag %lld s"), seconds);
}

/* What the user is waiting for: an answer to a command, history, the members of the room. */
static void
make_waiting(struct item *item, const struct model *m)
{
	const struct buffer *b = m->active;
	const char *command = model_network(m)->waiting;

	if (command != NULL) {
		buf_printf(&item->full, _("waiting for %s"), command);
		buf_printf(&item->brief, "%s…", command);
	} else if (b->history == HISTORY_LOADING || b->filling > 0) {
		buf_add_str(&item->full, _("loading history"));
		buf_add_str(&item->brief, _("history…"));
	} else if (b->names_pending) {
		buf_add_str(&item->full, _("loading members"));
		buf_add_str(&item->brief, _("members…"));
	}
}

/* Append the number and the count of each room with unread messages: those with mentions, or the others. */
static unsigned
add_unread(struct item *item, const struct model *m, int mentions, unsigned n)
{
	const struct buffer *b;
	char count[16];
	size_t number = 0;

	TAILQ_FOREACH (b, &m->buffers, link) {
		number++;
		if (b->unread + b->mentions == 0 ||
		    (b->mentions > 0) != mentions)
			continue;
		pane_unread_count(b, count, sizeof(count));
		buf_printf(
		    &item->full, "%s%zu:%s", n == 0 ? "" : " ", number, count);
		if (++n == UNREAD_BRIEF)
			buf_add_view(&item->brief, buf_view(&item->full));
	}
	return n;
}

/* The unread messages by the number of the room, mentions first: "5:!2 3:12". In brief the first few. */
static void
make_unread(struct item *item, const struct model *m)
{
	unsigned n = add_unread(item, m, 1, 0);

	if (n > 0) {
		item->role = THEME_BAR_WARN;
		item->weight = 2;
	}
	n = add_unread(item, m, 0, n);
	if (n > UNREAD_BRIEF)
		buf_printf(&item->brief, " +%u", n - UNREAD_BRIEF);
}

/* The messages that were not sent, and the key that sends them again. */
static void
make_failed(
    struct item *item, const struct model *m, const struct view_state *st)
{
	unsigned n = m->active->failed;

	if (n == 0)
		return;
	buf_printf(&item->brief, ngettext("%u not sent", "%u not sent", n), n);
	if (*st->retry_key == '\0')
		buf_add_view(&item->full, buf_view(&item->brief));
	else
		buf_printf(&item->full,
		    ngettext("%u not sent (%s: try again)",
			"%u not sent (%s: try again)", n),
		    n, st->retry_key);
}

static void
make_unsent(struct item *item, const struct model *m)
{
	const struct network *n = model_network(m);

	if (n->unsent > 0)
		buf_printf(&item->full,
		    ngettext("%u pending", "%u pending", n->unsent), n->unsent);
}

static void
make_below(
    struct item *item, const struct model *m, const struct view_state *st)
{
	size_t below;

	if (scroll_parts(m->active, st).bar > 0)
		return; /* the bar says it */
	below = scroll_lines_below(m, st);
	if (below == 0)
		return;
	buf_printf(&item->full,
	    ngettext("%zu more below", "%zu more below", below), below);
	buf_printf(&item->brief, "+%zu", below);
}

static void
make_items(struct item items[ITEMS], const struct model *m,
    const struct view_state *st)
{
	int i;

	for (i = 0; i < ITEMS; i++)
		items[i] = (struct item){ .weight = item_looks[i].weight,
			.role = item_looks[i].role };
	make_nick(&items[ITEM_NICK], m);
	make_room(&items[ITEM_ROOM], m);
	make_link(&items[ITEM_LINK], m);
	make_encryption(&items[ITEM_ENCRYPTION], m);
	make_lag(&items[ITEM_LAG], m);
	make_waiting(&items[ITEM_WAITING], m);
	make_unsent(&items[ITEM_UNSENT], m);
	make_failed(&items[ITEM_FAILED], m, st);
	make_unread(&items[ITEM_UNREAD], m);
	make_below(&items[ITEM_BELOW], m, st);
}

static struct view
shown_text(const struct item *item)
{
	if (item->form == FORM_BRIEF && item->brief.len > 0)
		return buf_view(&item->brief);
	return buf_view(&item->full);
}

/* Return the columns that the items take. */
static int
items_width(const struct item items[ITEMS])
{
	int i, width = 0;

	for (i = 0; i < ITEMS; i++) {
		if (items[i].form != FORM_NONE)
			width += text_width(shown_text(&items[i])) +
				 (width > 0 ? GAP : 0);
	}
	return width;
}

/* Change items of that weight to the next form, as far as they fit. */
static void
raise_items(
    struct item items[ITEMS], int weight, enum item_form form, int width)
{
	struct item *item;

	for (item = items; item < items + ITEMS; item++) {
		if (item->weight != weight || item->full.len == 0 ||
		    item->form + 1 != form)
			continue;
		item->form = form;
		if (items_width(items) > width)
			item->form--;
	}
}

/* Choose the form of each item: first all in brief by weight, then in full. */
static void
choose_forms(struct item items[ITEMS], int width)
{
	enum item_form form;
	int weight;

	for (form = FORM_BRIEF; form <= FORM_FULL; form++) {
		for (weight = 0; weight < WEIGHTS; weight++)
			raise_items(items, weight, form, width);
	}
}

/* If not even one item fits, show the most important one; it will be cut. */
static void
choose_one(struct item items[ITEMS])
{
	struct item *best = NULL;
	int i;

	for (i = 0; i < ITEMS; i++) {
		if (items[i].form != FORM_NONE)
			return;
		if (items[i].full.len > 0 &&
		    (best == NULL || items[i].weight < best->weight))
			best = &items[i];
	}
	if (best != NULL)
		best->form = FORM_BRIEF;
}

static void
draw_items(struct canvas *c, const struct item items[ITEMS], int x, int y,
    int end, int colours)
{
	struct view text;
	int i, from = x;

	for (i = 0; i < ITEMS; i++) {
		if (items[i].form == FORM_NONE)
			continue;
		text = shown_text(&items[i]);
		if (x > from)
			x += GAP;
		if (i == ITEM_BELOW && end - text_width(text) > x)
			x = end - text_width(text);
		x = pane_text(
		    c, x, y, end, text, theme_style(items[i].role, colours));
	}
}

void
pane_status_draw(
    struct canvas *c, const struct model *m, const struct view_state *st)
{
	const struct rect *r = &st->layout.status;
	struct item items[ITEMS];
	int i, margin = r->w > 3;

	if (r->h < 1)
		return;
	canvas_fill(c, *r, theme_style(THEME_BAR, st->colours));
	make_items(items, m, st);
	choose_forms(items, r->w - 2 * margin);
	choose_one(items);
	draw_items(
	    c, items, r->x + margin, r->y, r->x + r->w - margin, st->colours);
	for (i = 0; i < ITEMS; i++) {
		buf_clear(&items[i].full);
		buf_clear(&items[i].brief);
	}
}
