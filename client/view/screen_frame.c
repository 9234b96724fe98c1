/*
 * screen_frame: cells to curses, with their attributes and colour pairs.
 */
#define NCURSES_WIDECHAR 1

#include "client/view/screen_frame.h"

#include <curses.h>
#include <wchar.h>

#include "client/view/screen_terminfo.h"

void
screen_frame_open(struct screen_frame *f, int colours)
{
	int defaults = colours > 0 && use_default_colors() == OK;

	f->pairs = screen_pairs_new(colours, COLOR_PAIRS, defaults);
	f->paint.strikes = screen_terminfo_strikes();
	f->paint.pushes_corner = screen_terminfo_pushes_corner();
}

void
screen_frame_close(struct screen_frame *f)
{
	screen_pairs_free(f->pairs);
	f->pairs = NULL;
	screen_shown_clear(&f->shown);
}

/* What is struck out is dim where the terminal can't. */
static attr_t
attributes(const struct screen_frame *f, unsigned attrs)
{
	attr_t a = WA_NORMAL;

	if (attrs & ATTR_BOLD)
		a |= WA_BOLD;
	if (attrs & ATTR_ITALIC)
		a |= WA_ITALIC;
	if (attrs & ATTR_UNDERLINE)
		a |= WA_UNDERLINE;
	if (attrs & ATTR_REVERSE)
		a |= WA_REVERSE;
	if (attrs & ATTR_DIM)
		a |= WA_DIM;
	if (attrs & ATTR_STRIKE)
		a |= f->paint.strikes ? WA_NORMAL : WA_DIM;
	return a;
}

/* -1: there are no more pairs. */
static int
pair_of(const struct screen_frame *f, const struct style *style)
{
	int fg, bg, pair;

	screen_pairs_fit(f->pairs, style, &fg, &bg);
	if (fg == -1 && bg == -1)
		return 0;
	pair = screen_pairs_find(f->pairs, fg, bg);
	if (pair == 0) {
		pair = screen_pairs_add(f->pairs, fg, bg);
		if (pair == 0)
			return f->starved ? 0 : -1;
		init_extended_pair(pair, fg, bg);
	}
	return pair;
}

/* Put a cell (both halves of a wide one). -1: there are no more pairs. */
static int
put_cell(const struct screen_frame *f, const struct cell *cell, int width,
    int x, int y)
{
	attr_t attrs = attributes(f, cell->style.attrs);
	int pair = pair_of(f, &cell->style);
	wchar_t text[4];
	cchar_t cc[2];

	if (pair == -1)
		return -1;
	screen_shown_text(cell, width, text);
	if (screen_paint_wants(&f->paint, cell, width, x, y, COLS, LINES)) {
		attrs |= WA_PROTECT; /* not seen, but another attribute */
		if (width == 2)
			wmemcpy(text, L" ", 2);
	}
	setcchar(&cc[0], text, attrs, 0, &pair);
	cc[1] = cc[0];
	mvadd_wchnstr(y, x, cc, text[0] == L' ' ? width : 1);
	return 0;
}

/*
 * Give curses the cells that are not shown yet. How many, or -1: there are no
 * more pairs.
 */
static int
put_cells(struct screen_frame *f, const struct canvas *c)
{
	int x, y, width, n = 0, w = c->w < COLS ? c->w : COLS;
	const struct cell *cell = c->cells;

	for (y = 0; y < c->h && y < LINES; y++) {
		cell = &c->cells[(size_t)y * (size_t)c->w];
		for (x = 0; x < w; x++, cell++) {
			if (!screen_shown_take(&f->shown, cell, x, y))
				continue;
			width = x + 1 < w && cell[1].cp == 0 ? 2 : 1;
			if (put_cell(f, cell, width, x, y) == -1)
				return -1;
			n++;
		}
	}
	return n;
}

/*
 * Draw with the pairs that are numbered already; when they run out, number them
 * anew by what this frame needs, and have all of it painted again. Colours for
 * which that does not do either are not shown.
 */
int
screen_frame_put(struct screen_frame *f, const struct canvas *c)
{
	int n;

	f->shown.all |= f->starved;
	f->starved = 0;
	n = put_cells(f, c);
	if (n == -1) {
		screen_pairs_reset(f->pairs);
		redrawwin(stdscr);
		f->shown.all = 1;
		n = put_cells(f, c);
	}
	if (n == -1) {
		f->starved = 1;
		n = put_cells(f, c);
	}
	f->shown.all = 0;
	return n;
}

void
screen_frame_paint_over(const struct screen_frame *f, struct buf *out)
{
	screen_paint_over(out, &f->paint, &f->shown, f->pairs);
	if (out->len > 0)
		screen_terminfo_add_move(out, getcurx(stdscr), getcury(stdscr));
}

int
screen_frame_place_cursor(struct screen_frame *f, const struct canvas *c)
{
	int x = c->cursor_x, y = c->cursor_y;
	int x_before = f->cursor_x, y_before = f->cursor_y;

	if (x < 0 || y < 0 || x >= COLS || y >= LINES)
		x = y = -1;
	if ((x == -1) != (x_before == -1))
		curs_set(x != -1);
	if (x != -1)
		move(y, x);
	f->cursor_x = x;
	f->cursor_y = y;
	return x != x_before || y != y_before;
}

void
screen_frame_hide_cursor(struct screen_frame *f)
{
	curs_set(0);
	f->cursor_x = f->cursor_y = -1;
}
