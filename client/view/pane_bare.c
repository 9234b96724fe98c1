/*
 * pane_bare: the bare view, over the whole screen: messages without borders, in rows of the full width.
 */
#include <stdlib.h>

#include "client/model/bare.h"
#include "client/model/wrap.h"
#include "client/view/message_layout.h"
#include "client/view/scroll.h"
#include "common/xmalloc.h"

/* The lines that the view shows: what people and the server wrote, not who came and went. */
static int
is_shown(const struct buffer *b, const struct line *line)
{
	if (buffer_hides(b, line))
		return 0;
	return line_is_message(line) || line->kind == LINE_TOPIC ||
	       line->kind == LINE_INFO || line->kind == LINE_ERROR;
}

/* Return the nearest line at or above i that is shown, else the nearest below, else b->n. */
static size_t
nearest(const struct buffer *b, size_t i)
{
	size_t up = i < b->n ? i + 1 : b->n;

	while (up > 0)
		if (is_shown(b, buffer_line(b, --up)))
			return up;
	for (; i < b->n; i++)
		if (is_shown(b, buffer_line(b, i)))
			return i;
	return b->n;
}

static size_t
bottom_line(const struct buffer *b, const struct bare *bare)
{
	return nearest(b, buffer_index_of_seq(b, bare->bottom));
}

/* Append the text of a line, after time and nick if the user wants them. */
static void
make_text(const struct line *line, const struct view_state *st, struct buf *out)
{
	char time[64];

	if (st->bare_gutter == BARE_TIMES && line->time != 0) {
		message_format_time(
		    line->time, st, st->time_format, time, sizeof(time));
		buf_printf(out, "%s ", time);
	}
	if (st->bare_gutter != BARE_TEXT && line->kind == LINE_ACTION)
		buf_add_str(out, "* ");
	else if (st->bare_gutter != BARE_TEXT && line_is_message(line) &&
		 line->nick != NULL)
		buf_printf(out, "%s: ", line->nick);
	if (st->bare_gutter == BARE_TEXT && line_is_message(line))
		buf_add_str(out, line->text);
	else
		line_to_text(line, out);
}

static int
rows_of(const struct line *line, const struct view_state *st, int width)
{
	struct buf text = { 0 };
	int n;

	make_text(line, st, &text);
	n = (int)wrap_text(buf_view(&text), width, 0, 0, NULL, 0);
	buf_clear(&text);
	return n;
}

static void
draw_row(struct canvas *c, int y, struct view text, const struct wrap_row *row,
    struct pane_links *links, struct style style)
{
	struct glyph_iter it;
	struct glyph g;
	int x = 0;

	glyph_start(&it, (struct view){ text.p + row->pos, row->len }, 0);
	it.start = text.p;
	while (x < c->w && glyph_next(&it, &g)) {
		pane_links_at(links, c, g.pos);
		x = canvas_glyph(c, x, y, c->w, &g, style);
	}
	pane_links_end(c);
}

/* Draw a line whose last row is above `end`. Returns the row of its first one. */
static int
draw_line(struct canvas *c, const struct line *line,
    const struct view_state *st, int end)
{
	struct style style = theme_style(THEME_TEXT, st->colours);
	struct buf text = { 0 };
	struct pane_links links;
	struct wrap_row *rows;
	size_t n, i;
	int y;

	make_text(line, st, &text);
	n = wrap_text(buf_view(&text), c->w, 0, 0, NULL, 0);
	rows = xreallocarray(NULL, n, sizeof(*rows));
	wrap_text(buf_view(&text), c->w, 0, 0, rows, n);
	pane_links_begin(&links, buf_view(&text), line->seq);
	for (i = 0; i < n; i++) {
		y = end - (int)(n - i);
		if (y >= 0 && y < c->h)
			draw_row(
			    c, y, buf_view(&text), &rows[i], &links, style);
	}
	free(rows);
	buf_clear(&text);
	return end - (int)n;
}

void
pane_bare_draw(
    struct canvas *c, const struct model *m, const struct view_state *st)
{
	const struct bare *bare = m->overlay.bare;
	const struct buffer *b = model_find_id(m, bare->buffer);
	int y = c->h + bare->hidden;
	size_t i;

	canvas_fill(c, (struct rect){ 0, 0, c->w, c->h },
	    theme_style(THEME_TEXT, st->colours));
	c->cursor_x = c->cursor_y = -1;
	if (b == NULL)
		return;
	for (i = bottom_line(b, bare) + 1; i > 0 && y > 0; i--)
		if (i <= b->n && is_shown(b, buffer_line(b, i - 1)))
			y = draw_line(c, buffer_line(b, i - 1), st, y);
}

struct bare *
pane_bare_new(const struct model *m, const struct view_state *st)
{
	const struct buffer *b = m->active;
	struct bare *bare = xcalloc(1, sizeof(*bare));

	bare->buffer = b->id;
	if (b->n > 0)
		bare->bottom = buffer_line(b, scroll_position(b, st).line)->seq;
	return bare;
}

/* True if there are rows above those on the screen. */
static int
has_more_above(const struct buffer *b, const struct bare *bare,
    const struct view_state *st, const struct canvas *c)
{
	int rows = -bare->hidden;
	size_t i;

	for (i = bottom_line(b, bare) + 1; i > 0 && rows <= c->h; i--)
		if (i <= b->n && is_shown(b, buffer_line(b, i - 1)))
			rows += rows_of(buffer_line(b, i - 1), st, c->w);
	return rows > c->h;
}

static void
set_bottom(struct bare *bare, const struct buffer *b, size_t i, int hidden)
{
	bare->bottom = buffer_line(b, i)->seq;
	bare->hidden = hidden;
}

static void
up_a_row(struct bare *bare, const struct buffer *b, const struct view_state *st,
    const struct canvas *c)
{
	size_t at = bottom_line(b, bare), above;

	if (!has_more_above(b, bare, st, c))
		return;
	if (bare->hidden + 1 < rows_of(buffer_line(b, at), st, c->w)) {
		bare->hidden++;
		return;
	}
	above = at > 0 ? nearest(b, at - 1) : at;
	if (above < at)
		set_bottom(bare, b, above, 0);
}

static void
down_a_row(struct bare *bare, const struct buffer *b,
    const struct view_state *st, const struct canvas *c)
{
	size_t at = bottom_line(b, bare), i;

	if (bare->hidden > 0) {
		bare->hidden--;
		return;
	}
	for (i = at + 1; i < b->n; i++)
		if (is_shown(b, buffer_line(b, i))) {
			set_bottom(bare, b, i,
			    rows_of(buffer_line(b, i), st, c->w) - 1);
			return;
		}
}

void
pane_bare_scroll(struct bare *bare, const struct model *m,
    const struct view_state *st, const struct canvas *c, int rows)
{
	const struct buffer *b = model_find_id(m, bare->buffer);

	if (b == NULL || bottom_line(b, bare) == b->n)
		return;
	for (; rows < 0; rows++)
		up_a_row(bare, b, st, c);
	for (; rows > 0; rows--)
		down_a_row(bare, b, st, c);
}
