/*
 * past: insert fetched lines among those of a buffer. The known lines form pieces. Within a piece no line is
 * missing; between two pieces is a gap (LINE_GAP); buffer.past describes what is before the first. A page that
 * reaches a known line closes the gap between.
 *
 * Within a piece, lines are in the page's order. Lines that only this client knows (its messages about the
 * connection, errors) are placed by time.
 */
#ifndef TCHAT_CLIENT_MODEL_PAST_H
#define TCHAT_CLIENT_MODEL_PAST_H

#include <stddef.h>

#include "client/model/buffer.h"
#include "common/view.h"

/* Consecutive lines from the server, oldest first. */
struct past_page {
	const struct line *lines;
	size_t		 n;
	int		 whole;		/* there is nothing beyond it in its direction */
};

/*
 * Insert the lines right before the line with that msgid (empty: before now). Returns 0, or -1 if nothing was
 * inserted: that line is gone, or the lines that the reader looks at would have to be dropped.
 */
int	past_add_older(struct buffer *, struct view next,
	    const struct past_page *);
/* Insert the lines right after the line with that msgid. */
int	past_add_newer(struct buffer *, struct view before,
	    const struct past_page *);
/* Insert lines from an unknown place in the history. */
void	past_add_around(struct buffer *, const struct past_page *);
/* Insert one line that the server replayed unasked. */
void	past_add_one(struct buffer *, const struct line *);

/* Open a gap at the end: lines may be missing before those to come. Returns the gap. */
struct line *past_open_gap(struct buffer *);
/* Return the index of the last gap before i, or of the first from i on; n if there is none. */
size_t	past_gap_before(const struct buffer *, size_t i);
size_t	past_gap_from(const struct buffer *, size_t i);
/* Return the nearest line with a msgid before i, or from i on; NULL if a gap comes first. */
struct line *past_known_before(const struct buffer *, size_t i);
struct line *past_known_from(const struct buffer *, size_t i);

/* Move a line of ours to its place, now that its time is known. */
void	past_settle(struct buffer *, struct line *);

#endif
