/*
 * view: the tables of panes and of overlays.
 */
#include "client/view/view.h"

#include <string.h>

#include "client/view/pane.h"

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
	[OVERLAY_PAGER] = pane_pager_draw,
};

enum { PANES = sizeof(panes) / sizeof(panes[0]) };

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

void
view_draw(struct canvas *c, struct model *m, struct view_state *st,
    const struct input_state *in)
{
	struct layout layout;
	unsigned dirty = add_dependent(m, m->dirty);

	if (canvas_is_full(c)) {
		canvas_resize(c, c->w, c->h);
		dirty = DIRTY_ALL;
	}
	layout_compute(&layout, c->w, c->h, pane_input_rows(in, c->w), st, m);
	if (memcmp(&layout, &st->layout, sizeof(layout)) != 0)
		dirty = DIRTY_ALL;
	st->layout = layout;
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

	if (x < r->x || x >= r->x + r->w - 2 || y < r->y || y >= r->y + r->h)
		return NULL;
	return pane_rooms_at(m, st, y - r->y);
}
