/*
 * screen_shown: a copy of the cells that the terminal shows, so that only those
 * are drawn that differ. Part of screen; knows no curses.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_SHOWN_H
#define TCHAT_CLIENT_VIEW_SCREEN_SHOWN_H

#include <wchar.h>

#include "client/view/canvas.h"

struct screen_shown {
	int		 w, h;
	struct cell	*cells;		/* row by row */
	int		 all;		/* nothing is known: all of it differs */
	int		 struck;	/* how many cells are struck out */
};

/* Another size: nothing is known. */
void	screen_shown_fit(struct screen_shown *, int w, int h);
void	screen_shown_clear(struct screen_shown *);

/* What is shown at x, y. */
const struct cell *screen_shown_at(const struct screen_shown *, int x, int y);
/* Its columns: 1 or 2, or 0: it is the right half of the one before. */
int	screen_shown_width(const struct screen_shown *, int x, int y);
/* Have a cell shown; 1 if it has to be drawn for that. */
int	screen_shown_take(struct screen_shown *, const struct cell *, int x,
	    int y);

/*
 * What to draw for a cell of so many columns: its base and its marks, or U+FFFD
 * when that is no character of this width. Never a control.
 */
void	screen_shown_text(const struct cell *, int width, wchar_t text[4]);

#endif
