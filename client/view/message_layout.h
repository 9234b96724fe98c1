/*
 * message_layout: lays out one line of a buffer for the message pane: its time, nick and text, and its number of rows.
 */
#ifndef TCHAT_CLIENT_VIEW_MESSAGE_LAYOUT_H
#define TCHAT_CLIENT_VIEW_MESSAGE_LAYOUT_H

#include <stddef.h>

#include "client/view/pane.h"
#include "common/buf.h"

/* The columns of the pane. */
struct message_columns {
	int	 width;
	int	 time;	/* columns of the time stamp; 0: none */
	int	 nick;	/* columns for right-aligned nicks; 0: not aligned */
	int	 hang;	/* indent of the second and later rows */
};
void	message_columns(struct message_columns *, const struct view_state *);

/* A stretch of the text that looks different. */
struct message_span {
	size_t		 from, to;	/* bytes */
	struct style	 style;
};

struct message_layout {
	char			 time[64];
	struct buf		 head;		/* the nick, or a sign for the kind of event */
	struct style		 head_style;
	struct buf		 text;
	struct style		 style;
	struct message_span	 spans[2];	/* the nick of an action; the delivery state */
	int			 first;		/* column of the text in the first row */
};

/* Lay out a line. A zeroed struct is an empty message; it can be reused. */
void	message_layout_make(struct message_layout *, const struct line *,
	    const struct message_columns *, const struct view_state *);
void	message_layout_clear(struct message_layout *);

/*
 * Rows above line i of a buffer, one each: the state of the history above the oldest line, the date of
 * a new day, and the mark above the first unread message. Each returns 1 or 0.
 */
int	message_has_history_row(const struct buffer *, size_t i);
int	message_starts_day(const struct buffer *, size_t i,
	    const struct view_state *);
int	message_is_first_unread(const struct buffer *, size_t i);

/* Append the text above the oldest line: "the beginning of #room". */
void	message_history_text(const struct buffer *, struct buf *out);
/* Append the text of a gap, which is one row across the pane. */
void	message_gap_text(const struct line *, const struct view_state *,
	    struct buf *out);

/* Returns the rows of line i, with those above it. */
int	message_rows(const struct buffer *, size_t i, const struct view_state *);

/* Format a time in the local time zone, or in UTC. */
void	message_format_time(int64_t ms, const struct view_state *, const char *format,
	    char *out, size_t size);

#endif
