/*
 * scroll: where the reader stands. Only lines near the pane are ever measured, so that
 * it costs the same over a short past and a long one.
 */
#include "client/view/message.h"

/* Move towards the newest by so many rows, or to its end. */
static void
go_down(const struct buffer *b, const struct view_state *st, struct place *p,
    int rows)
{
	int step;

	while (rows > 0) {
		if (p->row == 0) {
			if (p->line + 1 >= b->n)
				return;
			p->row = message_rows(b, ++p->line, st);
		}
		step = rows < p->row ? rows : p->row;
		p->row -= step;
		rows -= step;
	}
}

/* A pane with something above its top stays filled. */
static void
fill(const struct buffer *b, const struct view_state *st, struct place *p)
{
	int rows, height = st->layout.messages.h;
	size_t i = p->line;

	rows = message_rows(b, i, st) - p->row;
	while (rows < height && i > 0)
		rows += message_rows(b, --i, st);
	if (rows < height)
		go_down(b, st, p, height - rows);
}

/* Move into the past. */
static void
go_up(const struct buffer *b, const struct view_state *st, struct place *p,
    int rows)
{
	int n;

	p->row += rows;
	while (p->row >= (n = message_rows(b, p->line, st))) {
		if (p->line == 0) {
			p->row = n - 1;
			break;
		}
		p->row -= n;
		p->line--;
	}
	fill(b, st, p);
}

/* The line that the reader stood on may be gone, or have fewer rows now. */
struct place
scroll_place(const struct buffer *b, const struct view_state *st)
{
	struct place p = { b->n > 0 ? b->n - 1 : 0, 0 };
	size_t i;
	int rows;

	if (b->following || b->n == 0)
		return p;
	i = buffer_index(b, b->at_seq);
	if (i == b->n)
		return p;
	p.line = i;
	if (buffer_line(b, i)->seq == b->at_seq) {
		rows = message_rows(b, i, st);
		p.row = b->at_row < rows ? b->at_row : rows - 1;
	}
	fill(b, st, &p);
	return p;
}

static int
stand(struct model *m, struct place from, struct place p)
{
	struct buffer *b = m->active;

	if (p.line == from.line && p.row == from.row)
		return 0;
	b->following = p.line + 1 == b->n && p.row == 0;
	b->at_seq = buffer_line(b, p.line)->seq;
	b->at_row = p.row;
	m->dirty |= DIRTY_MESSAGES | DIRTY_STATUS;
	return 1;
}

int
view_scroll(struct model *m, const struct view_state *st, int rows)
{
	struct buffer *b = m->active;
	struct place from, p;

	if (b->n == 0 || rows == 0 || st->layout.messages.h < 1)
		return 0;
	p = from = scroll_place(b, st);
	if (rows < 0)
		go_up(b, st, &p, -rows);
	else
		go_down(b, st, &p, rows);
	return stand(m, from, p);
}

void
view_scroll_end(struct model *m)
{
	m->active->following = 1;
	m->dirty |= DIRTY_MESSAGES | DIRTY_STATUS;
}

void
view_scroll_home(struct model *m, const struct view_state *st)
{
	struct buffer *b = m->active;
	struct place p = { 0, 0 };

	if (b->n == 0 || st->layout.messages.h < 1)
		return;
	p.row = message_rows(b, 0, st) - 1;
	fill(b, st, &p);
	stand(m, scroll_place(b, st), p);
}

void
view_scroll_to(
    struct model *m, const struct view_state *st, size_t i, enum view_at at)
{
	struct buffer *b = m->active;
	struct place p = { i, 0 };
	int height = st->layout.messages.h;

	if (i >= b->n || height < 1)
		return;
	p.row = message_rows(b, i, st) - 1;
	go_down(b, st, &p, at == VIEW_TOP ? height - 1 : height / 2);
	fill(b, st, &p);
	stand(m, scroll_place(b, st), p);
}

int
view_range(const struct model *m, const struct view_state *st, size_t *first,
    size_t *last)
{
	const struct buffer *b = m->active;
	struct place p;
	int rows;

	if (b->n == 0 || st->layout.messages.h < 1)
		return 0;
	p = scroll_place(b, st);
	*first = *last = p.line;
	rows = message_rows(b, p.line, st) - p.row;
	while (rows<st->layout.messages.h && * first> 0)
		rows += message_rows(b, --*first, st);
	return 1;
}

/* A row of the last page stays, to read on from. */
int
view_page(const struct view_state *st)
{
	return st->layout.messages.h > 2 ? st->layout.messages.h - 1 : 1;
}

size_t
scroll_below(const struct model *m, const struct view_state *st)
{
	struct place p;

	if (m->active->following || m->active->n == 0)
		return 0;
	p = scroll_place(m->active, st);
	return m->active->n - 1 - p.line + (p.row > 0);
}
