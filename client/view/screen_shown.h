/*
 * screen_shown: a copy of the cells that the terminal shows, so that only cells that differ are drawn. Part of screen;
 * does not use curses.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_SHOWN_H
#define TCHAT_CLIENT_VIEW_SCREEN_SHOWN_H

#include <wchar.h>

#include "client/view/canvas.h"

struct screen_shown {
	int		 w, h;
	struct cell	*cells;		/* row by row */
	int		 unknown;	/* what is shown is unknown, so every cell differs */
	int		 special;	/* number of cells that are struck through, linked, show a whole grapheme or an exact colour */
};

/* Set the size. What is shown is then unknown. */
void	screen_shown_resize(struct screen_shown *, int w, int h);
void	screen_shown_clear(struct screen_shown *);

const struct cell *screen_shown_at(const struct screen_shown *, int x, int y);
/* Return the columns of a cell: 1, 2, or 0 for the right half of a wide one. */
int	screen_shown_width(const struct screen_shown *, int x, int y);
/* Record that a cell is shown. Returns 1 if it must be drawn for that. */
int	screen_shown_update(struct screen_shown *, const struct cell *, int x,
	    int y);

/*
 * Get the text to draw for a cell of so many columns: its base and marks, or U+FFFD if the base does not have this
 * width. Never a control character.
 */
void	screen_shown_text(const struct cell *, int width, wchar_t text[4]);

#endif
