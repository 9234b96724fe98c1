/*
 * screen_frame: cells to curses, with their attributes and colour pairs.
 *
 * Curses cannot show five things; they are painted over what it has drawn, by ECMA-48: text that is struck through,
 * graphemes of several wide characters, hyperlinks, exact colours (curses draws the nearest ones of the palette), and a
 * wide glyph before the last cell, if the terminal cannot be told not to wrap (curses would fill the last cell by
 * writing it one column too early and shifting it, which cuts the glyph).
 */
#define NCURSES_WIDECHAR 1

#include "client/view/screen_frame.h"

#include <curses.h>
#include <wchar.h>

#include "client/view/colour.h"
#include "client/view/screen_terminfo.h"
#include "common/text.h"

void
screen_frame_open(struct screen_frame *f, int colours)
{
	int defaults = colours > 0 && use_default_colors() == OK;

	f->pairs = screen_pairs_new(colours, COLOR_PAIRS, defaults);
	f->has_strike = screen_terminfo_has_strike();
	f->scrolls_at_corner = screen_terminfo_scrolls_at_corner();
}

void
screen_frame_close(struct screen_frame *f)
{
	screen_pairs_free(f->pairs);
	f->pairs = NULL;
	screen_shown_clear(&f->shown);
}

/* Struck text is dim if the terminal cannot strike. */
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
		a |= f->has_strike ? WA_NORMAL : WA_DIM;
	return a;
}

/* Return the colour pair of a style, or -1 if there are no more pairs. */
static int
pair_of(const struct screen_frame *f, const struct style *style)
{
	int fg, bg, pair;

	screen_pairs_colours(f->pairs, style, &fg, &bg);
	if (fg == -1 && bg == -1)
		return 0;
	pair = screen_pairs_find(f->pairs, fg, bg);
	if (pair == 0) {
		pair = screen_pairs_add(f->pairs, fg, bg);
		if (pair == 0)
			return f->lacks_pairs ? 0 : -1;
		init_extended_pair(pair, fg, bg);
	}
	return pair;
}

static int
has_exact_colour(const struct style *style)
{
	return style->fg >= COLOUR_RGB || style->bg >= COLOUR_RGB;
}

/* True if the cell must be painted over what curses draws. */
static int
needs_overpaint(const struct screen_frame *f, const struct cell *cell,
    int width, int x, int y, int w, int h)
{
	if ((cell->style.attrs & ATTR_STRIKE) && f->has_strike)
		return 1;
	if (cell->cp & CELL_GRAPHEME)
		return 1;
	/* Not the last cell, because writing it may scroll. */
	if (((cell->link != 0 && f->has_links) ||
		(has_exact_colour(&cell->style) && f->has_rgb)) &&
	    (x + width < w || y + 1 < h))
		return 1;
	return f->scrolls_at_corner && width == 2 && x == w - 3 && y == h - 1;
}

/* Give curses a cell (both halves of a wide one). Returns 0, or -1 if there are no more colour pairs. */
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
	if (needs_overpaint(f, cell, width, x, y, COLS, LINES))
		attrs |= WA_PROTECT; /* invisible, but makes the cell differ */
	if ((attrs & WA_PROTECT) && (width == 2 || (cell->cp & CELL_GRAPHEME)))
		wmemcpy(text, L" ", 2);
	else
		screen_shown_text(cell, width, text);
	setcchar(&cc[0], text, attrs, 0, &pair);
	cc[1] = cc[0];
	mvadd_wchnstr(y, x, cc, text[0] == L' ' ? width : 1);
	return 0;
}

/* Give curses the cells that are not shown yet. Returns how many, or -1 if there are no more colour pairs. */
static int
put_cells(struct screen_frame *f, const struct canvas *c)
{
	int x, y, width, before, n = 0, w = c->w < COLS ? c->w : COLS;
	const struct cell *cell = c->cells;

	f->first_changed = -1;
	for (y = 0; y < c->h && y < LINES; y++) {
		cell = &c->cells[(size_t)y * (size_t)c->w];
		before = n;
		for (x = 0; x < w; x++, cell++) {
			if (!screen_shown_update(&f->shown, cell, x, y))
				continue;
			width = x + 1 < w && cell[1].cp == 0 ? 2 : 1;
			if (put_cell(f, cell, width, x, y) == -1)
				return -1;
			n++;
		}
		if (n == before)
			continue;
		f->last_changed = y;
		if (f->first_changed == -1)
			f->first_changed = y;
	}
	return n;
}

/*
 * Draws with the colour pairs that have numbers already. If they run out, renumber those that this frame needs, and draw
 * the whole frame. If there are still too few, the remaining cells are drawn without colour.
 */
int
screen_frame_put(struct screen_frame *f, const struct canvas *c)
{
	int n;

	f->shown.unknown |= f->lacks_pairs || f->generation != c->generation;
	f->generation = c->generation;
	f->lacks_pairs = 0;
	n = put_cells(f, c);
	if (n == -1) {
		screen_pairs_reset(f->pairs);
		redrawwin(stdscr);
		f->shown.unknown = 1;
		n = put_cells(f, c);
	}
	if (n == -1) {
		f->lacks_pairs = 1;
		n = put_cells(f, c);
	}
	f->shown.unknown = 0;
	return n;
}

