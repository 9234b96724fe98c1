/*
 * scroll: the scroll position of the active buffer. Measures only lines near the message pane, so the cost does not
 * grow with the history.
 */
#ifndef TCHAT_CLIENT_VIEW_SCROLL_H
#define TCHAT_CLIENT_VIEW_SCROLL_H

#include <stddef.h>

#include "client/view/layout.h"

/*
 * The rows of the message pane. While older lines are shown, a bar says what is below, and the newest rows follow if the
 * user asked for that.
 */
struct scroll_parts {
	int	lines, bar, newest;
};
struct scroll_parts scroll_parts(const struct buffer *,
	    const struct view_state *);

/* The item (fold.h) at the bottom of the lines, and how many of its rows are hidden below the edge. */
struct scroll_position {
	size_t	 line;
	int	 hidden;
};
struct scroll_position scroll_position(const struct buffer *,
	    const struct view_state *);

/* Follow the newest line again if it is shown. Call it before a frame. */
void	scroll_settle(struct model *, const struct view_state *);

/* Scroll by rows; negative: up, to older lines. Returns 1 if the position changed. */
int	scroll_by(struct model *, const struct view_state *, int rows);
void	scroll_to_newest(struct model *);
void	scroll_to_oldest(struct model *, const struct view_state *);
/* Scroll so that line i of the active buffer is at the top or in the middle of the pane. */
enum scroll_target { SCROLL_TOP, SCROLL_MIDDLE };
void	scroll_to_line(struct model *, const struct view_state *, size_t i,
	    enum scroll_target);

/* Scroll so that line i is in that row of the pane, or as near to it as possible. */
void	scroll_to_row(struct model *, const struct view_state *, size_t i,
	    int row);
/* Return the row of the pane where the item of line i begins; -1 if it is not on the screen. */
int	scroll_row_of(const struct model *, const struct view_state *,
	    size_t i);

/* Return the rows of a page. */
int	scroll_page_rows(const struct view_state *);
/* Get the indexes of the first and last visible line of the active buffer. Returns 0 if there is none. */
int	scroll_visible_lines(const struct model *, const struct view_state *,
	    size_t *first, size_t *last);
/*
 * Open or close the nth fold on the screen from the bottom (1: the lowest one), or the one in that row of the pane. The
 * item keeps its place. Returns 0 if there is none.
 */
int	scroll_toggle_fold(struct model *, const struct view_state *, int nth);
int	scroll_toggle_fold_at(struct model *, const struct view_state *, int row);

/*
 * Return the number of items of the active buffer that are partly or wholly below the pane. Counts lines if there are
 * very many.
 */
size_t	scroll_lines_below(const struct model *, const struct view_state *);

#endif
