/*
 * screen_paint: what curses can't do is painted over what it shows, by ECMA-48: what is
 * struck out, and a wide glyph before the last corner, where the terminal can't be told not
 * to wrap (curses would fill the corner by writing it a column too early and pushing
 * it over, and cut the glyph). Part of screen; knows no curses.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_PAINT_H
#define TCHAT_CLIENT_VIEW_SCREEN_PAINT_H

#include "client/view/screen_pairs.h"
#include "client/view/screen_shown.h"
#include "common/buf.h"

struct screen_paint {
	int	 strikes;	/* the terminal can strike out */
	int	 pushes_corner;
};

/* Is the cell of this width at x, y on a screen of w x h such a one? */
int	screen_paint_wants(const struct screen_paint *, const struct cell *,
	    int width, int x, int y, int w, int h);

/*
 * Append all of them that are shown, and the way to the plain look; nothing if
 * there are none. The cursor is elsewhere then.
 */
void	screen_paint_over(struct buf *out, const struct screen_paint *,
	    const struct screen_shown *, const struct screen_pairs *);

#endif
