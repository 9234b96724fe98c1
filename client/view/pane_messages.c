/*
 * pane_messages: the lines of the active buffer. Drawn from the bottom up, so only visible lines are laid out.
 */
#include "client/view/message_layout.h"

#include <stdlib.h>

#include "client/model/wrap.h"
#include "client/view/scroll.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum { ROWS_USUAL = 16 }; /* longer lines need memory from the heap */

struct painter {
	struct canvas *c;
	const struct view_state *st;
	const struct rect *r;
	struct message_columns shape;
	struct message_layout msg;
	struct pane_links links;
	const struct line *highlight; /* the search result jumped to */
	int y; /* the row below the next one to draw; decreases */
};

static int
is_inside(const struct painter *p, int y)
{
	return y >= p->r->y && y < p->r->y + p->r->h;
}

static struct style
style_at(const struct painter *p, const struct glyph *g)
{
	const struct message_span *span;
	size_t i;

	for (i = 0; i < 2; i++) {
		span = &p->msg.spans[i];
		if (g->pos >= span->from && g->pos < span->to)
			return span->style;
	}
	return theme_format(p->msg.style, &g->style, p->st->colours);
}

static void
draw_row(struct painter *p, int y, int x, const struct wrap_row *row)
{
	struct glyph_iter it;
	struct glyph g;
	int end = p->r->x + p->r->w;

	wrap_row_start(&it, buf_view(&p->msg.text), row);
	x += p->r->x + row->indent;
	while (x < end && glyph_next(&it, &g)) {
		pane_links_at(&p->links, p->c, g.pos);
		x = canvas_glyph(p->c, x, y, end, &g, style_at(p, &g));
	}
	pane_links_end(p->c);
}

/* Draw time and nick, left of the text in its first row. The top row of the pane has both in any case. */
static void
draw_head(struct painter *p, int y, const struct buffer *b, size_t i)
{
	const struct message_columns *s = &p->shape;
	struct view head = buf_view(&p->msg.head);
	int x = p->r->x, end = x + p->r->w, top = y == p->r->y;
	char time[MESSAGE_TIME_SIZE];

	if (s->time > 0) {
		if (message_time(b, i, p->st, time) || top)
			canvas_text(p->c, x, y, x + s->time, view_of(time),
			    theme_style(THEME_DIM, p->st->colours));
		x += s->time + 1;
	}
	if (p->msg.continues && !top)
		return;
	if (s->nick > 0)
		x += s->nick - text_width(head);
	pane_text(p->c, x, y, end, head, p->msg.head_style);
}

/* Draw a line across the pane with text in its middle. */
static void
draw_across(struct painter *p, struct view text, enum theme_role role)
{
	struct style style = theme_style(role, p->st->colours);
	int x, end = p->r->x + p->r->w, y = --p->y;
	int width = text_width(text);

	if (!is_inside(p, y))
		return;
	for (x = p->r->x; x < end; x++)
		canvas_text(p->c, x, y, end, VIEW("─"), style);
	x = p->r->x + (p->r->w - width - 2) / 2;
	if (x <= p->r->x)
		x = p->r->x;
	else
		x = canvas_text(p->c, x, y, end, VIEW(" "), style);
	x = pane_text(p->c, x, y, end, text, style);
	canvas_text(p->c, x, y, end, VIEW(" "), style);
}

/* Draw the rows above line i, from the bottom up. */
static void
draw_above(struct painter *p, const struct buffer *b, size_t i)
{
	struct buf text = { 0 };
	char day[64];

	if (message_is_first_unread(b, i))
		draw_across(p, view_of(_("new messages")), THEME_DIVIDER);
	if (message_starts_day(b, i, p->st)) {
		message_format_time(buffer_line(b, i)->time, p->st,
		    p->r->w >= 36 ? _("%A, %-d %B %Y") : _("%-d %b %Y"), day,
		    sizeof(day));
		draw_across(p, view_of(day), THEME_DIM);
	}
	if (message_has_history_row(b, i)) {
		message_history_text(b, &text);
		draw_across(p, buf_view(&text), THEME_DIM);
		buf_clear(&text);
	}
}

static void
draw_gap(struct painter *p, const struct line *line)
{
	struct buf text = { 0 };

	message_gap_text(line, p->st, &text);
	draw_across(p, buf_view(&text), THEME_DIVIDER);
	buf_clear(&text);
}

/* Draw the rows of a line's text, of which `hidden` are below the edge. */
static void
draw_text(struct painter *p, const struct buffer *b, size_t i, int hidden)
{
	struct wrap_row usual[ROWS_USUAL], *rows = usual;
	size_t n, k;
	int y;

	message_layout_make(&p->msg, b, i, &p->shape, p->st);
	if (buffer_line(b, i) == p->highlight)
		p->msg.style = p->msg.head_style =
		    theme_style(THEME_ACTIVE, p->st->colours);
	n = wrap_text(buf_view(&p->msg.text), p->shape.width, p->msg.first,
	    p->shape.hang, rows, ROWS_USUAL);
	if (n > ROWS_USUAL) {
		rows = xreallocarray(NULL, n, sizeof(*rows));
		wrap_text(buf_view(&p->msg.text), p->shape.width, p->msg.first,
		    p->shape.hang, rows, n);
	}
	pane_links_begin(&p->links, buf_view(&p->msg.text),
	    b->id << 40 ^ buffer_line(b, i)->seq);
	p->y += hidden - (int)n;
	for (k = 0; k < n; k++) {
		y = p->y + (int)k;
		if (!is_inside(p, y))
			continue;
		if (k == 0)
			draw_head(p, y, b, i);
		draw_row(p, y, k == 0 ? p->msg.first : p->shape.hang, &rows[k]);
	}
	if (rows != usual)
		free(rows);
}

static void
draw_line(struct painter *p, const struct buffer *b, size_t i, int hidden)
{
	const struct line *line = buffer_line(b, i);

	if (buffer_hides(b, line)) {
		p->y += hidden;
	} else if (line->kind != LINE_GAP) {
		draw_text(p, b, i, hidden);
	} else {
		p->y += hidden;
		draw_gap(p, line);
	}
	draw_above(p, b, i);
}

/* Draw an empty buffer: only the state of its history. */
static void
draw_empty(struct painter *p, const struct buffer *b)
{
	struct buf text = { 0 };

	if (b->history == HISTORY_UNKNOWN)
		return;
	message_history_text(b, &text);
	draw_across(p, buf_view(&text), THEME_DIM);
	buf_clear(&text);
}

void
pane_messages_draw(
    struct canvas *c, const struct model *m, const struct view_state *st)
{
	const struct buffer *b = m->active;
	struct painter p = { .c = c,
		.st = st,
		.r = &st->layout.messages,
		.highlight = b->highlight };
	struct scroll_position at;

	if (p.r->w < 1 || p.r->h < 1 || m->overlay.kind != OVERLAY_NONE)
		return;
	canvas_fill(c, *p.r, theme_style(THEME_TEXT, st->colours));
	p.y = p.r->y + p.r->h;
	if (b->n == 0) {
		draw_empty(&p, b);
		return;
	}
	at = scroll_position(b, st);
	message_columns(&p.shape, st);
	draw_line(&p, b, at.line, at.hidden);
	while (p.y > p.r->y && at.line > 0)
		draw_line(&p, b, --at.line, 0);
	message_layout_clear(&p.msg);
}
