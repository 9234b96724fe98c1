/*
 * view: draws the whole screen into a canvas: computes the layout and draws the panes that changed. Reads the model.
 */
#ifndef TCHAT_CLIENT_VIEW_VIEW_H
#define TCHAT_CLIENT_VIEW_VIEW_H

#include "client/view/layout.h"
#include "client/view/scroll.h"

/*
 * Draw the dirty panes (all if the layout changed) and clear model->dirty. Puts the cursor into the input, or at the
 * selected search result.
 */
void	view_draw(struct canvas *, struct model *, struct view_state *,
	    const struct input_state *);

/* Return the buffer at that cell of the room list, or NULL. For the mouse. */
struct buffer *view_buffer_at(const struct model *, const struct view_state *,
	    int x, int y);

#endif
