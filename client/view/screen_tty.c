/*
 * screen_tty: modes by tcsetattr, and what is written around curses. What an
 * emergency needs is prepared beforehand: its handler only calls write and tcsetattr.
 */
#include "client/view/screen_tty.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "common/xmalloc.h"

/* xterm's ctlseqs: bracketed paste; clicks and wheel, as SGR writes them. */
#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define MOUSE_ON  "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

enum { RESET_MAX = 512 };

/* What ends the program by default, and so would leave the terminal as it is. */
static const int deadly[] = { SIGABRT, SIGBUS, SIGFPE, SIGHUP, SIGILL, SIGINT,
	SIGQUIT, SIGSEGV, SIGSYS, SIGTERM, SIGTRAP, SIGXCPU };

static struct termios saved;
static volatile sig_atomic_t taken;
static int with_mouse;
static char reset_bytes[RESET_MAX];
static size_t reset_len;
static int at_exit;

void
screen_tty_write(struct view v)
{
	ssize_t n;

	while (v.len > 0) {
		n = write(STDOUT_FILENO, v.p, v.len);
		if (n == -1 && errno != EINTR)
			return;
		if (n > 0) {
			v.p += n;
			v.len -= (size_t)n;
		}
	}
}

int
screen_tty_save(char **cause)
{
	if (!isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &saved) == -1)
		return cause_set(cause, "there is no terminal");
	return 0;
}

static void
on_deadly(int sig)
{
	int error = errno;

	screen_tty_emergency();
	errno = error;
	raise(sig); /* by default again: SA_RESETHAND */
}

static void
catch_deadly(void)
{
	struct sigaction old, ours = { .sa_handler = on_deadly,
		.sa_flags = (int)(SA_RESETHAND | SA_NODEFER) };

	sigemptyset(&ours.sa_mask);
	for (size_t i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++) {
		if (sigaction(deadly[i], NULL, &old) == 0 &&
		    old.sa_handler == SIG_DFL)
			sigaction(deadly[i], &ours, NULL);
	}
}

/* As cfmakeraw(3), but for the speed and the parity, which are the line's. */
static void
set_raw(void)
{
	struct termios raw = saved;

	raw.c_iflag &= (tcflag_t) ~(BRKINT | ICRNL | IGNBRK | IGNCR | INLCR |
				    INPCK | ISTRIP | IXON | PARMRK);
	raw.c_oflag &= (tcflag_t)~OPOST;
	raw.c_lflag &= (tcflag_t) ~(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
}

void
screen_tty_take(int mouse, struct view reset)
{
	if (reset.len > RESET_MAX)
		reset.len = 0;
	if (reset.len > 0)
		memcpy(reset_bytes, reset.p, reset.len);
	reset_len = reset.len;
	with_mouse = mouse;
	taken = 1;
	catch_deadly();
	if (!at_exit)
		at_exit = atexit(screen_tty_emergency) == 0;
	set_raw();
	screen_tty_write(VIEW(PASTE_ON));
	if (mouse)
		screen_tty_write(VIEW(MOUSE_ON));
}

static void
reset_modes(void)
{
	screen_tty_write(VIEW(PASTE_OFF));
	if (with_mouse)
		screen_tty_write(VIEW(MOUSE_OFF));
}

void
screen_tty_give(void)
{
	if (!taken)
		return;
	taken = 0;
	reset_modes();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &saved);
}

void
screen_tty_emergency(void)
{
	if (!taken)
		return;
	taken = 0;
	reset_modes();
	screen_tty_write((struct view){ reset_bytes, reset_len });
	tcsetattr(STDIN_FILENO, TCSANOW, &saved);
}
