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
		message_format_time(message_item_line(b, i, p->st)->time, p->st,
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

/* Draw the row below a folded message, which says how many rows are hidden. */
static void
draw_fold_row(struct painter *p, const struct line *line, int y, int rows)
{
	struct buf text = { 0 };

	if (is_inside(p, y)) {
		message_fold_text(line, rows, p->st, &text);
		pane_text(p->c, p->r->x + p->shape.hang, y, p->r->x + p->r->w,
		    buf_view(&text), theme_style(THEME_DIM, p->st->colours));
	}
	buf_clear(&text);
}

/* Draw the rows of a line's text, of which `hidden` are below the edge. */
static void
draw_text(struct painter *p, const struct buffer *b, size_t i,
    const struct line *line, int hidden)
{
	struct wrap_row usual[ROWS_USUAL], *rows = usual;
	size_t n;
	int k, y, open;

	message_layout_make(&p->msg, b, i, &p->shape, p->st);
	if (line == p->highlight)
		p->msg.style = p->msg.head_style =
		    theme_style(THEME_ACTIVE, p->st->colours);
	n = wrap_text(buf_view(&p->msg.text), p->shape.width, p->msg.first,
	    p->shape.hang, rows, ROWS_USUAL);
	open = message_open_rows(line, (int)n, p->st);
	if (open > ROWS_USUAL) {
		rows = xreallocarray(NULL, (size_t)open, sizeof(*rows));
		wrap_text(buf_view(&p->msg.text), p->shape.width, p->msg.first,
		    p->shape.hang, rows, (size_t)open);
	}
	pane_links_begin(
	    &p->links, buf_view(&p->msg.text), b->id << 40 ^ line->seq);
	p->y += hidden - open - (open < (int)n);
	if (open < (int)n)
		draw_fold_row(p, line, p->y + open, (int)n - open);
	for (k = 0; k < open; k++) {
		y = p->y + k;
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
draw_fold(struct painter *p, const struct buffer *b, size_t i, int hidden)
{
	int y = p->y += hidden - 1;

	if (!is_inside(p, y))
		return;
	message_layout_make(&p->msg, b, i, &p->shape, p->st);
	draw_head(p, y, b, i);
	pane_text(p->c, p->r->x + p->msg.first, y, p->r->x + p->r->w,
	    buf_view(&p->msg.text), p->msg.style);
}

/* Draw item i, of which so many rows are below the edge. */
static void
draw_item(struct painter *p, const struct buffer *b, size_t i, int hidden)
{
	const struct fold *fold;
	const struct line *line =
	    fold_item(b, i, message_presence(b, p->st), &fold);

	if (fold != NULL) {
		draw_fold(p, b, i, hidden);
	} else if (line == NULL) {
		p->y += hidden;
	} else if (line->kind != LINE_GAP) {
		draw_text(p, b, i, line, hidden);
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

/* Draw lines from the bottom of the rectangle up. */
static void
draw_lines(struct painter *p, const struct rect *r, const struct buffer *b,
    struct scroll_position at)
{
	p->r = r;
	p->y = r->y + r->h;
	draw_item(p, b, at.line, at.hidden);
	while (p->y > r->y && at.line > 0) {
		at.line = message_item_before(b, at.line, p->st);
		draw_item(p, b, at.line, 0);
	}
}

/* Draw the bar that says what is below the lines shown, and the key that goes there. */
static void
draw_bar(struct painter *p, const struct rect *r, const struct model *m)
{
	const struct buffer *b = m->active;
	struct buf text = { 0 };
	size_t below = scroll_lines_below(m, p->st);

	if (b->unread > 0)
		buf_printf(&text,
		    ngettext("%u new below", "%u new below", b->unread),
		    b->unread);
	else
		buf_printf(&text,
		    ngettext("%zu more below", "%zu more below", below), below);
	if (b->mentions > 0 && b->kind == BUFFER_ROOM)
		buf_printf(&text,
		    ngettext(
			", %u mentions you", ", %u mention you", b->mentions),
		    b->mentions);
	if (*p->st->bottom_key != '\0')
		buf_printf(&text, " (%s)", p->st->bottom_key);
	p->r = r;
	p->y = r->y + 1;
	draw_across(
	    p, buf_view(&text), b->unread > 0 ? THEME_DIVIDER : THEME_DIM);
	buf_clear(&text);
}

void
pane_messages_draw(
    struct canvas *c, const struct model *m, const struct view_state *st)
{
	const struct buffer *b = m->active;
	struct rect r = st->layout.messages, part = r;
	struct painter p = {
		.c = c, .st = st, .r = &r, .highlight = b->highlight
	};
	struct scroll_parts parts = scroll_parts(b, st);

	if (r.w < 1 || r.h < 1 || m->overlay.kind != OVERLAY_NONE)
		return;
	canvas_fill(c, r, theme_style(THEME_TEXT, st->colours));
	if (b->n == 0) {
		p.y = r.y + r.h;
		draw_empty(&p, b);
		return;
	}
	message_columns(&p.shape, st);
	part.h = parts.lines;
	draw_lines(&p, &part, b, scroll_position(b, st));
	part.y += part.h;
	part.h = 1;
	if (parts.bar > 0)
		draw_bar(&p, &part, m);
	part.y += part.h;
	part.h = parts.newest;
	if (parts.newest > 0)
		draw_lines(&p, &part, b,
		    (struct scroll_position){
			message_item_before(b, b->n, st), 0 });
	message_layout_clear(&p.msg);
}
