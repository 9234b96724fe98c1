/*
 * screen_tty: termios, winsize, signals.
 */
#include "client/view/screen_tty.h"

#include <sys/ioctl.h>

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Send a signal to our process group, with its default action for ourselves. */
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
 * The whole group, as the terminal itself would: what stands beside us in a
 * pipeline or a script has to stop too, or the shell would go on waiting
 * for it. In a group that no shell looks after, the kernel drops the signal.
 */
void
screen_tty_stop(void)
{
	signal_group(SIGTSTP);
}

/*
 * `bg` continues us where we can't go on; then we stop again. A group that no shell
 * looks after is not stopped, so this has an end.
 */
static void
wait_for_foreground(void)
{
	pid_t group;
	int i;

	for (i = 0; i < 100; i++) {
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

	for (i = 0; i < 100; i++) {
		if (tcsetattr(STDIN_FILENO, when, t) == 0 || errno != EINTR)
			return;
	}
}

int
screen_tty_keep(struct screen_tty *tty)
{
	wait_for_foreground();
	return tcgetattr(STDIN_FILENO, &tty->saved);
}

void
screen_tty_take(struct screen_tty *tty)
{
	struct termios raw = tty->saved;

	cfmakeraw(&raw);
	raw.c_iflag &= (tcflag_t) ~(IXOFF | IXANY);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tty->taken = 1;
	set_modes(&raw, TCSADRAIN);
}

void
screen_tty_give(struct screen_tty *tty)
{
	set_modes(&tty->saved, TCSADRAIN);
	tty->taken = 0;
}

/* A handler that comes in between finds the old bytes, whole. */
void
screen_tty_set_undo(struct screen_tty *tty, struct view bytes)
{
	int other = !tty->which;
	struct screen_undo *undo = &tty->undo[other];

	assert(bytes.len <= sizeof(undo->bytes));
	memcpy(undo->bytes, bytes.p, bytes.len);
	undo->len = bytes.len;
	tty->which = other;
}

void
screen_tty_emergency(struct screen_tty *tty)
{
	const struct screen_undo *undo = &tty->undo[tty->which];
	int error = errno;

	if (!tty->taken)
		return;
	tty->taken = 0;
	screen_tty_write((struct view){ undo->bytes, undo->len });
	set_modes(&tty->saved, TCSANOW);
	errno = error;
}

static const int kept[SCREEN_SIGNALS] = { SIGINT, SIGTERM, SIGWINCH, SIGTSTP };

void
screen_tty_keep_signals(struct screen_signals *s)
{
	struct sigaction ignore;
	int i;

	for (i = 0; i < SCREEN_SIGNALS; i++)
		sigaction(kept[i], NULL, &s->actions[i]);
	memset(&ignore, 0, sizeof(ignore));
	ignore.sa_handler = SIG_IGN;
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGTSTP, &ignore, NULL);
}

void
screen_tty_restore_signals(const struct screen_signals *s)
{
	int i;

	for (i = 0; i < SCREEN_SIGNALS; i++)
		sigaction(kept[i], &s->actions[i], NULL);
}

void
screen_tty_catch_deadly(void (*handler)(int sig))
{
	static const int deadly[] = { SIGABRT, SIGBUS, SIGFPE, SIGHUP, SIGILL,
		SIGINT, SIGQUIT, SIGSEGV, SIGSYS, SIGTERM, SIGTRAP, SIGXCPU };
	struct sigaction old, ours;
	size_t i;

	memset(&ours, 0, sizeof(ours));
	ours.sa_handler = handler;
	ours.sa_flags = (int)(SA_RESETHAND | SA_NODEFER);
	sigemptyset(&ours.sa_mask);
	for (i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++) {
		if (sigaction(deadly[i], NULL, &old) == 0 &&
		    old.sa_handler == SIG_DFL)
			sigaction(deadly[i], &ours, NULL);
	}
}

/*
 * Async-signal-safe. A terminal that takes nothing for a second is given up;
 * it may be gone.
 */
void
screen_tty_write(struct view v)
{
	struct pollfd pfd = { .fd = STDOUT_FILENO, .events = POLLOUT };
	ssize_t n;

	while (v.len > 0) {
		n = write(STDOUT_FILENO, v.p, v.len);
		if (n > 0) {
			v.p += n;
			v.len -= (size_t)n;
		} else if (n == -1 && errno == EAGAIN) {
			if (poll(&pfd, 1, 1000) == 0)
				return;
		} else if (n == 0 || errno != EINTR) {
			return;
		}
	}
}

void
screen_tty_size(int *w, int *h)
{
	struct winsize ws;

	*w = *h = 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == -1)
		return;
	*w = ws.ws_col < SCREEN_W_MAX ? ws.ws_col : SCREEN_W_MAX;
	*h = ws.ws_row < SCREEN_H_MAX ? ws.ws_row : SCREEN_H_MAX;
}
