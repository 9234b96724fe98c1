/*
 * pane: what the panes share. Each draws one part of the model into its rectangle
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
/* Over the messages; the cursor stands at the chosen one. */
void	pane_results_draw(struct canvas *, const struct model *,
	    const struct view_state *);
void	pane_status_draw(struct canvas *, const struct model *,
	    const struct view_state *);
void	pane_input_draw(struct canvas *, struct view_state *,
	    const struct input_state *);

/* Rows that the input wants, its hint included, on a screen of so many columns. */
int	pane_input_rows(const struct input_state *, int width);

/* The buffer in row `row` of the room list; NULL. */
struct buffer *pane_rooms_at(const struct model *, const struct view_state *,
	    int row);

/* Lines of the active buffer that are not wholly seen below the message pane. */
size_t	scroll_below(const struct model *, const struct view_state *);

/* What stands at the bottom of the message pane: a line, and its rows below the edge. */
struct place {
	size_t	 line;
	int	 row;
};
struct place scroll_place(const struct buffer *, const struct view_state *);

/* Columns of text; text cut to them ends with a "…". */
int	pane_text(struct canvas *, int x, int y, int end, struct view,
	    struct style);
/* A vertical line over the height of a pane. */
void	pane_rule(struct canvas *, int x, const struct rect *, int colours);
/* How the user knows a buffer: its name, for the server's the network's. */
struct view pane_name(const struct model *, const struct buffer *);
/* "12", "!2" or "" into out. */
void	pane_count(const struct buffer *, char *out, size_t size);

#endif
