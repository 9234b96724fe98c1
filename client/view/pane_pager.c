/*
 * pane_pager: the pager, over the messages: a heading, then the text. While the user types what to search for, the
 * heading is its prompt. The cursor is at the selected row, or in the prompt.
 */
#include "client/model/pager.h"

#include "client/view/pane.h"
#include "common/i18n.h"

enum {
	HEADING_FROM = 3, /* rows of the pane from which on it has a heading */
	KEYS_GAP = 2,
	KEYS = 4, /* ways to write the keys in the heading, the longest first */
	LINES_MAX = 400
};

static int
heading_rows(const struct rect *r)
{
	return r->h >= HEADING_FROM;
}

static int
has_links(const struct pager *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].link != NULL)
			return 1;
	return 0;
}

/* "Help: keys  3/40" */
static void
heading_text(const struct pager *p, struct buf *out)
{
	buf_add_str(out, p->title);
	if (p->n > 0)
		buf_printf(
		    out, "  %zu/%zu%s", p->at + 1, p->n, p->cut ? "+" : "");
	if (p->missing)
		buf_printf(out, _("  not found: %.*s"),
		    VIEW_ARG(buf_view(&p->search)));
}

static void
draw_prompt(
    struct canvas *c, const struct rect *r, const struct pager *p, int colours)
{
	struct style style = theme_style(THEME_BAR, colours);
	int x, end = r->x + r->w;

	x = pane_text(c, r->x, r->y, end, VIEW("/"), style);
	x = pane_text(c, x, r->y, end, buf_view(&p->search), style);
	c->cursor_x = x < end ? x : end - 1;
	c->cursor_y = r->y;
	if (p->missing && x + KEYS_GAP < end)
		pane_text(c, x + KEYS_GAP, r->y, end, view_of(_("(not found)")),
		    theme_style(THEME_BAR_WARN, colours));
}

/* Draw the heading, with the keys at the right as far as there is room. */
static void
draw_heading(
    struct canvas *c, const struct rect *r, const struct pager *p, int colours)
{
	struct style style = theme_style(THEME_BAR, colours);
	struct view keys[KEYS] = { view_of(
				       _("Enter: more  /: search  q: close")),
		view_of(_("Enter  /: search  q: close")),
		view_of(_("/: search  q: close")), view_of(_("q: close")) };
	struct buf text = { 0 };
	int end = r->x + r->w, left;

	canvas_fill(c, (struct rect){ r->x, r->y, r->w, 1 }, style);
	if (p->typing) {
		draw_prompt(c, r, p, colours);
		return;
	}
	heading_text(p, &text);
	left = r->w - text_width(buf_view(&text)) - KEYS_GAP;
	for (size_t i = has_links(p) ? 0 : 2; i < KEYS; i++) {
		if (text_width(keys[i]) <= left) {
			canvas_text(c, end - text_width(keys[i]), r->y, end,
			    keys[i], theme_style(THEME_BAR_DIM, colours));
			break;
		}
	}
	pane_text(c, r->x, r->y, end, buf_view(&text), style);
	buf_clear(&text);
}

/* Draw a part of a text, with what is searched for in reverse. `part` begins at byte pos of `text`. */
static void
draw_part(struct canvas *c, int x, int y, int end, const struct pager *p,
    struct view text, const struct pager_line *line, struct style base,
    int colours)
{
	size_t from = 0, len = 0, at;
	struct pane_links links;
	struct glyph_iter it;
	struct style style;
	struct glyph g;

	pane_links_begin(&links, text, 0);
	if (!pager_find(p, text, &from, &len))
		from = text.len;
	glyph_start(&it, line->text, 0);
	it.style = line->style;
	while (x < end && glyph_next(&it, &g)) {
		at = line->pos + g.pos;
		while (from < text.len && at >= from + len) {
			from += len;
			if (!pager_find(p, text, &from, &len))
				from = text.len;
		}
		style = theme_format(base, &g.style, colours);
		if (from < text.len && at >= from)
			style.attrs ^= ATTR_REVERSE;
		pane_links_at(&links, c, at);
		x = canvas_glyph(c, x, y, end, &g, style);
	}
	pane_links_end(c);
}

static void
draw_line(struct canvas *c, struct rect row, const struct pager *p, size_t i,
    const struct pager_line *line, int colours)
{
	const struct pager_row *r = &p->v[i];
	int selected = i == p->at && r->link != NULL, end = row.x + row.w;
	struct style text =
	    theme_style(selected ? THEME_ACTIVE : THEME_TEXT, colours);
	struct style label = text;
	struct pager_line name = { .text = line->label,
		.style = { .fg = -1, .bg = -1 } };

	if (selected)
		canvas_fill(c, row, text);
	if (r->kind == PAGER_HEADING)
		text.attrs |= ATTR_BOLD;
	else if (r->link != NULL)
		label.attrs |= ATTR_BOLD;
	draw_part(
	    c, row.x, row.y, end, p, view_of(r->label), &name, label, colours);
	draw_part(c, row.x + line->x, row.y, end, p, view_of(r->text), line,
	    text, colours);
}

/* Draw the lines of all rows from the top of the pane on. */
static void
draw_rows(
    struct canvas *c, struct rect area, const struct pager *p, int colours)
{
	static struct pager_line lines[LINES_MAX];
	struct rect row = { area.x, area.y, area.w, 1 };
	size_t n, skip = p->top_hidden;
	int bottom = area.y + area.h;

	for (size_t i = p->top; i < p->n && row.y < bottom; i++, skip = 0) {
		n = pager_lines(p, i, lines, LINES_MAX);
		if (i == p->at && !p->typing) {
			c->cursor_x = area.x;
			c->cursor_y = row.y;
		}
		for (size_t k = skip; k < n && row.y < bottom; k++, row.y++)
			draw_line(c, row, p, i, &lines[k], colours);
	}
}

void
pane_pager_draw(
    struct canvas *c, const struct model *m, const struct view_state *st)
{
	const struct rect *r = &st->layout.messages;
	struct pager *p = m->overlay.pager;
	struct rect area = *r;

	if (r->w < 1 || r->h < 1)
		return;
	area.y += heading_rows(r);
	area.h -= heading_rows(r);
	pager_resize(p, area.w, area.h);
	canvas_fill(c, *r, theme_style(THEME_TEXT, st->colours));
	c->cursor_x = r->x;
	c->cursor_y = r->y;
	if (heading_rows(r))
		draw_heading(c, r, p, st->colours);
	draw_rows(c, area, p, st->colours);
}
