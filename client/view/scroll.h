/*
 * scroll: the scroll position of the active buffer. Measures only lines near the message pane, so the cost does not
 * grow with the history.
 */
#ifndef TCHAT_CLIENT_VIEW_SCROLL_H
#define TCHAT_CLIENT_VIEW_SCROLL_H

#include <stddef.h>

#include "client/view/layout.h"

/* The line at the bottom of the message pane, and how many of its rows are hidden below the edge. */
struct scroll_position {
	size_t	 line;
	int	 hidden;
};
struct scroll_position scroll_position(const struct buffer *,
	    const struct view_state *);

/* Scroll by rows; negative: up, to older lines. Returns 1 if the position changed. */
int	scroll_by(struct model *, const struct view_state *, int rows);
void	scroll_to_newest(struct model *);
void	scroll_to_oldest(struct model *, const struct view_state *);
/* Scroll so that line i of the active buffer is at the top or in the middle of the pane. */
enum scroll_target { SCROLL_TOP, SCROLL_MIDDLE };
void	scroll_to_line(struct model *, const struct view_state *, size_t i,
	    enum scroll_target);

/* Return the rows of a page. */
int	scroll_page_rows(const struct view_state *);
/* Get the indexes of the first and last visible line of the active buffer. Returns 0 if there is none. */
int	scroll_visible_lines(const struct model *, const struct view_state *,
	    size_t *first, size_t *last);
/* Return the number of lines of the active buffer that are partly or wholly below the pane. */
size_t	scroll_lines_below(const struct model *, const struct view_state *);

#endif
