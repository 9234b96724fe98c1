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
pane_links_begin(struct pane_links *l, struct view text, uint64_t tag)
{
	*l = (struct pane_links){ .text = text, .tag = tag };
	if (!link_next(text, &l->span))
		l->span.from = text.len;
}

void
pane_links_at(struct pane_links *l, struct canvas *c, size_t pos)
{
	struct buf uri = { 0 };
	struct view url;

	while (l->span.from < l->text.len && pos >= l->span.to)
		if (!link_next(l->text, &l->span))
			l->span.from = l->text.len;
	if (pos < l->span.from || l->span.from == l->text.len) {
		canvas_set_link(c, VIEW(""), 0);
	} else if (c->link == 0 || pos == l->span.from) {
		url = (struct view){ l->text.p + l->span.from,
			l->span.to - l->span.from };
		link_uri(url, &uri);
		canvas_set_link(c, buf_view(&uri), l->tag);
		buf_clear(&uri);
	}
}

void
pane_links_end(struct canvas *c)
{
	canvas_set_link(c, VIEW(""), 0);
}

int
pane_linked_text(struct canvas *c, int x, int y, int end, struct view text,
    struct style style)
{
	int cut = x + text_width(text) > (end < c->w ? end : c->w);
	struct pane_links links;
	struct glyph_iter it;
	struct glyph g;

	end = end < c->w ? end : c->w;
	pane_links_begin(&links, text, 0);
	glyph_start(&it, text, 0);
	while (x < end - cut && glyph_next(&it, &g)) {
		pane_links_at(&links, c, g.pos);
		x = canvas_glyph(c, x, y, end - cut, &g, style);
	}
	pane_links_end(c);
	return cut ? canvas_text(c, x, y, end, VIEW("…"), style) : x;
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
