/*
 * layout: the rectangles of the panes on the screen, and the state of the view that is not in the model. The input is
 * always visible; the other panes vanish one by one as the screen gets smaller. The lists at the sides are as wide as
 * their content.
 */
#ifndef TCHAT_CLIENT_VIEW_LAYOUT_H
#define TCHAT_CLIENT_VIEW_LAYOUT_H

#include "client/model/fold.h"
#include "client/model/model.h"
#include "client/view/canvas.h"
#include "common/view.h"

/* What the bare view shows before each message. */
enum bare_gutter { BARE_TEXT, BARE_NICKS, BARE_TIMES, BARE_GUTTERS };

enum pane_show { PANE_AUTO, PANE_ON, PANE_OFF };

enum input_mark_kind {
	MARK_SPLIT,	/* a new message begins here */
	MARK_MISSPELT
};

/* A mark in the text that is typed: bytes from `from` to before `to`. */
struct input_mark {
	size_t			 from, to;
	enum input_mark_kind	 kind;
};

/* The contents of the input pane. */
struct input_state {
	struct view	 text;
	size_t		 point;		/* bytes */
	struct view	 prompt;	/* "" or "(reverse-i-search)`ab': " */
	struct view	 hint;		/* completion candidates; shown above; "" none */
	const struct input_mark *marks;	/* in the order of the text, without overlap */
	size_t		 nmarks;
};

struct layout {
	struct rect	 rooms, topic, messages, members, status, input;
};

/*
 * The columns that the content needs. They grow at once, and shrink only in another room or when the screen is resized,
 * so that the text does not move with every join.
 */
struct content_widths {
	uint64_t	 buffer;	/* measured while this buffer was active, */
	int		 screen_w, screen_h;	/* on a screen of this size */
	int		 rooms, members;
	int		 nicks;		/* left of the messages */
};

struct view_state {
	enum pane_show	 rooms, members;
	int		 rooms_max, members_max;	/* columns of the lists' content */
	enum pane_show	 align_nicks;
	int		 nick_max;	/* columns */
	int		 max_input_rows;	/* at most a third of the screen */
	enum bare_gutter bare_gutter;	/* BARE_TIMES: times and nicks */
	int		 input_top;	/* first visible row of a long input; set by view_draw */
	int		 colours;	/* 0, 8, 16 or 256 */
	int		 utc;		/* time stamps in UTC (tests) */
	const char	*time_format;	/* strftime; "%H:%M" */
	struct presence_rule presence;	/* of rooms: message_presence */
	int		 fold_rows;	/* longer messages are folded to so many rows; 0: never */
	int		 split;		/* while older lines are shown, show the newest lines too */
	int		 split_rows;
	/* The keys now bound to these actions: "M-s". */
	const char	*retry_key, *gap_key, *fold_key, *bottom_key;
	struct content_widths widths;	/* set by view_draw */
	struct layout	 layout;	/* of the last view_draw */
};

void	view_state_init(struct view_state *);
/* Measure the content again for the next frame, because a name has changed: the lists may get narrower. */
void	view_state_measure(struct view_state *);

/* True if the list is to be shown on a screen of that width. It may still lack the room. */
int	layout_wants_rooms(const struct view_state *, int width);
int	layout_wants_members(const struct view_state *, int width,
	    const struct model *);

/* Compute the rectangles of a screen of width x height cells with that many rows of input. */
void	layout_compute(struct layout *, int width, int height, int input_rows,
	    const struct view_state *, const struct model *);

#endif
