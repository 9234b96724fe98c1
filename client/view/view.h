/*
 * view: draws the whole screen: the layout and the panes. Reads the model and draws into a
 * canvas; redraws only the dirty panes.
 */
#ifndef TCHAT_CLIENT_VIEW_VIEW_H
#define TCHAT_CLIENT_VIEW_VIEW_H

#include <stddef.h>

#include "client/model/model.h"
#include "client/view/canvas.h"

enum pane_show { PANE_AUTO, PANE_ON, PANE_OFF };

/* The contents of the input pane. */
struct input_state {
	struct view	 text;
	size_t		 point;		/* bytes */
	struct view	 prompt;	/* "" or "(reverse-i-search)`ab': " */
	struct view	 hint;		/* completion candidates; shown above; "" none */
};

struct layout {
	struct rect	 rooms, topic, messages, members, status, input;
};

struct view_state {
	enum pane_show	 rooms, members;
	int		 max_input_rows;	/* at most a third of the screen */
	int		 input_top;	/* first shown row of a long input; kept by view_draw */
	int		 colours;	/* 0, 8, 16 or 256 */
	int		 utc;		/* time stamps in UTC (tests) */
	const char	*time_format;	/* strftime; "%H:%M" */
	/* The keys now bound to these actions: "M-s". */
	const char	*retry_key, *gap_key;
	struct layout	 layout;	/* of the last view_draw */
};

void	view_state_init(struct view_state *);

/* Lay out the panes on a w x h screen with that many rows of input. */
void	view_layout(struct layout *, int w, int h, int input_rows,
	    const struct view_state *, const struct model *);

/*
 * Draw the dirty panes (all if the layout changed) and clear model->dirty. The cursor is in the
 * input.
 */
void	view_draw(struct canvas *, struct model *, struct view_state *,
	    const struct input_state *);

/* Scroll the active buffer by rows (negative: up, into the past). 1 if it moved. */
int	view_scroll(struct model *, const struct view_state *, int rows);
void	view_scroll_end(struct model *);	/* to the newest */
void	view_scroll_home(struct model *, const struct view_state *);
int	view_page(const struct view_state *);	/* rows of a page */
/* Scroll line i of the active buffer to the top of the pane or to its middle. */
enum view_at { VIEW_TOP, VIEW_MIDDLE };
void	view_scroll_to(struct model *, const struct view_state *, size_t i,
	    enum view_at);
/* Get the indexes of the first and last visible line of the active buffer. Returns 0 if there is none. */
int	view_range(const struct model *, const struct view_state *,
	    size_t *first, size_t *last);
/* Returns how many search results fit on a page. */
int	view_results_page(const struct view_state *);

/* Returns the buffer at that place of the room list, or NULL. For the mouse. */
struct buffer *view_buffer_at(const struct model *, const struct view_state *,
	    int x, int y);

#endif
