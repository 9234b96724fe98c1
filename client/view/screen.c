/*
 * screen: takes the terminal over and restores it. Curses only draws; modes, signals and the ways out are handled
 * here. The bytes that restore the terminal are always ready, so that a signal handler can send them.
 */
#define NCURSES_WIDECHAR 1

#include "client/view/screen.h"

#include <sys/ioctl.h>

#include <assert.h>
#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "client/view/screen_frame.h"
#include "client/view/screen_terminfo.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

/* Bracketed paste and focus reports (xterm ctlseqs). */
#define MODES_ON  "\033[?2004h\033[?1004h"
#define MODES_OFF "\033[?1004l\033[?2004l"
/* Counting columns by grapheme: see glyph_probe.h. */
#define GRAPHEMES_ON  "\033[?2027h"
#define GRAPHEMES_OFF "\033[?2027l"
#define MOUSE_ON      "\033[?1000h\033[?1006h"
#define MOUSE_OFF     "\033[?1006l\033[?1000l"

enum {
	UNDO_BYTES = 512,
	WIDTH_MAX = 2000,
	HEIGHT_MAX = 1000,
	CURSES_SIGNALS = 4,
	TRIES_MAX = 100,     /* of a call that may fail again and again */
	WRITE_TIMEOUT = 1000 /* ms; a terminal that accepts nothing is gone */
};

/* The signals that curses installs handlers for. */
static const int curses_signals[CURSES_SIGNALS] = { SIGINT, SIGTERM, SIGWINCH,
	SIGTSTP };

/* What to send to the terminal to undo our changes. */
struct undo {
	char bytes[UNDO_BYTES];
	size_t len;
};

/* There is one terminal and one screen. Static, because a signal handler must find it. */
static struct {
	SCREEN *curses; /* NULL: not open */
	TERMINAL *term;
	pid_t owner;
	int mouse;
	int graphemes; /* count columns by grapheme */
	int is_lent;   /* another program has the terminal */
	int has_title;
	int colours;
	struct screen_frame frame;
	struct buf title; /* the sequence that set the title; empty: none */
	struct buf bytes; /* scratch space */

	struct termios saved; /* the modes before we took over */
	struct undo undo[2];  /* one is valid, the other may be changed */
	volatile sig_atomic_t valid; /* which */
	volatile sig_atomic_t taken; /* the terminal is in our modes */
} screen;

/* Send a signal to our process group, with its default action for this process. */
static void
signal_group(int sig)
{
	struct sigaction plain, before;
	sigset_t one, mask;

	memset(&plain, 0, sizeof(plain));
	plain.sa_handler = SIG_DFL;
	sigemptyset(&plain.sa_mask);
	sigaction(sig, &plain, &before);
	sigemptyset(&one);
	sigaddset(&one, sig);
	sigprocmask(SIG_UNBLOCK, &one, &mask);
	kill(0, sig);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	sigaction(sig, &before, NULL);
}

/*
 * Wait until we are in the foreground: the shell's `bg` may continue us in the background, where we stop again. The
 * kernel does not stop an orphaned process group, so the number of tries is limited.
 */
static void
wait_for_foreground(void)
{
	pid_t group;
	int i;

	for (i = 0; i < TRIES_MAX; i++) {
		group = tcgetpgrp(STDIN_FILENO);
		if (group == -1 || group == getpgrp())
			return;
		signal_group(SIGTTIN);
	}
}

/* Async-signal-safe. */
static void
set_modes(const struct termios *t, int when)
{
	int i;

	for (i = 0; i < TRIES_MAX; i++) {
		if (tcsetattr(STDIN_FILENO, when, t) == 0 || errno != EINTR)
			return;
	}
}

/* Save the terminal's modes. Returns 0, or -1 with errno. */
static int
save_modes(void)
{
	wait_for_foreground();
	return tcgetattr(STDIN_FILENO, &screen.saved);
}

