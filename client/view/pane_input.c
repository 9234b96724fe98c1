/*
 * pane_input: the text being typed, with every byte visible, and the cursor in it. Rows are broken by width alone, so
 * that words do not jump while you type.
 */
#include "client/view/pane.h"

/* Iterates over the prompt or the text, and computes the cell of each glyph. */
struct walk {
	struct glyph_iter it;
	struct glyph g;
	int width;
	int x, y;   /* the cell of g */
	int next_x; /* the column after g */
};

static void
walk_start(struct walk *w, struct view text, int width, int x, int y)
{
	*w = (struct walk){ .width = width, .y = y, .next_x = x };
	glyph_start(&w->it, text, 1);
}

/* Start a new row after a line break. */
static void
break_line(struct walk *w)
{
	if (!w->g.newline)
		return;
	w->g.newline = 0;
	w->next_x = 0;
	w->y++;
}

/* A glyph that is wider than the pane gets a row of its own; a tab ends at the edge of the pane. */
static int
walk_next(struct walk *w)
{
	break_line(w);
	w->it.column = w->next_x < w->width ? w->next_x : 0;
	if (!glyph_next(&w->it, &w->g))
		return 0;
	if (w->g.tab && w->next_x < w->width &&
	    w->next_x + w->g.width > w->width)
		w->g.width = w->width - w->next_x;
	if (w->next_x > 0 && w->next_x + w->g.width > w->width) {
		w->next_x = 0;
		w->y++;
	}
	w->x = w->next_x;
	w->next_x += w->g.width;
	return 1;
}

/* Set x and y to the cell after the last glyph: on the next row if this one is full. */
static void
walk_end(struct walk *w)
{
	break_line(w);
	if (w->next_x >= w->width) {
		w->next_x = 0;
		w->y++;
	}
	w->x = w->next_x;
}

struct input_size {
	int rows;
	int x, y;	    /* the cursor */
	int text_x, text_y; /* where the text begins, after the prompt */
};

static void
measure(const struct input_state *in, int width, struct input_size *size)
{
	struct walk w;
	int found = 0;

	walk_start(&w, in->prompt, width, 0, 0);
	while (walk_next(&w))
		;
	size->text_x = w.next_x;
	size->text_y = w.y;
	walk_start(&w, in->text, width, size->text_x, size->text_y);
	while (walk_next(&w)) {
		if (!found && w.g.pos + w.g.len > in->point) {
			size->x = w.x;
			size->y = w.y;
			found = 1;
		}
	}
	if (!found) {
		walk_end(&w);
		size->x = w.x;
		size->y = w.y;
	}
	size->rows = w.y + 1;
}

int
pane_input_rows(const struct input_state *in, int width)
{
	struct input_size size;

	measure(in, width, &size);
	return size.rows + (in->hint.len > 0);
}

/* Draw the visible part of a text; `top` is the first visible row. */
static void
draw_text(struct canvas *c, const struct rect *r, int top, struct walk *w,
    struct style style, struct style control)
{
	while (walk_next(w)) {
		if (w->y < top)
			continue;
		if (w->y >= top + r->h)
			break;
		canvas_glyph(c, r->x + w->x, r->y + w->y - top, r->x + r->w,
		    &w->g, w->g.caret ? control : style);
	}
}

/* Return the first visible row: scrolls only as far as needed to show the cursor. */
static int
top_row(int top, const struct input_size *size, int height)
{
	if (top + height > size->rows)
		top = size->rows - height;
	if (size->y >= top + height)
		top = size->y - height + 1;
	if (size->y < top)
		top = size->y;
	return top < 0 ? 0 : top;
}

void
pane_input_draw(
    struct canvas *c, struct view_state *st, const struct input_state *in)
{
	struct rect r = st->layout.input;
	struct style text = theme_style(THEME_TEXT, st->colours);
	struct style dim = theme_style(THEME_DIM, st->colours);
	struct style control = text;
	struct input_size size;
	struct walk w;

	canvas_fill(c, r, text);
	if (in->hint.len > 0 && r.h > 1) {
		pane_text(c, r.x, r.y, r.x + r.w, in->hint, dim);
		r.y++;
		r.h--;
	}
	control.attrs |= ATTR_REVERSE;
	measure(in, r.w, &size);
	st->input_top = top_row(st->input_top, &size, r.h);
	walk_start(&w, in->prompt, r.w, 0, 0);
	draw_text(c, &r, st->input_top, &w, dim, control);
	walk_start(&w, in->text, r.w, size.text_x, size.text_y);
	draw_text(c, &r, st->input_top, &w, text, control);
	c->cursor_x = r.x + (size.x < r.w ? size.x : r.w - 1);
	c->cursor_y = r.y + size.y - st->input_top;
}
