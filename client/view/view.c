/*
 * view: the tables of panes and of overlays.
 */
#include "client/view/view.h"

#include <string.h>

#include "client/view/message_layout.h"
#include "client/view/pane.h"
#include "client/view/scroll.h"

/* Each pane, and the changes of the model after which it must be drawn again. */
static const struct pane {
	unsigned dirty;
	pane_draw_fn *draw;
} panes[] = {
	{ DIRTY_TOPIC, pane_topic_draw },
	{ DIRTY_ROOMS, pane_rooms_draw },
	{ DIRTY_MEMBERS, pane_members_draw },
	{ DIRTY_MESSAGES, pane_messages_draw },
	{ DIRTY_STATUS, pane_status_draw },
};

/* What draws each kind of overlay over the messages. */
static pane_draw_fn *const overlays[OVERLAY_KINDS] = {
	[OVERLAY_RESULTS] = pane_results_draw,
	[OVERLAY_CHOOSER] = pane_chooser_draw,
	[OVERLAY_BARE] = pane_bare_draw,
	[OVERLAY_PAGER] = pane_pager_draw,
};

enum { PANES = sizeof(panes) / sizeof(panes[0]) };
/* NICKS_ABOVE: lines above the screen whose nicks are measured. COUNTS: columns of unread counts in the room list. */
enum { NICKS_ABOVE = 100, COUNTS = 4 };

/*
 * Add what else must be drawn: the status line shows the lines below and sums up the room list, and counts down to
 * the next attempt to connect.
 */
static unsigned
add_dependent(const struct model *m, unsigned dirty)
{
	if ((dirty & (DIRTY_MESSAGES | DIRTY_ROOMS | DIRTY_MEMBERS)) ||
	    model_network(m)->state == LINK_WAITING)
		dirty |= DIRTY_STATUS;
	return dirty;
}

static void
grow(int *width, int need)
{
	if (need > *width)
		*width = need;
}

/*
 * Measure the nicks left of the messages on the screen; in a new room those above it too, so that the text does not
 * move to the right as the user scrolls.
 */
static void
measure_nicks(struct view_state *st, const struct buffer *b, int rows)
{
	size_t lines = (size_t)rows, last = b->n - 1;

	if (b->n == 0 || rows < 1)
		return;
	if (!b->following)
		last = buffer_index_of_seq(b, b->bottom_seq);
	if (st->widths.nicks == 0)
		lines += NICKS_ABOVE;
	grow(&st->widths.nicks,
	    message_nick_width(b, last < b->n ? last : b->n - 1, lines, st));
	if (!b->following && st->split)
		grow(&st->widths.nicks, message_nick_width(b, b->n - 1,
					    (size_t)st->split_rows, st));
}

/* Begin anew on a new screen or in a new room, so that panes may get narrower. Returns 1 if it is one. */
static int
forget_widths(
    struct content_widths *widths, const struct canvas *c, uint64_t buffer)
{
	int same_screen = widths->screen_w == c->w && widths->screen_h == c->h;

	if (same_screen && widths->buffer == buffer)
		return 0;
	*widths = (struct content_widths){ .buffer = buffer,
		.screen_w = c->w,
		.screen_h = c->h,
		.rooms = same_screen ? widths->rooms : 0 };
	return 1;
}

/* In a new room the list stays as it is if that is only a little too wide: unread counts come and go. */
static void
measure_rooms(struct content_widths *widths, int need, int new_room)
{
	if (need > widths->rooms || (new_room && need + COUNTS < widths->rooms))
		widths->rooms = need;
}

/* Measure what may have changed. */
static void
measure(struct view_state *st, const struct canvas *c, const struct model *m,
    int rows, unsigned dirty)
{
	struct content_widths *widths = &st->widths;
	int new_room = forget_widths(widths, c, m->active->id);

	if (new_room)
		dirty = DIRTY_ALL;
	if ((dirty & DIRTY_ROOMS) && layout_wants_rooms(st, c->w))
		measure_rooms(widths, pane_rooms_width(m, rows), new_room);
	if ((dirty & DIRTY_MEMBERS) && layout_wants_members(st, c->w, m))
		grow(&widths->members, pane_members_width(m, rows));
	if (dirty & DIRTY_MESSAGES)
		measure_nicks(st, m->active, rows);
}

void
view_draw(struct canvas *c, struct model *m, struct view_state *st,
    const struct input_state *in)
{
	struct layout layout;
	unsigned dirty = add_dependent(m, m->dirty);
	int input_rows = pane_input_rows(in, c->w);

	if (canvas_is_full(c)) {
		canvas_resize(c, c->w, c->h);
		dirty = DIRTY_ALL;
	}
	layout_compute(&layout, c->w, c->h, input_rows, st, m);
	measure(st, c, m, layout.messages.h, dirty);
	layout_compute(&layout, c->w, c->h, input_rows, st, m);
	if (memcmp(&layout, &st->layout, sizeof(layout)) != 0)
		dirty = DIRTY_ALL;
	st->layout = layout;
	if (dirty & DIRTY_MESSAGES)
		scroll_settle(m, st);
	dirty |= m->dirty;
	for (size_t i = 0; i < PANES; i++)
		if (dirty & panes[i].dirty)
			panes[i].draw(c, m, st);
	pane_input_draw(c, st, in);
	if (overlays[m->overlay.kind] != NULL)
		overlays[m->overlay.kind](c, m, st);
	m->dirty = 0;
}

struct buffer *
view_buffer_at(const struct model *m, const struct view_state *st, int x, int y)
{
	const struct rect *r = &st->layout.rooms;

	if (x < r->x || x >= r->x + r->w - 1 || y < r->y || y >= r->y + r->h)
		return NULL;
	return pane_rooms_at(m, st, y - r->y);
}
