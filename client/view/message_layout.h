/*
 * message_layout: lays out one line of a buffer for the message pane: its time, nick and text, and its number of rows.
 *
 * Messages that one person sends in a row are a group, which shows the nick once. A time is shown where it differs from
 * the one above. The gutter (the columns left of the text, with time and nick) is as wide as the nicks need.
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
	int	 nick_max;	/* columns of the longest nick; a longer one is cut */
	int	 hang;	/* indent of the second and later rows, and of all rows of a message without its nick */
};
void	message_columns(struct message_columns *, const struct view_state *);

/* A stretch of the text that looks different. */
struct message_span {
	size_t		 from, to;	/* bytes */
	struct style	 style;
};

struct message_layout {
	struct buf		 head;		/* the nick, or a sign for the kind of event */
	struct style		 head_style;
	int			 continues;	/* a group: the head is shown at the top of the pane only */
	struct buf		 text;
	struct style		 style;
	struct message_span	 spans[2];	/* the nick of an action; the delivery state */
	int			 first;		/* column of the text in the first row */
};

/* Lay out item i (fold.h) of a buffer, which is not hidden. A zeroed struct is an empty message; it can be reused. */
void	message_layout_make(struct message_layout *, const struct buffer *,
	    size_t i, const struct message_columns *, const struct view_state *);
void	message_layout_clear(struct message_layout *);

/* Return how the buffer shows presence. */
const struct presence_rule *message_presence(const struct buffer *,
	    const struct view_state *);
/* Return the line that tells when item i (fold.h) happened; NULL if the item is hidden. */
const struct line *message_item_line(const struct buffer *, size_t i,
	    const struct view_state *);
/* Return the index of the item before or after item i, also if it is hidden; after the last one: n. */
size_t	message_item_before(const struct buffer *, size_t i,
	    const struct view_state *);
size_t	message_item_after(const struct buffer *, size_t i,
	    const struct view_state *);

/* Return how many of a message's rows are shown: if it is folded, a row that says how many more there are follows. */
int	message_open_rows(const struct line *, int rows,
	    const struct view_state *);
/* True if item i can be opened or closed: a fold of several lines, or a long message. */
int	message_is_foldable(const struct buffer *, size_t i,
	    const struct view_state *);
/* Append the text of the row below a folded message. */
void	message_fold_text(const struct line *, int hidden,
	    const struct view_state *, struct buf *out);

/*
 * Write the time of item i. Returns 1 if it differs from that of the item above (or is below a row across the pane), so
 * that it is to be shown, else 0.
 */
enum { MESSAGE_TIME_SIZE = 64 };
int	message_time(const struct buffer *, size_t i, const struct view_state *,
	    char out[MESSAGE_TIME_SIZE]);

/* Return the columns that the widest head of so many items needs, of which i is the last. */
int	message_nick_width(const struct buffer *, size_t i, size_t items,
	    const struct view_state *);

/*
 * Rows above item i of a buffer, one each: the state of the history above the oldest line, the date of
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

/* Return the rows of the text of item i, without those above it; 0 if it is hidden. */
int	message_text_rows(const struct buffer *, size_t i,
	    const struct view_state *);
/* Return the rows of item i, with those above it. */
int	message_rows(const struct buffer *, size_t i, const struct view_state *);

/* Format a time in the local time zone, or in UTC. */
void	message_format_time(int64_t ms, const struct view_state *, const char *format,
	    char *out, size_t size);

#endif
