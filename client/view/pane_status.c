/*
 * pane_status: one line that says how things stand. What does not fit is shortened, then
 * left out, the least important first.
 */
#include "client/view/pane.h"

#include <stdio.h>

#include "client/view/scroll.h"
#include "common/clock.h"
#include "common/names.h"

enum { GAP = 2, WEIGHTS = 8 };

/* In the order in which they stand; a lower weight is more important. */
enum item_id {
	ITEM_NICK,
	ITEM_ROOM,
	ITEM_LINK,
	ITEM_PLAIN,
	ITEM_UNSENT,
	ITEM_FAILED,
	ITEM_UNREAD,
	ITEM_BELOW, /* at the right */
	ITEMS
};

static const struct item_look {
	int weight;
	enum theme_role role;
} item_looks[ITEMS] = {
	/* clang-format off */
	[ITEM_NICK] =	{ 5, THEME_BAR_NAME },
	[ITEM_ROOM] =	{ 6, THEME_BAR },
	[ITEM_LINK] =	{ 2, THEME_BAR },
	[ITEM_PLAIN] =	{ 3, THEME_BAR_WARN },
	[ITEM_UNSENT] =	{ 1, THEME_BAR_WARN },
	[ITEM_FAILED] =	{ 1, THEME_BAR_WARN },
	[ITEM_UNREAD] =	{ 4, THEME_BAR },
	[ITEM_BELOW] =	{ 0, THEME_BAR_NAME },
	/* clang-format on */
};

struct item {
	struct buf full, brief; /* brief may be empty: there is none */
	int weight;
	enum theme_role role;
	int shown; /* 0, 1 in brief, 2 in full */
};

static void
make_nick(struct item *item, const struct model *m)
{
	if (m->nick == NULL)
		return;
	buf_add_str(&item->full, m->nick);
	if (m->away)
		buf_add_str(&item->full, " (away)");
	if (m->account != NULL &&
	    name_equal(view_of(m->account), view_of(m->nick)))
		buf_add_str(&item->full, ", logged in");
	else if (m->account != NULL)
		buf_printf(&item->full, ", logged in as %s", m->account);
	buf_add_str(&item->brief, m->nick);
}

static void
make_room(struct item *item, const struct model *m)
{
	const struct buffer *b = m->active;
	struct view name = pane_buffer_name(m, b);

	if (b->kind == BUFFER_SERVER)
		return;
	buf_add_view(&item->full, name);
	buf_add_view(&item->brief, name);
	if (b->kind == BUFFER_ROOM && b->roster.n > 0)
		buf_printf(&item->full, ", %zu member%s", b->roster.n,
		    b->roster.n == 1 ? "" : "s");
}

static void
make_waiting(struct item *item, const struct model *m)
{
	int64_t left = (m->retry_at - clock_mono_ms() + 999) / 1000;

	if (left > 0)
		buf_printf(
		    &item->brief, "reconnecting in %lld s", (long long)left);
	else
		buf_add_str(&item->brief, "reconnecting");
	buf_add_view(&item->full, buf_view(&item->brief));
	if (m->link_reason != NULL)
		buf_printf(&item->full, ": %s", m->link_reason);
}

static void
make_link(struct item *item, const struct model *m)
{
	switch (m->state) {
	case LINK_ONLINE:
		item->weight = WEIGHTS - 1; /* no news */
		buf_add_str(&item->full, m->host);
		return;
	case LINK_CONNECTING:
	case LINK_REGISTERING:
		buf_printf(&item->full, "connecting to %s", m->host);
		if (m->link_reason != NULL)
			buf_printf(&item->full, ": %s", m->link_reason);
		buf_add_str(&item->brief,
		    m->link_reason != NULL ? m->link_reason : "connecting");
		return;
	case LINK_WAITING:
		item->role = THEME_BAR_WARN;
		make_waiting(item, m);
		return;
	case LINK_OFFLINE:
		item->role = THEME_BAR_WARN;
		buf_add_str(&item->brief, "offline");
		buf_add_str(&item->full, "offline");
		if (m->link_reason != NULL)
			buf_printf(&item->full, ": %s", m->link_reason);
		return;
	}
}

static void
make_plain(struct item *item, const struct model *m)
{
	if (m->state != LINK_ONLINE && m->state != LINK_REGISTERING)
		return;
	if (!m->encrypted) {
		buf_add_str(&item->full, "not encrypted");
		return;
	}
	item->weight = WEIGHTS - 1; /* as it should be */
	item->role = THEME_BAR;
	buf_add_str(&item->full, "encrypted");
}

