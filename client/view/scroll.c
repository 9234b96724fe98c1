/*
 * scroll: moves the scroll position of the active buffer.
 */
#include "client/view/scroll.h"

#include "client/view/message_layout.h"

/* Move down by rows, or to the newest line. */
static void
go_down(const struct buffer *b, const struct view_state *st,
    struct scroll_position *p, int rows)
{
	int step;

	while (rows > 0) {
		if (p->hidden == 0) {
			if (p->line + 1 >= b->n)
				return;
			p->hidden = message_rows(b, ++p->line, st);
		}
		step = rows < p->hidden ? rows : p->hidden;
		p->hidden -= step;
		rows -= step;
	}
}

/* Move down as far as needed to fill the pane. */
static void
fill(const struct buffer *b, const struct view_state *st,
    struct scroll_position *p)
{
	int rows, height = st->layout.messages.h;
	size_t i = p->line;

	rows = message_rows(b, i, st) - p->hidden;
	while (rows < height && i > 0)
		rows += message_rows(b, --i, st);
	if (rows < height)
		go_down(b, st, p, height - rows);
}

/* Return how many rows of line i are below its first one. A hidden line may have none at all. */
static int
last_row(const struct buffer *b, size_t i, const struct view_state *st)
{
	int rows = message_rows(b, i, st);

	return rows > 0 ? rows - 1 : 0;
}

/* Move up by rows, or to the oldest line. */
static void
go_up(const struct buffer *b, const struct view_state *st,
    struct scroll_position *p, int rows)
{
	int n;

	p->hidden += rows;
	while (p->hidden >= (n = message_rows(b, p->line, st))) {
		if (p->line == 0) {
			p->hidden = last_row(b, 0, st);
			break;
		}
		p->hidden -= n;
		p->line--;
	}
	fill(b, st, p);
}

/* The line at the bottom may have been dropped, or have fewer rows than before. */
struct scroll_position
scroll_position(const struct buffer *b, const struct view_state *st)
{
	struct scroll_position p = { b->n > 0 ? b->n - 1 : 0, 0 };
	size_t i;
	int rows;

	if (b->following || b->n == 0)
		return p;
	i = buffer_index_of_seq(b, b->bottom_seq);
	if (i == b->n)
		return p;
	p.line = i;
	if (buffer_line(b, i)->seq == b->bottom_seq) {
		rows = last_row(b, i, st);
		p.hidden = b->bottom_hidden < rows ? b->bottom_hidden : rows;
	}
	fill(b, st, &p);
	return p;
}

/* Store a new position. Returns 1 if it differs from the old one. */
static int
set_position(
    struct model *m, struct scroll_position from, struct scroll_position p)
{
	struct buffer *b = m->active;

	if (p.line == from.line && p.hidden == from.hidden)
		return 0;
	b->following = p.line + 1 == b->n && p.hidden == 0;
	b->bottom_seq = buffer_line(b, p.line)->seq;
	b->bottom_hidden = p.hidden;
	m->dirty |= DIRTY_MESSAGES | DIRTY_STATUS;
	return 1;
}

int
scroll_by(struct model *m, const struct view_state *st, int rows)
{
	struct buffer *b = m->active;
	struct scroll_position from, p;

	if (b->n == 0 || rows == 0 || st->layout.messages.h < 1)
		return 0;
	p = from = scroll_position(b, st);
	if (rows < 0)
		go_up(b, st, &p, -rows);
	else
		go_down(b, st, &p, rows);
	return set_position(m, from, p);
}

void
scroll_to_newest(struct model *m)
{
	m->active->following = 1;
	m->dirty |= DIRTY_MESSAGES | DIRTY_STATUS;
}

void
scroll_to_oldest(struct model *m, const struct view_state *st)
{
	struct buffer *b = m->active;
	struct scroll_position p = { 0, 0 };

	if (b->n == 0 || st->layout.messages.h < 1)
		return;
	p.hidden = last_row(b, 0, st);
	fill(b, st, &p);
	set_position(m, scroll_position(b, st), p);
}

void
scroll_to_line(struct model *m, const struct view_state *st, size_t i,
    enum scroll_target target)
{
	struct buffer *b = m->active;
	struct scroll_position p = { i, 0 };
	int height = st->layout.messages.h;

	if (i >= b->n || height < 1)
		return;
	p.hidden = last_row(b, i, st);
	go_down(b, st, &p, target == SCROLL_TOP ? height - 1 : height / 2);
	fill(b, st, &p);
	set_position(m, scroll_position(b, st), p);
}

int
scroll_visible_lines(const struct model *m, const struct view_state *st,
    size_t *first, size_t *last)
{
	const struct buffer *b = m->active;
	struct scroll_position p;
	int rows;

	if (b->n == 0 || st->layout.messages.h < 1)
		return 0;
	p = scroll_position(b, st);
	*first = *last = p.line;
	rows = message_rows(b, p.line, st) - p.hidden;
	while (rows<st->layout.messages.h && * first> 0)
		rows += message_rows(b, --*first, st);
	return 1;
}

/* One row of the previous page stays visible. */
int
scroll_page_rows(const struct view_state *st)
{
	return st->layout.messages.h > 2 ? st->layout.messages.h - 1 : 1;
}

size_t
scroll_lines_below(const struct model *m, const struct view_state *st)
{
	struct scroll_position p;

	if (m->active->following || m->active->n == 0)
		return 0;
	p = scroll_position(m->active, st);
	return m->active->n - 1 - p.line + (p.hidden > 0);
}
