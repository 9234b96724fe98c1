/*
 * scroll: moves the scroll position of the active buffer.
 */
#include "client/view/scroll.h"

#include "client/view/message_layout.h"

enum {
	BAR_FROM = 4,	 /* rows of a pane from which on it has a bar */
	LINES_MIN = 3,	 /* rows that the newest lines leave for the others */
	COUNT_MAX = 2000 /* items counted for the bar */
};

/* The parts while older lines are shown. */
static struct scroll_parts
scrolled_parts(const struct view_state *st)
{
	int h = st->layout.messages.h;
	struct scroll_parts parts = { h, 0, 0 };

	if (h < BAR_FROM)
		return parts;
	parts.bar = 1;
	if (st->split && h - 1 - st->split_rows >= LINES_MIN)
		parts.newest = st->split_rows;
	parts.lines = h - parts.bar - parts.newest;
	return parts;
}

struct scroll_parts
scroll_parts(const struct buffer *b, const struct view_state *st)
{
	if (b->following || b->n == 0)
		return (struct scroll_parts){ st->layout.messages.h, 0, 0 };
	return scrolled_parts(st);
}

/* Return 1 if everything below the position is hidden. */
static int
is_at_end(const struct buffer *b, const struct view_state *st,
    const struct scroll_position *p)
{
	size_t i;

	if (p->hidden > 0)
		return 0;
	for (i = message_item_after(b, p->line, st); i < b->n;
	     i = message_item_after(b, i, st))
		if (message_rows(b, i, st) > 0)
			return 0;
	return 1;
}

/* Move down by rows, or to the newest line. */
static void
go_down(const struct buffer *b, const struct view_state *st,
    struct scroll_position *p, int rows)
{
	size_t next;
	int step;

	while (rows > 0) {
		if (p->hidden == 0) {
			next = message_item_after(b, p->line, st);
			if (next >= b->n)
				return;
			p->line = next;
			p->hidden = message_rows(b, next, st);
		}
		step = rows < p->hidden ? rows : p->hidden;
		p->hidden -= step;
		rows -= step;
	}
}

/* Move down as far as needed to fill so many rows. */
static void
fill(const struct buffer *b, const struct view_state *st,
    struct scroll_position *p, int height)
{
	size_t i = p->line;
	int rows;

	rows = message_rows(b, i, st) - p->hidden;
	while (rows < height && i > 0) {
		i = message_item_before(b, i, st);
		rows += message_rows(b, i, st);
	}
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

/* Fill the pane. Where all rows up to the newest one fit without a bar, move there. */
static void
fill_pane(const struct buffer *b, const struct view_state *st,
    struct scroll_position *p)
{
	struct scroll_position whole = *p;

	fill(b, st, &whole, st->layout.messages.h);
	if (is_at_end(b, st, &whole))
		*p = whole;
	else
		fill(b, st, p, scrolled_parts(st).lines);
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
		p->line = message_item_before(b, p->line, st);
	}
	fill_pane(b, st, p);
}

/* Return the position at the newest line. */
static struct scroll_position
end_position(const struct buffer *b, const struct view_state *st)
{
	struct scroll_position p = { 0, 0 };

	if (b->n > 0)
		p.line = message_item_before(b, b->n, st);
	return p;
}

/* The item at the bottom may have been dropped or folded, or have fewer rows than before. */
struct scroll_position
scroll_position(const struct buffer *b, const struct view_state *st)
{
	struct scroll_position p = end_position(b, st);
	size_t i;
	int rows;

	if (b->following || b->n == 0)
		return p;
	i = buffer_index_of_seq(b, b->bottom_seq);
	if (i == b->n)
		return p;
	p.line = message_item_before(b, i + 1, st);
	if (p.line == i && buffer_line(b, i)->seq == b->bottom_seq) {
		rows = last_row(b, i, st);
		p.hidden = b->bottom_hidden < rows ? b->bottom_hidden : rows;
	}
	fill(b, st, &p, scrolled_parts(st).lines);
	return p;
}

/* Store a new position. Returns 1 if it differs from the old one. */
static int
set_position(struct model *m, const struct view_state *st,
    struct scroll_position from, struct scroll_position p)
{
	struct buffer *b = m->active;
	int following = is_at_end(b, st, &p);

	if (p.line == from.line && p.hidden == from.hidden &&
	    following == b->following)
		return 0;
	b->bottom_seq = buffer_line(b, p.line)->seq;
	b->bottom_hidden = p.hidden;
	if (following)
		model_follow(m, b);
	else
		model_scrolled(m, b);
	return 1;
}

void
scroll_settle(struct model *m, const struct view_state *st)
{
	struct buffer *b = m->active;
	struct scroll_position p;

	if (b->following || b->n == 0 || st->layout.messages.h < 1)
		return;
	p = scroll_position(b, st);
	if (is_at_end(b, st, &p))
		model_follow(m, b);
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
	return set_position(m, st, from, p);
}

void
scroll_to_newest(struct model *m)
{
	model_follow(m, m->active);
}

