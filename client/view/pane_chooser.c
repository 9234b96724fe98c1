/*
 * pane_chooser: a list to choose from, over the messages: a heading with the filter, then the rows that match it.
 */
#include "client/model/chooser.h"
#include "client/view/message_layout.h"
#include "common/i18n.h"

enum {
	HEADING_FROM = 2, /* rows of the pane from which on it has a heading */
	GAP = 2,	  /* columns between text and detail */
	DETAIL_MIN = 8,	  /* columns; in fewer, it is not shown */
	MARKED = 512	  /* bytes of a text in which letters are marked */
};

static int
heading_rows(const struct rect *r)
{
	return r->h >= HEADING_FROM;
}

int
pane_chooser_page(const struct view_state *st)
{
	const struct rect *r = &st->layout.messages;
	int n = r->h - heading_rows(r);

	return n < 1 ? 1 : n;
}

/* Append what the keys do. */
static void
keys_text(const struct chooser *ch, struct buf *out)
{
	const char *enter = _(ch->ops->enter);

	if (ch->ops->tab == NULL)
		buf_printf(out, _("Enter: %s  Esc: back"), enter);
	else
		buf_printf(out, _("Enter: %s  Tab: %s  Esc: back"), enter,
		    _(ch->ops->tab));
}

/* Draw the title and the filter, with the keys at the right if there is room. The cursor is after the filter. */
static void
draw_heading(struct canvas *c, const struct rect *r, const struct chooser *ch,
    int colours)
{
	struct style style = theme_style(THEME_BAR, colours);
	struct buf text = { 0 }, keys = { 0 };
	int x, end = r->x + r->w;

	buf_printf(&text, "%s: ", _(ch->ops->title));
	buf_add_view(&text, buf_view(&ch->filter));
	keys_text(ch, &keys);
	canvas_fill(c, (struct rect){ r->x, r->y, r->w, 1 }, style);
	x = pane_text(c, r->x, r->y, end - 1, buf_view(&text), style);
	c->cursor_x = x < end ? x : end - 1;
	c->cursor_y = r->y;
	if (x + GAP + text_width(buf_view(&keys)) <= end)
		canvas_text(c, end - text_width(buf_view(&keys)), r->y, end,
		    buf_view(&keys), theme_style(THEME_BAR_DIM, colours));
	buf_clear(&text);
	buf_clear(&keys);
}

/* Draw the text of a row, with the letters that match the filter underlined. Returns the column after it. */
static int
draw_text(struct canvas *c, struct rect row, int width,
    const struct chooser *ch, const struct chooser_row *r, struct style style)
{
	unsigned char marks[MARKED];
	struct view text = view_of(r->text);
	struct style marked = style;
	struct glyph_iter it;
	struct glyph g;
	int x = row.x, end = row.x + width, cut = text_width(text) > width;

	marked.attrs |= ATTR_UNDERLINE | ATTR_BOLD;
	chooser_mark(ch, r, marks, sizeof(marks));
	glyph_start(&it, text, 0);
	while (glyph_next(&it, &g) && x + g.width <= end - cut)
		x = canvas_glyph(c, x, row.y, end, &g,
		    g.pos < MARKED && marks[g.pos] ? marked : style);
	if (cut)
		x = canvas_text(c, x, row.y, end, VIEW("…"), style);
	return x;
}

static void
draw_row(struct canvas *c, struct rect row, int width, const struct chooser *ch,
    const struct chooser_row *r, const struct view_state *st, int selected)
{
	struct style style =
	    theme_style(selected ? THEME_ACTIVE : THEME_TEXT, st->colours);
	struct style dim =
	    selected ? style : theme_style(THEME_DIM, st->colours);

	canvas_fill(c, row, style);
	draw_text(c, row, width, ch, r, style);
	if (row.w - width - GAP >= DETAIL_MIN)
		pane_text(c, row.x + width + GAP, row.y, row.x + row.w,
		    view_of(r->detail), dim);
}

/* Return the columns for the texts: what the visible ones need, but leave some for the details. */
static int
text_columns(const struct chooser *ch, size_t page, int w)
{
	int text = 0, detail = 0, n;

	for (size_t i = ch->top; i < ch->shown && i < ch->top + page; i++) {
		n = text_width(view_of(ch->rows[i].text));
		text = n > text ? n : text;
		n = text_width(view_of(ch->rows[i].detail));
		detail = n > detail ? n : detail;
	}
	if (detail > w / 3)
		detail = w / 3;
	if (detail < DETAIL_MIN)
		return w;
	return text < w - detail - GAP ? text : w - detail - GAP;
}

/* Scroll as little as needed to show the selected row. */
static void
scroll_to_selected(struct chooser *ch, size_t page)
{
	if (ch->at < ch->top)
		ch->top = ch->at;
	if (ch->at >= ch->top + page)
		ch->top = ch->at - page + 1;
}

void
pane_chooser_draw(
    struct canvas *c, const struct model *m, const struct view_state *st)
{
	const struct rect *r = &st->layout.messages;
	struct chooser *ch = m->overlay.chooser;
	int heading = heading_rows(r), width;
	struct rect row = { r->x, r->y + heading, r->w, 1 };
	size_t i, page = (size_t)pane_chooser_page(st);

	if (r->w < 1 || r->h < 1)
		return;
	canvas_fill(c, *r, theme_style(THEME_TEXT, st->colours));
	c->cursor_x = r->x;
	c->cursor_y = r->y;
	if (heading)
		draw_heading(c, r, ch, st->colours);
	if (ch->shown == 0)
		pane_text(c, r->x, row.y, r->x + r->w,
		    view_of(
			ch->n == 0 ? _(ch->ops->none) : _("Nothing matches.")),
		    theme_style(THEME_DIM, st->colours));
	scroll_to_selected(ch, page);
	width = text_columns(ch, page, r->w);
	for (i = ch->top; i < ch->shown && i < ch->top + page; i++, row.y++)
		draw_row(c, row, width, ch, &ch->rows[i], st, i == ch->at);
}