/* base: 30 for the foreground, 40 for the background. Colours past the first eight are xterm's. */
static void
add_colour(struct buf *out, int base, int colour)
{
	uint32_t rgb;

	if (colour < 0)
		return;
	if (colour >= COLOUR_RGB) {
		rgb = colour_value(colour);
		buf_printf(out, ";%d;2;%u;%u;%u", base + 8, rgb >> 16,
		    rgb >> 8 & 0xff, rgb & 0xff);
	} else if (colour < 8)
		buf_printf(out, ";%d", base + colour);
	else if (colour < 16)
		buf_printf(out, ";%d", base + 60 + colour - 8);
	else
		buf_printf(out, ";%d;5;%d", base + 8, colour);
}

/* Append the SGR sequence of a style (ECMA-48 8.3.117). */
static void
add_style(struct buf *out, unsigned attrs, int fg, int bg)
{
	static const struct {
		unsigned attr;
		const char *code;
	} codes[] = { { ATTR_BOLD, ";1" }, { ATTR_DIM, ";2" },
		{ ATTR_ITALIC, ";3" }, { ATTR_UNDERLINE, ";4" },
		{ ATTR_REVERSE, ";7" }, { ATTR_STRIKE, ";9" } };
	size_t i;

	buf_add_str(out, "\033[0");
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (attrs & codes[i].attr)
			buf_add_str(out, codes[i].code);
	}
	add_colour(out, 30, fg);
	add_colour(out, 40, bg);
	buf_add_char(out, 'm');
}

static void
add_text(
    struct buf *out, const struct canvas *c, const struct cell *cell, int width)
{
	wchar_t text[4];
	size_t i;

	if (cell->cp & CELL_GRAPHEME) {
		buf_add_view(out, canvas_grapheme(c, cell->cp));
		return;
	}
	screen_shown_text(cell, width, text);
	for (i = 0; text[i] != L'\0'; i++)
		text_add(out, (uint32_t)text[i]);
}

/* Where the terminal is after what was painted so far. */
struct pen {
	int x, y;	    /* -1: unknown */
	struct style style; /* valid if x is known */
	uint32_t link;
};

/* Begin a hyperlink, or end it (0). The terminal joins cells with the same id to one link. */
static void
add_link(struct buf *out, const struct canvas *c, uint32_t link)
{
	if (link == 0) {
		buf_add_str(out, SCREEN_LINK_END);
		return;
	}
	buf_printf(out, "\033]8;id=%u;", link);
	for (const char *p = canvas_link_uri(c, link); *p != '\0'; p++)
		if (*p > ' ' && *p < 0x7f)
			buf_add_char(out, *p);
	buf_add_str(out, "\033\\");
}

static void
paint_cell(const struct screen_frame *f, const struct canvas *c,
    struct pen *pen, int x, int y, struct buf *out)
{
	const struct cell *cell = screen_shown_at(&f->shown, x, y);
	const struct style *s = &cell->style;
	int width = screen_shown_width(&f->shown, x, y), fg, bg;
	int follows = pen->x == x && pen->y == y;
	uint32_t link = f->has_links ? cell->link : 0;

	if (!follows)
		buf_printf(out, "\033[%d;%dH", y + 1, x + 1);
	if (!follows || s->fg != pen->style.fg || s->bg != pen->style.bg ||
	    s->attrs != pen->style.attrs) {
		screen_pairs_colours(f->pairs, s, &fg, &bg);
		if (f->has_rgb && has_exact_colour(s)) {
			fg = s->fg;
			bg = s->bg;
		}
		add_style(out, s->attrs, fg, bg);
	}
	if (link != pen->link)
		add_link(out, c, link);
	add_text(out, c, cell, width);
	/* Terminals may count a grapheme in another way, so do not rely on the position after one. */
	*pen = (struct pen){ cell->cp & CELL_GRAPHEME ? -1 : x + width, y, *s,
		link };
}

/*
 * Curses may write any cell of a row that changed, and may scroll if several rows changed. So paint all such cells of
 * these rows again: of one row for a key, of all rows between the changed ones for a message.
 */
void
screen_frame_overpaint(
    const struct screen_frame *f, const struct canvas *c, struct buf *out)
{
	const struct screen_shown *s = &f->shown;
	struct pen pen = { .x = -1, .y = -1 };
	int x, y, width;
	size_t before = out->len;

	/* Without special cells, only the last row can have one. */
	y = s->special > 0 ? f->first_changed : s->h - 1;
	for (; y >= 0 && y <= f->last_changed; y++)
		for (x = 0; x < s->w; x++) {
			width = screen_shown_width(s, x, y);
			if (width != 0 &&
			    needs_overpaint(f, screen_shown_at(s, x, y), width,
				x, y, s->w, s->h))
				paint_cell(f, c, &pen, x, y, out);
		}
	if (out->len == before)
		return;
	if (pen.link != 0)
		add_link(out, c, 0);
	buf_add_str(out, "\033[0m");
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
