/*
 * pane: the panes, and their helpers. Each draws one part of the model into its rectangle
 * of the canvas (view_state.layout), all of it, and nothing outside; an empty
 * rectangle is not drawn.
 */
#ifndef TCHAT_CLIENT_VIEW_PANE_H
#define TCHAT_CLIENT_VIEW_PANE_H

#include <stddef.h>

#include "client/view/theme.h"
#include "client/view/view.h"

void	pane_topic_draw(struct canvas *, const struct model *,
	    const struct view_state *);
void	pane_rooms_draw(struct canvas *, const struct model *,
	    const struct view_state *);
void	pane_members_draw(struct canvas *, const struct model *,
	    const struct view_state *);
void	pane_messages_draw(struct canvas *, const struct model *,
	    const struct view_state *);
/* Search results, drawn over the messages; the cursor is at the selected one. */
void	pane_results_draw(struct canvas *, const struct model *,
	    const struct view_state *);
void	pane_status_draw(struct canvas *, const struct model *,
	    const struct view_state *);
void	pane_input_draw(struct canvas *, struct view_state *,
	    const struct input_state *);

/* Returns the rows that the input needs, with its hint, on a screen of that width. */
int	pane_input_rows(const struct input_state *, int width);

/* Returns the buffer in row `row` of the room list, or NULL. */
struct buffer *pane_rooms_at(const struct model *, const struct view_state *,
	    int row);

/* Returns the number of lines of the active buffer that are partly or wholly below the message pane. */
size_t	scroll_below(const struct model *, const struct view_state *);

/* The line at the bottom of the message pane, and its rows below the edge. */
struct place {
	size_t	 line;
	int	 row;
};
struct place scroll_place(const struct buffer *, const struct view_state *);

/* Draw text from x to `end`; text that is cut ends with "…". Returns the column after it. */
int	pane_text(struct canvas *, int x, int y, int end, struct view,
	    struct style);
/* A vertical line over the height of a pane. */
void	pane_rule(struct canvas *, int x, const struct rect *, int colours);
/* Returns the displayed name of a buffer; for the server buffer, the network's name. */
struct view pane_name(const struct model *, const struct buffer *);
/* Write the unread count into out: "12", "!2" or "". */
void	pane_count(const struct buffer *, char *out, size_t size);

#endif
