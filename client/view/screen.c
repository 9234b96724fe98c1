/*
 * screen: the terminal through ncursesw. Curses knows how to draw on it and
 * nothing more: modes, signals and the way back are ours (screen_tty).
 */
#define NCURSES_WIDECHAR 1

#include "client/view/screen.h"

#include <assert.h>
#include <curses.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

#include "client/view/screen_frame.h"
#include "client/view/screen_terminfo.h"
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
	struct screen_frame frame;
	struct buf title; /* the sequence, once there is one */
	struct buf bytes; /* being put together */
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

/* What brings the terminal back when we crash. */
static void
prepare_undo(void)
{
	buf_reset(&screen.bytes);
	buf_add_str(&screen.bytes, MODES_OFF);
	if (screen.mouse)
		buf_add_str(&screen.bytes, MOUSE_OFF);
	if (screen.title.len > 0)
		buf_add_str(&screen.bytes, SCREEN_TITLE_POP);
	screen_terminfo_add_undo(&screen.bytes);
	screen_tty_set_undo(&screen.tty, buf_view(&screen.bytes));
}

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
	if (COLS == screen.frame.shown.w && LINES == screen.frame.shown.h)
		return;
	screen_shown_fit(&screen.frame.shown, COLS, LINES);
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
	screen_frame_hide_cursor(&screen.frame);
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
	if (screen_terminfo_check(getenv("TERM"), cause) == -1)
		return -1;
	if (screen_tty_keep(&screen.tty) == -1)
		return cause_set(
		    cause, "cannot use the terminal: %s", strerror(errno));
	use_env(FALSE); /* it may speak of another terminal */
	use_tioctl(TRUE);
	screen_tty_take(&screen.tty);
	screen.curses = new_curses();
	if (screen.curses == NULL) {
		screen_tty_give(&screen.tty);
		return cause_set(cause, "cannot use TERM=%s", getenv("TERM"));
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
	screen.colours = screen_terminfo_colours();
	screen.has_title = screen_terminfo_titles();
	screen_frame_open(&screen.frame, screen.colours);
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
	screen_frame_close(&screen.frame);
	buf_clear(&screen.title);
	buf_clear(&screen.bytes);
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
		*w = screen.frame.shown.w;
		*h = screen.frame.shown.h;
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

/* Paint over what curses shows, and leave the terminal as it believes it is. */
static void
paint_over(void)
{
	buf_reset(&screen.bytes);
	screen_frame_paint_over(&screen.frame, &screen.bytes);
	screen_tty_write(buf_view(&screen.bytes));
}

void
screen_draw(const struct canvas *c)
{
	int changed;

	if (!is_open())
		return;
	changed = screen_frame_put(&screen.frame, c) > 0;
	if (screen_frame_place_cursor(&screen.frame, c) || changed) {
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
	screen.frame.shown.all = 1;
	clearok(curscr, TRUE);
}

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
