/*
 * screen_terminfo: what the terminal can do, by terminfo(5) and its name, and the control sequences for it. Part of
 * screen; this header does not include curses.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_TERMINFO_H
#define TCHAT_CLIENT_VIEW_SCREEN_TERMINFO_H

#include "common/buf.h"
#include "common/view.h"

enum { SCREEN_TITLE_MAX = 200 };	/* bytes of a title's text */

/* xterm's "Window manipulation": save the window's title, restore it. */
#define SCREEN_TITLE_SAVE    "\033[22;2t"
#define SCREEN_TITLE_RESTORE "\033[23;2t"

/* Ends a hyperlink (OSC 8). */
#define SCREEN_LINK_END "\033]8;;\033\\"

/* Check that a terminal of this type (TERM) can show a screen. Returns 0, or -1 with *cause. Needs no open screen. */
int	screen_terminfo_check(const char *term, char **cause);

/* The rest is about the open terminal. */
/* Start the use of colours. Returns how many there are: 0, 8, 16 or 256. */
int	screen_terminfo_colours(void);
int	screen_terminfo_has_strike(void);	/* it can strike text through */
int	screen_terminfo_has_title(void);	/* it has a title that can be set */
/* True if writing to the last cell always scrolls the screen. */
int	screen_terminfo_scrolls_at_corner(void);

/* Append the sequence that moves the cursor to that cell. */
void	screen_terminfo_add_move(struct buf *, int x, int y);
/* Append what restores the terminal, whatever curses was doing: plain style, no scroll region, visible cursor at the
 * bottom, the screen's previous contents. */
void	screen_terminfo_add_reset(struct buf *);

/* True if terminals whose TERM begins like this have a title. */
int	screen_term_has_title(const char *term);	/* term may be NULL */
/*
 * True if the terminal shows hyperlinks, or ignores them without harm, by its TERM, and by the variables that some set:
 * TMUX and VTE_VERSION. Each may be NULL.
 */
int	screen_term_has_links(const char *term, const char *tmux,
	    const char *vte_version);
/* True if the terminal shows exact colours (SGR 38;2), by COLORTERM and TERM; either may be NULL. */
int	screen_term_has_rgb(const char *colorterm, const char *term);
/* Append the sequence (xterm's OSC 2) that sets the title, without controls and cut to its maximal length. */
void	screen_title_sequence(struct buf *out, struct view title);

#endif
