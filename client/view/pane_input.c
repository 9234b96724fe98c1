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
	/* The marks from the next glyph on. */
	const struct input_mark *mark;
	size_t nmarks;
	int is_misspelt;
};

#define SPLIT_SIGN 0xa6 /* a broken bar */

static void
walk_prompt(struct walk *w, const struct input_state *in, int width)
{
	*w = (struct walk){ .width = width };
	glyph_start(&w->it, in->prompt, 1);
}

static void
walk_text(struct walk *w, const struct input_state *in, int width, int x, int y)
{
	*w = (struct walk){ .width = width,
		.y = y,
		.next_x = x,
		.mark = in->marks,
		.nmarks = in->nmarks };
	glyph_start(&w->it, in->text, 1);
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

static void
next_mark(struct walk *w)
{
	w->mark++;
	w->nmarks--;
}

/* Get the next glyph, or the sign for a split before it. Returns 0 at the end. */
static int
next_glyph(struct walk *w)
{
	size_t pos = (size_t)(w->it.rest.p - w->it.start);

	if (w->nmarks > 0 && w->mark->kind == MARK_SPLIT &&
	    w->mark->from <= pos && w->it.rest.len > 0) {
		w->g =
		    (struct glyph){ .cp = SPLIT_SIGN, .width = 1, .pos = pos };
		next_mark(w);
		return 1;
	}
	if (!glyph_next(&w->it, &w->g))
		return 0;
	while (w->nmarks > 0 && w->mark->kind == MARK_MISSPELT &&
	       w->mark->to <= w->g.pos)
		next_mark(w);
	w->is_misspelt = w->nmarks > 0 && w->mark->kind == MARK_MISSPELT &&
			 w->mark->from <= w->g.pos;
	return 1;
}

/* A glyph that is wider than the pane gets a row of its own; a tab ends at the edge of the pane. */
static int
walk_next(struct walk *w)
{
	break_line(w);
	w->it.column = w->next_x < w->width ? w->next_x : 0;
	if (!next_glyph(w))
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

	walk_prompt(&w, in, width);
	while (walk_next(&w))
		;
	size->text_x = w.next_x;
	size->text_y = w.y;
	walk_text(&w, in, width, size->text_x, size->text_y);
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

struct input_styles {
	struct style text, control, misspelt, split;
};

static const struct style *
style_of(const struct walk *w, const struct input_styles *s)
{
	if (w->g.len == 0)
		return &s->split;
	if (w->g.caret)
		return &s->control;
	return w->is_misspelt ? &s->misspelt : &s->text;
}

/* Draw the visible part of a text; `top` is the first visible row. */
static void
draw_text(struct canvas *c, const struct rect *r, int top, struct walk *w,
    const struct input_styles *s)
{
	while (walk_next(w)) {
		if (w->y < top)
			continue;
		if (w->y >= top + r->h)
			break;
		canvas_glyph(c, r->x + w->x, r->y + w->y - top, r->x + r->w,
		    &w->g, *style_of(w, s));
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
	struct input_styles styles = { text, text, text, dim }, prompt;
	struct input_size size;
	struct walk w;

	canvas_fill(c, r, text);
	if (in->hint.len > 0 && r.h > 1) {
		pane_text(c, r.x, r.y, r.x + r.w, in->hint, dim);
		r.y++;
		r.h--;
	}
	styles.control.attrs |= ATTR_REVERSE;
	styles.split.attrs |= ATTR_REVERSE;
	styles.misspelt.attrs |= ATTR_UNDERLINE;
	prompt = styles;
	prompt.text = dim;
	measure(in, r.w, &size);
	st->input_top = top_row(st->input_top, &size, r.h);
	walk_prompt(&w, in, r.w);
	draw_text(c, &r, st->input_top, &w, &prompt);
	walk_text(&w, in, r.w, size.text_x, size.text_y);
	draw_text(c, &r, st->input_top, &w, &styles);
	c->cursor_x = r.x + (size.x < r.w ? size.x : r.w - 1);
	c->cursor_y = r.y + size.y - st->input_top;
}
