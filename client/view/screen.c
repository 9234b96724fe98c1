/*
 * screen: canvases to the terminal through ncursesw, which is used for output alone:
 * it reads no keys, catches no signals, and the modes are screen_tty's.
 *
 * A copy of the canvas shown last says which cells curses is told of; curses in turn
 * sends what differs from the terminal.
 */
#include "client/view/screen.h"

#include <sys/ioctl.h>

#include <curses.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <term.h>
#include <unistd.h>

#include "client/view/screen_tty.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	FALLBACK_W = 80, /* when the terminal doesn't know its size */
	FALLBACK_H = 24,
	SIZE_MAX_CELLS = 1000,
	TITLE_MAX = 200 /* bytes */
};

static struct screen {
	SCREEN *curses;	      /* NULL: not open */
	struct canvas *shown; /* what curses was told last */
	int stale;	      /* all is to be sent */
	int mouse;
	int colours;
	const char *title_begin; /* NULL: no title */
	const char *title_end;
	/* the pair asked for last */
	int fg, bg, pair;
} screen;

/* Signals that newterm would take over from whoever handles them. */
static const int curses_signals[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH };
enum { NSIGNALS = sizeof(curses_signals) / sizeof(curses_signals[0]) };

static SCREEN *
new_screen(void)
{
	struct sigaction before[NSIGNALS];
	SCREEN *s;

	for (size_t i = 0; i < NSIGNALS; i++)
		sigaction(curses_signals[i], NULL, &before[i]);
	s = newterm(NULL, stdout, stdin);
	for (size_t i = 0; i < NSIGNALS; i++)
		sigaction(curses_signals[i], &before[i], NULL);
	return s;
}

/* Is the terminal one that curses can draw on? */
static int
check_term(char **cause)
{
	const char *name = getenv("TERM");
	TERMINAL *before = cur_term;
	int err, rc = 0;

	if (name == NULL || name[0] == '\0')
		return cause_set(cause,
		    "TERM is not set, so the terminal's abilities are "
		    "unknown");
	if (setupterm(name, STDOUT_FILENO, &err) == ERR)
		return cause_set(cause,
		    err == -1 ? "there is no terminfo database for TERM=%s"
			      : "TERM=%s is not known here",
		    name);
	if (cursor_address == NULL || clear_screen == NULL)
		rc =
		    cause_set(cause, "a TERM=%s cannot place its cursor", name);
	if (cur_term != before)
		del_curterm(cur_term);
	set_curterm(before);
	return rc;
}

/* A capability without its padding ("$<5>"), which means nothing any more. */
static void
add_cap(struct buf *out, const char *name)
{
	/* tigetstr takes char *, for want of const */
	const char *s = tigetstr((char *)(uintptr_t)name), *end;

	if (s == NULL || s == (const char *)-1)
		return;
	for (; *s != '\0'; s++) {
		end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;
		if (end != NULL)
			s = end;
		else
			buf_add_char(out, *s);
	}
}

static void
find_title(void)
{
	const char *begin = tigetstr((char *)(uintptr_t) "tsl");
	const char *end = tigetstr((char *)(uintptr_t) "fsl");

	screen.title_begin = screen.title_end = NULL;
	if (begin != NULL && begin != (const char *)-1 && end != NULL &&
	    end != (const char *)-1 && strncmp(begin, "\033]", 2) == 0) {
		screen.title_begin = begin;
		screen.title_end = end;
	} else if (tigetflag((char *)(uintptr_t) "XT") == 1) {
		screen.title_begin = "\033]2;";
		screen.title_end = "\a";
	}
}

static void
find_colours(void)
{
	screen.colours = 0;
	screen.fg = screen.bg = -1;
	screen.pair = 0;
	if (!has_colors() || start_color() == ERR ||
	    use_default_colors() == ERR)
		return;
	/* more than 256 are no palette but mixtures of light */
	if (COLORS == 256)
		screen.colours = 256;
	else if (COLORS >= 16 && COLORS < 256)
		screen.colours = 16;
	else if (COLORS >= 8)
		screen.colours = 8;
}

static void
take_tty(void)
{
	struct buf reset = { 0 };

	add_cap(&reset, "sgr0");
	add_cap(&reset, "op");
	add_cap(&reset, "cnorm");
	add_cap(&reset, "rmcup");
	/* where there is but one screen */
	buf_add_str(&reset, "\r\n");
	screen_tty_take(screen.mouse, buf_view(&reset));
	buf_clear(&reset);
	def_prog_mode();
}

int
screen_open(int mouse, char **cause)
{
	if (screen.curses != NULL)
		return 0;
	if (screen_tty_save(cause) == -1 || check_term(cause) == -1)
		return -1;
	screen.curses = new_screen();
	if (screen.curses == NULL)
		return cause_set(
		    cause, "TERM=%s cannot be used", getenv("TERM"));
	set_term(screen.curses);
	screen.mouse = mouse;
	screen.stale = 1;
	nonl();
	typeahead(-1); /* keys that wait are no reason not to draw */
	keypad(stdscr, FALSE);
	idlok(stdscr, TRUE);
	scrollok(stdscr, FALSE);
	find_colours();
	find_title();
	take_tty();
	return 0;
}

void
screen_close(void)
{
	if (screen.curses == NULL)
		return;
	set_term(screen.curses);
	endwin();
	screen_tty_give();
	delscreen(screen.curses);
	screen.curses = NULL;
	canvas_free(screen.shown);
	screen.shown = NULL;
}

void
screen_emergency(void)
{
	screen_tty_emergency();
}

/*
 * Stop as the terminal's own Ctrl-Z would stop us: with all of our job. Where nobody
 * could wake us up the kernel doesn't stop us at all.
 */
