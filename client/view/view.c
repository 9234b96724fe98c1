/*
 * view: the panes put together.
 */
#include "client/view/view.h"

#include <string.h>

#include "client/view/pane.h"

void
view_state_init(struct view_state *st)
{
	*st = (struct view_state){
		.rooms = PANE_AUTO,
		.members = PANE_AUTO,
		.max_input_rows = 8,
		.colours = 256,
		.time_format = "%H:%M",
		.retry_key = "",
		.gap_key = "",
	};
}

/*
 * What else has changed when that has: the status line counts the lines below and sums
 * the room list up, and while it waits for the next try it counts down.
 */
static unsigned
spread(const struct model *m, unsigned dirty)
{
	if ((dirty & (DIRTY_MESSAGES | DIRTY_ROOMS | DIRTY_MEMBERS)) ||
	    m->state == LINK_WAITING)
		dirty |= DIRTY_STATUS;
	return dirty;
}

void
view_draw(struct canvas *c, struct model *m, struct view_state *st,
    const struct input_state *in)
{
	struct layout layout;
	unsigned dirty = spread(m, m->dirty);

	view_layout(&layout, c->w, c->h, pane_input_rows(in, c->w), st, m);
	if (memcmp(&layout, &st->layout, sizeof(layout)) != 0)
		dirty = DIRTY_ALL;
	st->layout = layout;
	if (dirty & DIRTY_TOPIC)
		pane_topic_draw(c, m, st);
	if (dirty & DIRTY_ROOMS)
		pane_rooms_draw(c, m, st);
	if (dirty & DIRTY_MEMBERS)
		pane_members_draw(c, m, st);
	if ((dirty & DIRTY_MESSAGES) && m->results == NULL)
		pane_messages_draw(c, m, st);
	if (dirty & DIRTY_STATUS)
		pane_status_draw(c, m, st);
	pane_input_draw(c, st, in);
	if (m->results != NULL)
		pane_results_draw(c, m, st);
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
