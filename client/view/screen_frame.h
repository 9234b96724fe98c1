/*
 * screen_frame: one frame after the other given to curses: of each only what is not shown
 * yet. Part of screen; its header knows no curses.
 */
#ifndef TCHAT_CLIENT_VIEW_SCREEN_FRAME_H
#define TCHAT_CLIENT_VIEW_SCREEN_FRAME_H

#include "client/view/canvas.h"
#include "client/view/screen_paint.h"
#include "client/view/screen_pairs.h"
#include "client/view/screen_shown.h"
#include "common/buf.h"

struct screen_frame {
	struct screen_paint	 paint;
	struct screen_pairs	*pairs;
	struct screen_shown	 shown;
	int			 starved;	/* the last frame had more pairs than there are */
	int			 cursor_x, cursor_y; /* as last drawn; -1: hidden */
};

/* The terminal is open. How many colours it has. */
void	screen_frame_open(struct screen_frame *, int colours);
void	screen_frame_close(struct screen_frame *);

/* Give curses what is not shown yet: how many cells. */
int	screen_frame_put(struct screen_frame *, const struct canvas *);
/* Put the cursor there; 1 if it was elsewhere. */
int	screen_frame_place_cursor(struct screen_frame *, const struct canvas *);
/* It is hidden, whatever was drawn before. */
void	screen_frame_hide_cursor(struct screen_frame *);
/*
 * Append what paints over what curses has shown, and the way back to where it believes the
 * cursor is; nothing if that need not be.
 */
void	screen_frame_paint_over(const struct screen_frame *, struct buf *);

#endif
