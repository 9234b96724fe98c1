/*
 * screen_terminfo: what terminfo and curses say of the terminal. Part of screen; its
 * header knows no curses.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_TERMINFO_H
#define TCHAT_CLIENT_VIEW_SCREEN_TERMINFO_H

#include "common/buf.h"

/* Before curses: can that one (TERM) show a screen? 0, or -1 and *cause. */
int	screen_terminfo_check(const char *term, char **cause);

/*
 * All others of the open terminal.
 * Its colours, which are begun to be used: 0, 8, 16 or 256.
 */
int	screen_terminfo_colours(void);
int	screen_terminfo_strikes(void);	/* it can strike out */
int	screen_terminfo_titles(void);	/* a title can be set */
/* Writing to its last corner scrolls, whatever one does. */
int	screen_terminfo_pushes_corner(void);

/* Append the way to that cell. */
void	screen_terminfo_add_move(struct buf *, int x, int y);
/*
 * Append the way back from whatever curses is in the middle of: the plain look, the whole
 * screen to scroll on, the cursor seen and at the bottom, what was there before.
 */
void	screen_terminfo_add_undo(struct buf *);

#endif
