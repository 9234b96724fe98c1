/*
 * pane: shared helpers of the panes.
 */
#include "client/view/pane.h"

#include <stdio.h>

int
pane_text(struct canvas *c, int x, int y, int end, struct view text,
    struct style style)
{
	if (end > c->w)
		end = c->w;
	if (x + text_width(text) <= end)
		return canvas_text(c, x, y, end, text, style);
	x = canvas_text(c, x, y, end - 1, text, style);
	return canvas_text(c, x, y, end, VIEW("…"), style);
}

void
pane_rule(struct canvas *c, int x, const struct rect *r, int colours)
{
	int y;

	for (y = r->y; y < r->y + r->h; y++)
		canvas_text(c, x, y, x + 1, VIEW("│"),
		    theme_style(THEME_RULE, colours));
}

struct view
pane_buffer_name(const struct buffer *b)
{
	if (b->kind == BUFFER_SERVER && b->network->name != NULL)
		return view_of(b->network->name);
	return view_of(b->name);
}

void
pane_unread_count(const struct buffer *b, char *out, size_t size)
{
	if (b->mentions > 0)
		snprintf(out, size, "!%u", b->mentions);
	else if (b->unread > 0)
		snprintf(
		    out, size, "%u%s", b->unread, b->unread_more ? "+" : "");
	else
		*out = '\0';
}
