/*
 * screen: the terminal, through ncursesw. Nothing else writes to it. It is restored on every way out: screen_close,
 * exit, a fatal signal, suspend.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_H
#define TCHAT_CLIENT_VIEW_SCREEN_H

#include "client/view/canvas.h"

/*
 * Take over the terminal: full screen, raw keys (Ctrl-C, Ctrl-Z and such arrive as bytes), bracketed paste, focus
 * reports, and mouse reports if asked. Returns 0, or -1 with *cause ("TERM=foo is unknown ..."). Set the locale first.
 * Fatal signals without a handler then restore the terminal first, and so does exit(3).
 */
int	screen_open(int mouse, char **cause);
/* Ask for mouse reports, or no longer. */
void	screen_set_mouse(int on);
/* Restore the terminal. May be called twice. */
void	screen_close(void);
/* The same for a signal handler: async-signal-safe, only write(2) and tcsetattr(3). */
void	screen_emergency(void);

/*
 * Restore the terminal, stop our process group as Ctrl-Z does, and take the terminal over again after SIGCONT. Its
 * size may be different then: call screen_resize. The next draw sends all cells.
 */
void	screen_suspend(void);

/* Give the terminal to another program, such as an editor, until screen_take_back. Nothing is drawn meanwhile. */
void	screen_lend(void);
void	screen_take_back(void);

/* Get the current size, for example after SIGWINCH. */
void	screen_resize(int *w, int *h);
int	screen_colours(void);	/* 0, 8, 16 or 256 */

/* Send the cells of the canvas that differ from what the terminal shows. */
void	screen_draw(const struct canvas *);
/* Set the modes again, and let the next draw send all cells (Ctrl-L). */
void	screen_redraw(void);
void	screen_bell(void);
/* Send a sequence that draws nothing and moves nothing, such as a notification (notification.h), between two frames. */
void	screen_send(struct view);
/* Send a question to the terminal, which may move the cursor and write anywhere: the next draw sends all cells. */
void	screen_ask(struct view);
/* Let the terminal count columns by grapheme (DEC private mode 2027), until the screen is closed. */
void	screen_use_graphemes(void);
/* Make hyperlinks of the canvas's links, or show their text only, as at first. */
void	screen_use_links(int links);
int	screen_has_links(void);		/* the terminal seems to support hyperlinks */
/* Show colours exactly, or the nearest ones of the palette, as at first. */
void	screen_use_rgb(int exact);
int	screen_has_rgb(void);		/* the terminal seems to support exact colours */
/* Set the window's title, without controls. */
void	screen_title(struct view);

#endif
