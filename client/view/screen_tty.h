/*
 * screen_tty: the terminal as a device: its modes and its size, bytes to it, job
 * control. Knows nothing of what is on the screen. What is needed to give
 * the terminal back lies ready at any time, for a signal handler too.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_TTY_H
#define TCHAT_CLIENT_VIEW_SCREEN_TTY_H

#include <signal.h>
#include <stddef.h>
#include <termios.h>

#include "common/view.h"

enum { SCREEN_UNDO_MAX = 512, SCREEN_W_MAX = 2000, SCREEN_H_MAX = 1000 };

/* The actions of signals that curses would like to handle. */
enum { SCREEN_SIGNALS = 4 };
struct screen_signals {
	struct sigaction	 actions[SCREEN_SIGNALS];
};

/* What a terminal that shows something else than lines has to be sent at the end. */
struct screen_undo {
	char	 bytes[SCREEN_UNDO_MAX];
	size_t	 len;
};

struct screen_tty {
	struct termios		 saved;		/* as we found it */
	struct screen_undo	 undo[2];	/* one in use, one to change */
	volatile sig_atomic_t	 which;
	volatile sig_atomic_t	 taken;
};

/*
 * Wait until we are in the foreground (being stopped as others are that use the
 * terminal from the background), and keep the modes. 0, or -1 and errno.
 */
int	screen_tty_keep(struct screen_tty *);
/* Every key is a byte: no signals, no lines, no echo, nothing translated. */
void	screen_tty_take(struct screen_tty *);
/* Back to the modes that were kept. */
void	screen_tty_give(struct screen_tty *);

/* From now on these bytes undo what was done to the terminal. */
void	screen_tty_set_undo(struct screen_tty *, struct view);
/* Undo it and give the terminal back, if it is taken. Async-signal-safe. */
void	screen_tty_emergency(struct screen_tty *);

/*
 * Around newterm. In between SIGTSTP is ignored: finding that, curses leaves it alone for
 * good; otherwise it would change its action with every refresh.
 */
void	screen_tty_keep_signals(struct screen_signals *);
void	screen_tty_restore_signals(const struct screen_signals *);

/*
 * Have signals that end the program, and that nobody handles, go through a handler; it
 * is set back to the default before it is called.
 */
void	screen_tty_catch_deadly(void (*handler)(int sig));

/* All bytes to the terminal. */
void	screen_tty_write(struct view);
/* Columns and rows; 0 when the terminal does not know. */
void	screen_tty_size(int *w, int *h);

/* Stop as a program that the user's Ctrl-Z reaches; returns when continued. */
void	screen_tty_stop(void);

#endif