/* Where the room list is not seen: "#dev !2 #ops 5", or how many rooms. */
static void
make_unread(
    struct item *item, const struct model *m, const struct view_state *st)
{
	const struct buffer *b;
	unsigned rooms = 0, mentions = 0;
	char count[16];

	if (st->layout.rooms.w > 0)
		return;
	TAILQ_FOREACH (b, &m->buffers, link) {
		if (b->unread == 0)
			continue;
		pane_unread_count(b, count, sizeof(count));
		buf_add_str(&item->full, rooms == 0 ? "" : " ");
		buf_add_view(&item->full, pane_buffer_name(m, b));
		buf_printf(&item->full, " %s", count);
		rooms++;
		mentions += b->mentions;
	}
	if (mentions > 0)
		buf_printf(&item->brief, "%u unread !%u", rooms, mentions);
	else if (rooms > 0)
		buf_printf(&item->brief, "%u unread", rooms);
	if (mentions > 0)
		item->role = THEME_BAR_WARN;
}

/* What was refused here, and the key that tries again. */
static void
make_failed(
    struct item *item, const struct model *m, const struct view_state *st)
{
	if (m->active->failed == 0)
		return;
	buf_printf(&item->full, "%u not sent", m->active->failed);
	buf_add_view(&item->brief, buf_view(&item->full));
	if (*st->retry_key != '\0')
		buf_printf(&item->full, " (%s: try again)", st->retry_key);
}

static void
make_items(struct item items[ITEMS], const struct model *m,
    const struct view_state *st)
{
	size_t below = scroll_lines_below(m, st);
	int i;

	for (i = 0; i < ITEMS; i++)
		items[i] = (struct item){ .weight = item_looks[i].weight,
			.role = item_looks[i].role };
	make_nick(&items[ITEM_NICK], m);
	make_room(&items[ITEM_ROOM], m);
	make_link(&items[ITEM_LINK], m);
	make_plain(&items[ITEM_PLAIN], m);
	make_unread(&items[ITEM_UNREAD], m, st);
	make_failed(&items[ITEM_FAILED], m, st);
	if (m->unsent > 0)
		buf_printf(&items[ITEM_UNSENT].full, "%u unsent", m->unsent);
	if (below > 0) {
		buf_printf(&items[ITEM_BELOW].full, "%zu more below", below);
		buf_printf(&items[ITEM_BELOW].brief, "+%zu", below);
	}
}

static struct view
shown_text(const struct item *item)
{
	if (item->shown == 1 && item->brief.len > 0)
		return buf_view(&item->brief);
	return buf_view(&item->full);
}

/* Columns of all that is shown. */
static int
items_width(const struct item items[ITEMS])
{
	int i, width = 0;

	for (i = 0; i < ITEMS; i++) {
		if (items[i].shown > 0)
			width += text_width(shown_text(&items[i])) +
				 (width > 0 ? GAP : 0);
	}
	return width;
}

/* Raise the items of that weight to a level, those that still fit then. */
static void
raise_items(struct item items[ITEMS], int weight, int level, int width)
{
	struct item *item;

	for (item = items; item < items + ITEMS; item++) {
		if (item->weight != weight || item->full.len == 0 ||
		    item->shown != level - 1)
			continue;
		item->shown = level;
		if (items_width(items) > width)
			item->shown = level - 1;
	}
}

/* By weight: first in brief, then in full. */
static void
choose(struct item items[ITEMS], int width)
{
	int level, weight;

	for (level = 1; level <= 2; level++) {
		for (weight = 0; weight < WEIGHTS; weight++)
			raise_items(items, weight, level, width);
	}
}

/* Where not even the most important one fits, it is cut. */
static void
choose_one(struct item items[ITEMS])
{
	struct item *best = NULL;
	int i;

	for (i = 0; i < ITEMS; i++) {
		if (items[i].shown > 0)
			return;
		if (items[i].full.len > 0 &&
		    (best == NULL || items[i].weight < best->weight))
			best = &items[i];
	}
	if (best != NULL)
		best->shown = 1;
}

static void
draw_items(struct canvas *c, const struct item items[ITEMS], int x, int y,
    int end, int colours)
{
	struct view text;
	int i, from = x;

	for (i = 0; i < ITEMS; i++) {
		if (items[i].shown == 0)
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
	choose(items, r->w - 2 * margin);
	choose_one(items);
	draw_items(
	    c, items, r->x + margin, r->y, r->x + r->w - margin, st->colours);
	for (i = 0; i < ITEMS; i++) {
		buf_clear(&items[i].full);
		buf_clear(&items[i].brief);
	}
}
