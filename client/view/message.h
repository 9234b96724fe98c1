/*
 * message: one line of a buffer as it is laid into the message pane: its time, who, the
 * text, and how many rows that makes.
 */
#ifndef TCHAT_CLIENT_VIEW_MESSAGE_H
#define TCHAT_CLIENT_VIEW_MESSAGE_H

#include <stddef.h>

#include "client/view/pane.h"
#include "common/buf.h"

/* The columns of the pane. */
struct message_shape {
	int	 width;
	int	 time;	/* columns of the time stamp; 0: none */
	int	 nick;	/* columns that names are right-aligned in; 0: they are not */
	int	 hang;	/* where later rows of a text begin */
};
void	message_shape(struct message_shape *, const struct view_state *);

/* A stretch of the text that looks different. */
struct message_span {
	size_t		 from, to;	/* bytes */
	struct style	 style;
};

struct message {
	char		 time[64];
	struct buf	 head;		/* the name, or a sign of what happened */
	struct style	 head_style;
	struct buf	 text;
	struct style	 style;
	struct message_span spans[2];	/* who acts; what became of it */
	int		 first;		/* column of the text in the first row */
};

/* A zeroed struct is an empty message; it may be made again and again. */
void	message_make(struct message *, const struct line *,
	    const struct message_shape *, const struct view_state *);
void	message_clear(struct message *);

/*
 * Above line i of a buffer: is it the oldest, so that something is said of the past, does its day begin
 * there, do the unread ones? One row each.
 */
int	message_past(const struct buffer *, size_t i);
int	message_new_day(const struct buffer *, size_t i,
	    const struct view_state *);
int	message_first_unread(const struct buffer *, size_t i);

/* What is said there: "the beginning of #room". */
void	message_past_words(const struct buffer *, struct buf *out);
/* A gap is one row across the pane: what is said in it. */
void	message_gap_words(const struct line *, const struct view_state *,
	    struct buf *out);

/* All rows of line i, with those above it. */
int	message_rows(const struct buffer *, size_t i, const struct view_state *);

/* A time in the terminal's zone, or in UTC. */
void	message_time(int64_t ms, const struct view_state *, const char *format,
	    char *out, size_t size);

#endif
