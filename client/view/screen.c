/*
 * screen: the terminal through ncursesw. Curses knows how to draw on it and
 * nothing more: modes, signals and the way back are ours (screen_tty).
 */
#define NCURSES_WIDECHAR 1

#include "client/view/screen.h"

#include <assert.h>
#include <curses.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#include "client/view/screen_paint.h"
#include "client/view/screen_pairs.h"
#include "client/view/screen_shown.h"
#include "client/view/screen_title.h"
#include "client/view/screen_tty.h"
#include "common/buf.h"
#include "common/xmalloc.h"

/* Bracketed paste, and who has the focus (xterm ctlseqs). */
#define MODES_ON  "\033[?2004h\033[?1004h"
#define MODES_OFF "\033[?1004l\033[?2004l"
#define MOUSE_ON  "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

/* One terminal, one screen; static, as a signal handler has to find it. */
static struct {
	SCREEN *curses; /* NULL: not open */
	TERMINAL *term;
	pid_t owner;
	int mouse;
	int has_title;
	int colours;
	struct screen_paint paint;
	struct screen_pairs *pairs;
	int starved; /* the last frame had more pairs than there are */
	struct screen_shown shown;
	int cursor_x, cursor_y; /* as last drawn; -1: hidden */
	struct buf title;	/* the sequence, once there is one */
	struct buf caps;	/* what tputs gives out */
	struct screen_tty tty;
} screen;

/* Readline has curses look at the terminal for itself too. */
static int
is_open(void)
{
	if (screen.curses == NULL)
		return 0;
	set_term(screen.curses);
	if (cur_term != screen.term)
		set_curterm(screen.term);
	return 1;
}

/* -- what the terminal can do -- */

static int
add_cap(int c)
{
	buf_add_char(&screen.caps, (char)c);
	return c;
}

/* Add a capability to screen.caps. */
static void
cap(const char *s)
{
	if (s != NULL)
		tputs(s, 1, add_cap);
}

static int
check_term(const char *term, char **cause)
{
	static const char advice[] = "set TERM to what the terminal is "
				     "(xterm-256color fits most), or use -P";
	TERMINAL *before = cur_term;
	int rc;

	if (term == NULL || *term == '\0')
		return cause_set(cause, "TERM is not set; %s", advice);
	if (strcmp(term, "dumb") == 0)
		return cause_set(
		    cause, "TERM=dumb can only show lines; %s", advice);
	if (setupterm(term, STDOUT_FILENO, &rc) == ERR)
		return cause_set(cause,
		    rc == -1
			? "TERM=%s: there is no terminfo database here; "
			  "install ncurses-base, or use -P"
			: "TERM=%s is not known here; install ncurses-term, "
			  "%s",
		    term, advice);
	rc = cursor_address != NULL && clear_screen != NULL ? 0 : -1;
	del_curterm(cur_term);
	set_curterm(before);
	if (rc == -1)
		cause_set(
		    cause, "TERM=%s cannot place its cursor; %s", term, advice);
	return rc;
}

static int
count_colours(void)
{
	if (!has_colors() || start_color() == ERR || COLORS < 8)
		return 0;
	/* more: direct colours, where only eight numbers mean what they do */
	return COLORS > 256 ? 8 : COLORS == 256 ? 256 : COLORS >= 16 ? 16 : 8;
}

static void
learn_terminal(void)
{
	/* it takes char *, for want of const */
	const char *smxx = tigetstr((char *)(uintptr_t) "smxx");
	const char *tsl = to_status_line;
	int defaults;

	screen.colours = count_colours();
	defaults = screen.colours > 0 && use_default_colors() == OK;
	screen.pairs = screen_pairs_new(screen.colours, COLOR_PAIRS, defaults);
	screen.paint.strikes = smxx != NULL && smxx != (const char *)-1;
	screen.paint.pushes_corner =
	    auto_right_margin &&
	    (enter_am_mode == NULL || exit_am_mode == NULL);
	screen.has_title = screen_title_known(getenv("TERM")) ||
			   tigetflag((char *)(uintptr_t) "XT") == 1 ||
			   (tsl != NULL && strncmp(tsl, "\033]", 2) == 0);
}

/*
 * Whatever curses is in the middle of when we crash: the plain look, the whole screen
 * to scroll on, the cursor seen and at the bottom, what was there before.
 */