/* Make every key a byte: no signals, no lines, no echo, no translation. */
static void
set_raw_modes(void)
{
	struct termios raw = screen.saved;

	cfmakeraw(&raw);
	raw.c_iflag &= (tcflag_t) ~(IXOFF | IXANY);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	screen.taken = 1;
	set_modes(&raw, TCSADRAIN);
}

static void
restore_modes(void)
{
	set_modes(&screen.saved, TCSADRAIN);
	screen.taken = 0;
}

/* Write all bytes to the terminal. Gives up if it accepts nothing for a second. Async-signal-safe. */
static void
write_bytes(struct view v)
{
	struct pollfd pfd = { .fd = STDOUT_FILENO, .events = POLLOUT };
	ssize_t n;

	while (v.len > 0) {
		n = write(STDOUT_FILENO, v.p, v.len);
		if (n > 0) {
			v.p += n;
			v.len -= (size_t)n;
		} else if (n == -1 && errno == EAGAIN) {
			if (poll(&pfd, 1, WRITE_TIMEOUT) == 0)
				return;
		} else if (n == 0 || errno != EINTR) {
			return;
		}
	}
}

/* Get the terminal's columns and rows; 0 if it does not know them. */
static void
get_size(int *w, int *h)
{
	struct winsize ws;

	*w = *h = 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == -1)
		return;
	*w = ws.ws_col < WIDTH_MAX ? ws.ws_col : WIDTH_MAX;
	*h = ws.ws_row < HEIGHT_MAX ? ws.ws_row : HEIGHT_MAX;
}

void
screen_emergency(void)
{
	const struct undo *undo = &screen.undo[screen.valid];
	int error = errno;

	if (!screen.taken)
		return;
	screen.taken = 0;
	write_bytes((struct view){ undo->bytes, undo->len });
	set_modes(&screen.saved, TCSANOW);
	errno = error;
}

static void
fatal_signal_cb(int sig)
{
	screen_emergency();
	raise(sig);
}

/* Restore the terminal on fatal signals that have no handler. The handler is reset before it is called. */
static void
catch_fatal_signals(void)
{
	static const int fatal[] = { SIGABRT, SIGBUS, SIGFPE, SIGHUP, SIGILL,
		SIGINT, SIGQUIT, SIGSEGV, SIGSYS, SIGTERM, SIGTRAP, SIGXCPU };
	struct sigaction old, ours;
	size_t i;

	memset(&ours, 0, sizeof(ours));
	ours.sa_handler = fatal_signal_cb;
	ours.sa_flags = (int)(SA_RESETHAND | SA_NODEFER);
	sigemptyset(&ours.sa_mask);
	for (i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++) {
		if (sigaction(fatal[i], NULL, &old) == 0 &&
		    old.sa_handler == SIG_DFL)
			sigaction(fatal[i], &ours, NULL);
	}
}

/*
 * Readline makes curses use a terminal of its own, so select ours again. Returns 0 if the screen is not open, or if
 * another program has the terminal.
 */
static int
is_open(void)
{
	if (screen.curses == NULL || screen.is_lent)
		return 0;
	set_term(screen.curses);
	if (cur_term != screen.term)
		set_curterm(screen.term);
	return 1;
}

/* Prepare the bytes that restore the terminal. A signal handler that runs meanwhile uses the old ones. */
static void
prepare_undo(void)
{
	struct undo *undo = &screen.undo[!screen.valid];

	buf_reset(&screen.bytes);
	buf_add_str(&screen.bytes, MODES_OFF);
	if (screen.mouse)
		buf_add_str(&screen.bytes, MOUSE_OFF);
	if (screen.graphemes)
		buf_add_str(&screen.bytes, GRAPHEMES_OFF);
	if (screen.title.len > 0)
		buf_add_str(&screen.bytes, SCREEN_TITLE_RESTORE);
	if (screen.frame.has_links)
		buf_add_str(&screen.bytes, SCREEN_LINK_END);
	screen_terminfo_add_reset(&screen.bytes);
	assert(screen.bytes.len <= sizeof(undo->bytes));
	memcpy(undo->bytes, screen.bytes.p, screen.bytes.len);
	undo->len = screen.bytes.len;
	screen.valid = !screen.valid;
}

