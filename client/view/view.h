/*
 * view: the whole picture: where the panes are, and what is in them. Reads the
 * model, draws into a canvas; only the panes named dirty are drawn anew.
 */
#ifndef TCHAT_CLIENT_VIEW_VIEW_H
#define TCHAT_CLIENT_VIEW_VIEW_H

#include <stddef.h>

#include "client/model/model.h"
#include "client/view/canvas.h"

enum pane_show { PANE_AUTO, PANE_ON, PANE_OFF };

/* The half-typed text, as the input pane shows it. */
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
	int		 max_input_rows;	/* of a third of the screen at most */
	int		 input_top;	/* first shown row of a long input; kept by view_draw */
	int		 colours;	/* 0, 8, 16 or 256 */
	int		 utc;		/* time stamps in UTC (tests) */
	const char	*time_format;	/* strftime; "%H:%M" */
	/* The keys for what is offered, as they are bound now: "M-s". */
	const char	*retry_key, *gap_key;
	struct layout	 layout;	/* of the last picture */
};

void	view_state_init(struct view_state *);

/* Where everything is on a w x h screen with an input of so many rows. */
void	view_layout(struct layout *, int w, int h, int input_rows,
	    const struct view_state *, const struct model *);

/*
 * Draw what is dirty (all of it when the layout changed) and clear model->dirty. The cursor
 * stands in the input.
 */
void	view_draw(struct canvas *, struct model *, struct view_state *,
	    const struct input_state *);

/* Scroll the active buffer by rows (negative: up, into the past). 1 if it moved. */
int	view_scroll(struct model *, const struct view_state *, int rows);
void	view_scroll_end(struct model *);	/* to the newest */
void	view_scroll_home(struct model *, const struct view_state *);
int	view_page(const struct view_state *);	/* rows of a page */
/* To line i of the active buffer, at the top of the pane or in its middle. */
enum view_at { VIEW_TOP, VIEW_MIDDLE };
void	view_scroll_to(struct model *, const struct view_state *, size_t i,
	    enum view_at);
/* Which lines of the active buffer are in view, by index. 0: none are. */
int	view_range(const struct model *, const struct view_state *,
	    size_t *first, size_t *last);
/* How many results of a search fit in. */
int	view_results_page(const struct view_state *);

/* The buffer shown at that place of the room list; NULL. (mouse) */
struct buffer *view_buffer_at(const struct model *, const struct view_state *,
	    int x, int y);

#endif