static void
prepare_undo(void)
{
	buf_reset(&screen.caps);
	buf_add_str(&screen.caps, MODES_OFF);
	if (screen.mouse)
		buf_add_str(&screen.caps, MOUSE_OFF);
	if (screen.title.len > 0)
		buf_add_str(&screen.caps, SCREEN_TITLE_POP);
	cap(exit_insert_mode);
	cap(exit_alt_charset_mode);
	cap(exit_attribute_mode);
	cap(orig_pair);
	if (change_scroll_region != NULL)
		cap(tiparm(change_scroll_region, 0, LINES - 1));
	cap(tiparm(cursor_address, LINES - 1, 0));
	cap(cursor_normal);
	if (exit_ca_mode != NULL)
		cap(exit_ca_mode);
	else
		buf_add_str(&screen.caps, "\r\n");
	screen_tty_set_undo(&screen.tty, buf_view(&screen.caps));
}

/* -- taking and giving -- */

/* newterm puts in handlers of its own, which are not to stay. */
static SCREEN *
new_curses(void)
{
	struct screen_signals before;
	SCREEN *curses;

	screen_tty_keep_signals(&before);
	curses = newterm(NULL, stdout, stdin);
	screen_tty_restore_signals(&before);
	return curses;
}

/* Have curses know the size that the terminal has; it knows one if that does not. */
static void
fit_size(void)
{
	int w, h;

	screen_tty_size(&w, &h);
	if (w > 0 && h > 0 && (w != COLS || h != LINES))
		resize_term(h, w);
	if (COLS == screen.shown.w && LINES == screen.shown.h)
		return;
	screen_shown_fit(&screen.shown, COLS, LINES);
	clearok(curscr, TRUE);
	prepare_undo();
}

static void
switch_modes_on(void)
{
	screen_tty_take(&screen.tty);
	def_prog_mode();
	screen_tty_write(VIEW(MODES_ON));
	if (screen.mouse)
		screen_tty_write(VIEW(MOUSE_ON));
}

/* The terminal is ours (again): blank, with the modes we want. */
static void
begin(void)
{
	switch_modes_on();
	fit_size();
	erase();
	screen_redraw();
	refresh();
	if (screen.title.len > 0) {
		screen_tty_write(VIEW(SCREEN_TITLE_PUSH));
		screen_tty_write(buf_view(&screen.title));
	}
	curs_set(0);
	screen.cursor_x = screen.cursor_y = -1;
}

static void
end(void)
{
	if (screen.title.len > 0)
		screen_tty_write(VIEW(SCREEN_TITLE_POP));
	if (screen.mouse)
		screen_tty_write(VIEW(MOUSE_OFF));
	screen_tty_write(VIEW(MODES_OFF));
	curs_set(1);
	endwin();
	screen_tty_give(&screen.tty);
}

/* exit() in a child that was forked must not take the terminal from its parent. */
static void
close_at_exit(void)
{
	if (screen.owner == getpid())
		screen_close();
}

static void
on_deadly(int sig)
{
	screen_emergency();
	raise(sig);
}

int
screen_open(int mouse, char **cause)
{
	static int registered;

	assert(screen.curses == NULL);
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return cause_set(
		    cause, "standard input and output are not a terminal");
	if (check_term(getenv("TERM"), cause) == -1)
		return -1;
	if (screen_tty_keep(&screen.tty) == -1)
		return cause_set(
		    cause, "the terminal cannot be used: %s", strerror(errno));
	use_env(FALSE); /* it may speak of another terminal */
	use_tioctl(TRUE);
	screen_tty_take(&screen.tty);
	screen.curses = new_curses();
	if (screen.curses == NULL) {
		screen_tty_give(&screen.tty);
		return cause_set(
		    cause, "TERM=%s cannot be used", getenv("TERM"));
	}
	screen.term = cur_term;
	screen.owner = getpid();
	screen.mouse = mouse;
	screen_tty_catch_deadly(on_deadly);
	if (!registered)
		registered = atexit(close_at_exit) == 0;
	nonl();
	typeahead(-1); /* keys that wait are no reason not to draw */
	idlok(stdscr, TRUE);
	learn_terminal();
	begin();
	return 0;
}

void
screen_close(void)
{
	if (!is_open())
		return;
	end();
	delscreen(screen.curses);
	screen.curses = NULL;
	screen_pairs_free(screen.pairs);
	screen_shown_clear(&screen.shown);
	buf_clear(&screen.title);
	buf_clear(&screen.caps);
}

void
screen_emergency(void)
{
	screen_tty_emergency(&screen.tty);
}

/* The modes may be others afterwards: the shell's user may have changed them. */
void
screen_suspend(void)
{
	if (!is_open())
		return;
	end();
	screen_tty_stop();
	screen_tty_keep(&screen.tty);
	begin();
}

void
screen_resize(int *w, int *h)
{
	if (is_open()) {
		fit_size();
		*w = screen.shown.w;
		*h = screen.shown.h;
		return;
	}
	screen_tty_size(w, h);
	if (*w == 0 || *h == 0) {
		*w = 80;
		*h = 24;
	}
}