/*
 * Open curses, and remove the signal handlers that newterm installs. SIGTSTP is ignored meanwhile: then curses leaves
 * it alone for good. Otherwise curses would change its action with every refresh.
 */
static SCREEN *
open_curses(void)
{
	struct sigaction before[CURSES_SIGNALS], ignore;
	SCREEN *curses;
	int i;

	for (i = 0; i < CURSES_SIGNALS; i++)
		sigaction(curses_signals[i], NULL, &before[i]);
	memset(&ignore, 0, sizeof(ignore));
	ignore.sa_handler = SIG_IGN;
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGTSTP, &ignore, NULL);
	curses = newterm(NULL, stdout, stdin);
	for (i = 0; i < CURSES_SIGNALS; i++)
		sigaction(curses_signals[i], &before[i], NULL);
	return curses;
}

/* Tell curses the terminal's size. Curses has a default for a terminal that does not know it. */
static void
fit_size(void)
{
	int w, h;

	get_size(&w, &h);
	if (w > 0 && h > 0 && (w != COLS || h != LINES))
		resize_term(h, w);
	if (COLS == screen.frame.shown.w && LINES == screen.frame.shown.h)
		return;
	screen_shown_resize(&screen.frame.shown, COLS, LINES);
	clearok(curscr, TRUE);
	prepare_undo();
}

static void
set_our_modes(void)
{
	set_raw_modes();
	def_prog_mode();
	write_bytes(VIEW(MODES_ON));
	if (screen.mouse)
		write_bytes(VIEW(MOUSE_ON));
	if (screen.graphemes)
		write_bytes(VIEW(GRAPHEMES_ON));
}

/* Take over the terminal (again): set the modes, clear the screen. */
static void
take_over(void)
{
	set_our_modes();
	fit_size();
	erase();
	screen_redraw();
	refresh();
	if (screen.title.len > 0) {
		write_bytes(VIEW(SCREEN_TITLE_SAVE));
		write_bytes(buf_view(&screen.title));
	}
	screen_frame_hide_cursor(&screen.frame);
}

static void
give_back(void)
{
	if (screen.title.len > 0)
		write_bytes(VIEW(SCREEN_TITLE_RESTORE));
	if (screen.mouse)
		write_bytes(VIEW(MOUSE_OFF));
	if (screen.graphemes)
		write_bytes(VIEW(GRAPHEMES_OFF));
	write_bytes(VIEW(MODES_OFF));
	curs_set(1);
	endwin();
	restore_modes();
}

void
screen_set_mouse(int on)
{
	if (screen.mouse == on)
		return;
	screen.mouse = on;
	write_bytes(on ? VIEW(MOUSE_ON) : VIEW(MOUSE_OFF));
	prepare_undo();
}

/* A forked child that calls exit(3) must not restore the terminal of its parent. */
static void
exit_cb(void)
{
	if (screen.owner == getpid())
		screen_close();
}

int
screen_open(int mouse, char **cause)
{
	static int registered;

	assert(screen.curses == NULL);
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return cause_set(
		    cause, _("standard input and output are not a terminal"));
	if (screen_terminfo_check(getenv("TERM"), cause) == -1)
		return -1;
	if (save_modes() == -1)
		return cause_set(
		    cause, _("cannot use the terminal: %s"), strerror(errno));
	use_env(FALSE); /* LINES and COLUMNS may be those of another terminal */
	use_tioctl(TRUE);
	set_raw_modes();
	screen.curses = open_curses();
	if (screen.curses == NULL) {
		restore_modes();
		return cause_set(
		    cause, _("cannot use TERM=%s"), getenv("TERM"));
	}
	screen.term = cur_term;
	screen.owner = getpid();
	screen.mouse = mouse;
	screen.graphemes = 0;
	screen.frame.has_links = 0;
	screen.frame.has_rgb = 0;
	catch_fatal_signals();
	if (!registered)
		registered = atexit(exit_cb) == 0;
	nonl();
	typeahead(-1); /* draw even if keys wait */
	idlok(stdscr, TRUE);
	screen.colours = screen_terminfo_colours();
	screen.has_title = screen_terminfo_has_title();
	screen_frame_open(&screen.frame, screen.colours);
	take_over();
	return 0;
}

