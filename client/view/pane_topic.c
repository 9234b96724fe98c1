/*
 * pane_topic: the bar at the top: the name of the active buffer, and its topic.
 */
#include "client/view/pane.h"

#include "common/i18n.h"

/* Return what to show after the name. */
static struct view
description(const struct buffer *b)
{
	if (b->kind == BUFFER_ROOM && !b->joined)
		return view_of(_("(not joined)"));
	if (b->kind == BUFFER_SERVER)
		return view_of(_("Server messages"));
	return view_of(b->topic);
}

void
pane_topic_draw(
    struct canvas *c, const struct model *m, const struct view_state *st)
{
	const struct rect *r = &st->layout.topic;
	struct view text = description(m->active);
	int x = r->x, end = r->x + r->w;

	if (r->h < 1)
		return;
	canvas_fill(c, *r, theme_style(THEME_BAR, st->colours));
	if (r->w > 3)
		x++, end--;
	x = pane_text(c, x, r->y, end, pane_buffer_name(m->active),
	    theme_style(THEME_BAR_NAME, st->colours));
	if (text.len > 0 && x + 4 < end)
		pane_linked_text(c, x + 2, r->y, end, text,
		    theme_style(THEME_BAR, st->colours));
}
