/*
 * screen_frame: gives frames to curses: only the cells that differ from what the terminal shows. Paints over what
 * curses cannot show. Part of screen; this header does not include curses.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_FRAME_H
#define TCHAT_CLIENT_VIEW_SCREEN_FRAME_H

#include "client/view/canvas.h"
#include "client/view/screen_pairs.h"
#include "client/view/screen_shown.h"
#include "common/buf.h"

struct screen_frame {
	int			 has_strike;		/* the terminal can strike text through */
	int			 scrolls_at_corner;	/* writing to its last cell scrolls */
	int			 has_rgb;		/* the terminal shows exact colours: SGR 38;2 */
	int			 has_links;		/* the terminal shows hyperlinks: OSC 8 */
	struct screen_pairs	*pairs;
	struct screen_shown	 shown;
	int			 lacks_pairs;	/* the last frame needed more colour pairs than there are */
	int			 first_changed, last_changed;	/* rows of the last frame; -1: none */
	unsigned		 generation;	/* of the canvas */
	int			 cursor_x, cursor_y; /* as last drawn; -1: hidden */
};

/* Call it when curses is open, with its number of colours. */
void	screen_frame_open(struct screen_frame *, int colours);
void	screen_frame_close(struct screen_frame *);

/* Give curses the cells that are not shown yet. Returns how many. */
int	screen_frame_put(struct screen_frame *, const struct canvas *);
/* Move the cursor. Returns 1 if it was elsewhere. */
int	screen_frame_place_cursor(struct screen_frame *, const struct canvas *);
/* Hide the cursor, whatever was drawn before. */
void	screen_frame_hide_cursor(struct screen_frame *);
/*
 * Append what to paint over the cells that curses has drawn, and a move back to where curses believes the cursor is;
 * nothing if there are no such cells.
 */
void	screen_frame_overpaint(const struct screen_frame *, const struct canvas *,
	    struct buf *);

#endif