void
scroll_to_row(struct model *m, const struct view_state *st, size_t i, int row)
{
	struct buffer *b = m->active;
	struct scroll_position p = { 0, 0 }, whole;

	if (i >= b->n || st->layout.messages.h < 1)
		return;
	p.line = message_item_before(b, i + 1, st);
	p.hidden = last_row(b, p.line, st);
	whole = p;
	go_down(b, st, &whole, st->layout.messages.h - 1 - row);
	if (is_at_end(b, st, &whole)) {
		p = whole;
	} else {
		go_down(b, st, &p, scrolled_parts(st).lines - 1 - row);
		fill_pane(b, st, &p);
	}
	set_position(m, st, scroll_position(b, st), p);
}

void
scroll_to_oldest(struct model *m, const struct view_state *st)
{
	scroll_to_row(m, st, 0, 0);
}

void
scroll_to_line(struct model *m, const struct view_state *st, size_t i,
    enum scroll_target target)
{
	int height = scrolled_parts(st).lines;

	scroll_to_row(
	    m, st, i, target == SCROLL_TOP ? 0 : height - 1 - height / 2);
}

/* The items on the screen, from the bottom up. */
struct walk {
	const struct buffer *b;
	const struct view_state *st;
	size_t i; /* the item */
	int top;  /* its first row in the pane; may be negative */
};

static void
walk_start(struct walk *w, const struct buffer *b, const struct view_state *st)
{
	struct scroll_position p = scroll_position(b, st);

	*w = (struct walk){ b, st, p.line, 0 };
	w->top =
	    scroll_parts(b, st).lines + p.hidden - message_rows(b, p.line, st);
}

/* Go to the item above. Returns 0 if none is on the screen. */
static int
walk_up(struct walk *w)
{
	if (w->i == 0 || w->top <= 0)
		return 0;
	w->i = message_item_before(w->b, w->i, w->st);
	w->top -= message_rows(w->b, w->i, w->st);
	return 1;
}

int
scroll_visible_lines(const struct model *m, const struct view_state *st,
    size_t *first, size_t *last)
{
	const struct buffer *b = m->active;
	struct walk w;

	if (b->n == 0 || st->layout.messages.h < 1)
		return 0;
	walk_start(&w, b, st);
	*last = message_item_after(b, w.i, st) - 1;
	while (walk_up(&w))
		;
	*first = w.i;
	return 1;
}

int
scroll_row_of(const struct model *m, const struct view_state *st, size_t i)
{
	const struct buffer *b = m->active;
	struct walk w;

	if (i >= b->n || st->layout.messages.h < 1)
		return -1;
	i = message_item_before(b, i + 1, st);
	walk_start(&w, b, st);
	while (w.i > i)
		if (!walk_up(&w))
			return -1;
	return w.i == i ? w.top : -1;
}

/* Open or close item i, the first row of which is at `top`, or the fold that it belongs to. */
static void
toggle(struct model *m, const struct view_state *st, size_t i, int top)
{
	struct buffer *b = m->active;
	struct line *line = buffer_line(b, i);

	if (line->fold == NULL) {
		line->open = !line->open;
	} else {
		line->fold->open = !line->fold->open;
		while (i > 0 && buffer_line(b, i - 1)->fold == line->fold)
			top -= message_rows(b, --i, st);
	}
	scroll_to_row(m, st, i, top > 0 ? top : 0);
	m->dirty |= DIRTY_MESSAGES | DIRTY_STATUS;
}

int
scroll_toggle_fold(struct model *m, const struct view_state *st, int nth)
{
	const struct buffer *b = m->active;
	const struct fold *counted = NULL, *fold;
	struct walk w;

	if (b->n == 0 || st->layout.messages.h < 1)
		return 0;
	walk_start(&w, b, st);
	do {
		fold = buffer_line(b, w.i)->fold;
		if ((fold != NULL && fold == counted) ||
		    !message_is_foldable(b, w.i, st))
			continue;
		counted = fold;
		if (--nth > 0)
			continue;
		toggle(m, st, w.i, w.top);
		return 1;
	} while (walk_up(&w));
	return 0;
}

int
scroll_toggle_fold_at(struct model *m, const struct view_state *st, int row)
{
	const struct buffer *b = m->active;
	struct walk w;

	if (b->n == 0 || row < 0 || row >= scroll_parts(b, st).lines)
		return 0;
	walk_start(&w, b, st);
	while (w.top > row)
		if (!walk_up(&w))
			return 0;
	if (!message_is_foldable(b, w.i, st))
		return 0;
	toggle(m, st, w.i, w.top);
	return 1;
}

/* One row of the previous page stays visible. */
int
scroll_page_rows(const struct view_state *st)
{
	int rows = scrolled_parts(st).lines;

	return rows > 2 ? rows - 1 : 1;
}

size_t
scroll_lines_below(const struct model *m, const struct view_state *st)
{
	const struct buffer *b = m->active;
	struct scroll_position p;
	size_t i, below, items = 0;

	if (b->following || b->n == 0)
		return 0;
	p = scroll_position(b, st);
	below = p.hidden > 0;
	for (i = message_item_after(b, p.line, st); i < b->n;
	     i = message_item_after(b, i, st)) {
		if (++items > COUNT_MAX)
			return below + b->n - i;
		below += message_item_line(b, i, st) != NULL;
	}
	return below;
}
