/*
 * screen: the terminal, through ncursesw; the only place that writes to it. It is restored on
 * every way out: screen_close, exit, a deadly signal, suspend.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_H
#define TCHAT_CLIENT_VIEW_SCREEN_H

#include "client/view/canvas.h"

/*
 * Take the terminal over: full screen, raw keys, bracketed paste on, mouse if asked. 0, or
 * -1 and *cause ("TERM=foo is not known ..."). Ctrl-C, Ctrl-Z etc. arrive as bytes.
 * The locale must be set. Signals that end the program and that nobody handles yet
 * restore the terminal first, and so does exit(3).
 */
int	screen_open(int mouse, char **cause);
/* Give it back, as it was. Safe to call twice, and from a signal handler by the name of
 * screen_emergency (async-signal-safe: only write and tcsetattr). */
void	screen_close(void);
void	screen_emergency(void);

/* Give it back, SIGTSTP to our process group; returns after SIGCONT, taken again. The size
 * may be another then: call screen_resize. The next draw sends all. */
void	screen_suspend(void);

/* After SIGWINCH: the size now. */
void	screen_resize(int *w, int *h);
int	screen_colours(void);	/* 0, 8, 16 or 256 */

/* Bring the canvas to the terminal: only what differs from what is there. */
void	screen_draw(const struct canvas *);
void	screen_redraw(void);	/* Ctrl-L: modes set again; next draw sends all */
void	screen_bell(void);
void	screen_title(struct view);	/* the window's title, cleaned */

#endif