static void
stop(void)
{
	struct sigaction before, normal = { .sa_handler = SIG_DFL };
	sigset_t unblocked, mask;

	sigemptyset(&normal.sa_mask);
	sigemptyset(&unblocked);
	sigaddset(&unblocked, SIGTSTP);
	sigaction(SIGTSTP, &normal, &before);
	sigprocmask(SIG_UNBLOCK, &unblocked, &mask);
	kill(0, SIGTSTP);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	sigaction(SIGTSTP, &before, NULL);
}

void
screen_suspend(void)
{
	if (screen.curses == NULL)
		return;
	set_term(screen.curses);
	endwin();
	screen_tty_give();
	stop();
	screen_tty_save(NULL); /* the shell may have changed them */
	take_tty();
	screen_redraw();
	doupdate();
}

static int
clamp(int n, int fallback)
{
	return n <= 0 ? fallback : n > SIZE_MAX_CELLS ? SIZE_MAX_CELLS : n;
}

void
screen_resize(int *w, int *h)
{
	struct winsize ws = { 0 };

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws);
	*w = clamp(ws.ws_col, FALLBACK_W);
	*h = clamp(ws.ws_row, FALLBACK_H);
	if (screen.curses == NULL)
		return;
	set_term(screen.curses);
	if (*w != COLS || *h != LINES) {
		resize_term(*h, *w);
		screen_redraw();
	}
}

int
screen_colours(void)
{
	return screen.curses == NULL ? 0 : screen.colours;
}

/* A colour the terminal has; -1: its default. */
static int
colour_of(int c)
{
	return c >= 0 && c < screen.colours ? c : -1;
}

/* curses keeps the pairs, and takes the one longest unused when there is no new one. */
static int
pair_of(struct style style)
{
	int fg = colour_of(style.fg), bg = colour_of(style.bg);

	if (fg == -1 && bg == -1)
		return 0;
	if (fg != screen.fg || bg != screen.bg) {
		screen.fg = fg;
		screen.bg = bg;
		screen.pair = alloc_pair(fg, bg);
		if (screen.pair < 0)
			screen.pair = 0;
	}
	return screen.pair;
}

/* What is struck out shows dim: curses knows no such attribute. */
static attr_t
attrs_of(unsigned attrs)
{
	attr_t a = A_NORMAL;

	if (attrs & ATTR_BOLD)
		a |= A_BOLD;
	if (attrs & ATTR_ITALIC)
		a |= A_ITALIC;
	if (attrs & ATTR_UNDERLINE)
		a |= A_UNDERLINE;
	if (attrs & ATTR_REVERSE)
		a |= A_REVERSE;
	if (attrs & (ATTR_DIM | ATTR_STRIKE))
		a |= A_DIM;
	return a;
}

static void
put_cell(int x, int y, const struct cell *c)
{
	wchar_t text[4] = { (wchar_t)c->cp, (wchar_t)c->marks[0], L'\0',
		L'\0' };
	int pair = pair_of(c->style);
	cchar_t cc;

	if (c->marks[0] != 0)
		text[2] = (wchar_t)c->marks[1];
	if (setcchar(&cc, text, attrs_of(c->style.attrs), 0, &pair) == ERR) {
		/* not for this locale or this library: keep the columns */
		text[0] = L'?';
		text[1] = L'\0';
		setcchar(&cc, text, attrs_of(c->style.attrs), 0, &pair);
	}
	mvadd_wchnstr(y, x, &cc, 1);
}

static int
is_same(const struct cell *a, const struct cell *b)
{
	return a->cp == b->cp && a->marks[0] == b->marks[0] &&
	       a->marks[1] == b->marks[1] && a->style.fg == b->style.fg &&
	       a->style.bg == b->style.bg && a->style.attrs == b->style.attrs;
}

/* Tell curses of one row's cells that are not as they were shown. */
static void
draw_row(const struct canvas *c, int y)
{
	const struct cell *row = c->cells + (size_t)y * (size_t)c->w;
	struct cell *was = screen.shown->cells + (size_t)y * (size_t)c->w;

	for (int x = 0; x < c->w; x++) {
		if (!screen.stale && is_same(&row[x], &was[x]))
			continue;
		if (row[x].cp != 0)
			put_cell(x, y, &row[x]);
		was[x] = row[x];
	}
}

/* A copy to compare with; a new one knows nothing. */
static void
fit_shown(const struct canvas *c)
{
	if (screen.shown != NULL && screen.shown->w == c->w &&
	    screen.shown->h == c->h)
		return;
	canvas_free(screen.shown);
	screen.shown = canvas_new(c->w, c->h);
	screen.stale = 1;
}

void
screen_draw(const struct canvas *c)
{
	if (screen.curses == NULL)
		return;
	set_term(screen.curses); /* readline has one of its own */
	fit_shown(c);
	if (screen.stale) {
		erase();
		clearok(curscr, TRUE);
	}
	for (int y = 0; y < c->h && y < LINES; y++)
		draw_row(c, y);
	screen.stale = 0;
	curs_set(c->cursor_x >= 0);
	if (c->cursor_x >= 0)
		move(c->cursor_y, c->cursor_x);
	refresh();
}

void
screen_redraw(void)
{
	screen.stale = 1;
}

void
screen_bell(void)
{
	if (screen.curses == NULL)
		return;
	set_term(screen.curses);
	beep();
}

void
screen_title(struct view title)
{
	struct buf out = { 0 };

	if (screen.curses == NULL || screen.title_begin == NULL)
		return;
	buf_add_str(&out, screen.title_begin);
	title.len = text_cut(title, TITLE_MAX);
	text_clean(&out, title, 0);
	buf_add_str(&out, screen.title_end);
	screen_tty_write(buf_view(&out));
	buf_clear(&out);
}