void
screen_close(void)
{
	int was_lent = screen.is_lent;

	screen.is_lent = 0;
	if (!is_open())
		return;
	if (!was_lent)
		give_back();
	delscreen(screen.curses);
	screen.curses = NULL;
	screen_frame_close(&screen.frame);
	buf_clear(&screen.title);
	buf_clear(&screen.bytes);
}

/*
 * Stops the whole process group, as the terminal itself would: other processes of a pipeline or script must stop too,
 * or the shell would keep waiting for them. In an orphaned process group the kernel ignores the signal. Saves the
 * modes again, because the user may have changed them in the shell.
 */
void
screen_suspend(void)
{
	if (!is_open())
		return;
	give_back();
	signal_group(SIGTSTP);
	save_modes();
	take_over();
}

void
screen_lend(void)
{
	if (!is_open())
		return;
	give_back();
	screen.is_lent = 1;
}

void
screen_take_back(void)
{
	screen.is_lent = 0;
	if (is_open())
		take_over();
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
	get_size(w, h);
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

void
screen_draw(const struct canvas *c)
{
	int changed;

	if (!is_open())
		return;
	changed = screen_frame_put(&screen.frame, c) > 0;
	if (screen_frame_place_cursor(&screen.frame, c) || changed) {
		refresh();
		if (changed) {
			buf_reset(&screen.bytes);
			screen_frame_overpaint(&screen.frame, c, &screen.bytes);
			write_bytes(buf_view(&screen.bytes));
		}
	}
}

/* Sets the modes too, because another program may have changed them. */
void
screen_redraw(void)
{
	if (!is_open())
		return;
	set_our_modes();
	screen.frame.shown.unknown = 1;
	clearok(curscr, TRUE);
}

void
screen_ask(struct view question)
{
	if (!is_open())
		return;
	buf_reset(&screen.bytes);
	buf_add_view(&screen.bytes, question);
	screen_terminfo_add_move(
	    &screen.bytes, getcurx(stdscr), getcury(stdscr));
	write_bytes(buf_view(&screen.bytes));
	screen.frame.shown.unknown = 1;
	redrawwin(stdscr);
}

void
screen_use_graphemes(void)
{
	if (!is_open())
		return;
	screen.graphemes = 1;
	prepare_undo();
}

void
screen_use_links(int links)
{
	if (!is_open() || screen.frame.has_links == links)
		return;
	screen.frame.has_links = links;
	screen.frame.shown.unknown = 1;
	redrawwin(stdscr);
	prepare_undo();
}

int
screen_has_rgb(void)
{
	return screen_term_has_rgb(getenv("COLORTERM"), getenv("TERM"));
}

void
screen_use_rgb(int exact)
{
	if (screen.frame.has_rgb == exact)
		return;
	screen.frame.has_rgb = exact;
	screen.frame.shown.unknown = 1;
}

int
screen_has_links(void)
{
	return screen_term_has_links(
	    getenv("TERM"), getenv("TMUX"), getenv("VTE_VERSION"));
}

void
screen_bell(void)
{
	if (is_open())
		beep();
}

void
screen_send(struct view bytes)
{
	if (is_open())
		write_bytes(bytes);
}

void
screen_title(struct view title)
{
	struct buf bytes = { 0 };

	if (!is_open() || !screen.has_title)
		return;
	screen_title_sequence(&bytes, title);
	if (!view_equal(buf_view(&bytes), buf_view(&screen.title))) {
		if (screen.title.len == 0)
			write_bytes(VIEW(SCREEN_TITLE_SAVE));
		write_bytes(buf_view(&bytes));
		buf_reset(&screen.title);
		buf_add_view(&screen.title, buf_view(&bytes));
		prepare_undo();
	}
	buf_clear(&bytes);
}