int
screen_colours(void)
{
	return screen.curses == NULL ? 0 : screen.colours;
}

/* -- drawing -- */

/* What is struck out is dim where the terminal can't. */
static attr_t
attributes(unsigned attrs)
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
		a |= screen.paint.strikes ? WA_NORMAL : WA_DIM;
	return a;
}

/* -1: there are no more pairs. */
static int
pair_of(const struct style *style)
{
	int fg, bg, pair;

	screen_pairs_fit(screen.pairs, style, &fg, &bg);
	if (fg == -1 && bg == -1)
		return 0;
	pair = screen_pairs_find(screen.pairs, fg, bg);
	if (pair == 0) {
		pair = screen_pairs_add(screen.pairs, fg, bg);
		if (pair == 0)
			return screen.starved ? 0 : -1;
		init_extended_pair(pair, fg, bg);
	}
	return pair;
}

/* Put a cell (both halves of a wide one). -1: there are no more pairs. */
static int
put_cell(const struct cell *cell, int width, int x, int y)
{
	attr_t attrs = attributes(cell->style.attrs);
	int pair = pair_of(&cell->style);
	wchar_t text[4];
	cchar_t cc[2];

	if (pair == -1)
		return -1;
	screen_shown_text(cell, width, text);
	if (screen_paint_wants(&screen.paint, cell, width, x, y, COLS, LINES)) {
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
put_cells(const struct canvas *c)
{
	int x, y, width, n = 0, w = c->w < COLS ? c->w : COLS;
	const struct cell *cell = c->cells;

	for (y = 0; y < c->h && y < LINES; y++) {
		cell = &c->cells[(size_t)y * (size_t)c->w];
		for (x = 0; x < w; x++, cell++) {
			if (!screen_shown_take(&screen.shown, cell, x, y))
				continue;
			width = x + 1 < w && cell[1].cp == 0 ? 2 : 1;
			if (put_cell(cell, width, x, y) == -1)
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
static int
put_frame(const struct canvas *c)
{
	int n;

	screen.shown.all |= screen.starved;
	screen.starved = 0;
	n = put_cells(c);
	if (n == -1) {
		screen_pairs_reset(screen.pairs);
		redrawwin(stdscr);
		screen.shown.all = 1;
		n = put_cells(c);
	}
	if (n == -1) {
		screen.starved = 1;
		n = put_cells(c);
	}
	screen.shown.all = 0;
	return n;
}

/* Paint over what curses shows, and leave the terminal as it believes it is. */
static void
paint_over(void)
{
	buf_reset(&screen.caps);
	screen_paint_over(
	    &screen.caps, &screen.paint, &screen.shown, screen.pairs);
	if (screen.caps.len == 0)
		return;
	cap(tiparm(cursor_address, getcury(stdscr), getcurx(stdscr)));
	screen_tty_write(buf_view(&screen.caps));
}

/* 1 if it was elsewhere. */
static int
place_cursor(const struct canvas *c)
{
	int x = c->cursor_x, y = c->cursor_y;
	int x_before = screen.cursor_x, y_before = screen.cursor_y;

	if (x < 0 || y < 0 || x >= COLS || y >= LINES)
		x = y = -1;
	if ((x == -1) != (x_before == -1))
		curs_set(x != -1);
	if (x != -1)
		move(y, x);
	screen.cursor_x = x;
	screen.cursor_y = y;
	return x != x_before || y != y_before;
}

void
screen_draw(const struct canvas *c)
{
	int changed;

	if (!is_open())
		return;
	changed = put_frame(c) > 0;
	if (place_cursor(c) || changed) {
		refresh();
		if (changed)
			paint_over();
	}
}

/* Whatever has come over the terminal: its modes may be others too. */
void
screen_redraw(void)
{
	if (!is_open())
		return;
	switch_modes_on();
	screen.shown.all = 1;
	clearok(curscr, TRUE);
}

/* -- the rest -- */

void
screen_bell(void)
{
	if (is_open())
		beep();
}

void
screen_title(struct view title)
{
	struct buf bytes = { 0 };

	if (!is_open() || !screen.has_title)
		return;
	screen_title_make(&bytes, title);
	if (!view_equal(buf_view(&bytes), buf_view(&screen.title))) {
		if (screen.title.len == 0)
			screen_tty_write(VIEW(SCREEN_TITLE_PUSH));
		screen_tty_write(buf_view(&bytes));
		buf_reset(&screen.title);
		buf_add_view(&screen.title, buf_view(&bytes));
		prepare_undo();
	}
	buf_clear(&bytes);
}
