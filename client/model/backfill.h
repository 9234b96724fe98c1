/*
 * backfill: insert fetched lines among those of a buffer. The known lines form pieces. Within a piece no line is
 * missing; between two pieces is a gap (LINE_GAP); buffer.history describes what is before the first. A page that
 * reaches a known line closes the gap between.
 *
 * Within a piece, lines are in the page's order. Lines that only this client knows (its messages about the
 * connection, errors) are placed by time.
 */
#ifndef TCHAT_CLIENT_MODEL_BACKFILL_H
#define TCHAT_CLIENT_MODEL_BACKFILL_H

#include <stddef.h>

#include "client/model/buffer.h"
#include "common/view.h"

/* Consecutive lines from the server, oldest first. */
struct backfill_page {
	const struct line	*lines;
	size_t			 n;
	int			 whole;	/* there is nothing beyond it in its direction */
};

/*
 * Insert the lines right before the line with that msgid (empty: before now). Returns 0, or -1 if nothing was
 * inserted: that line is gone, or the lines that the reader looks at would have to be dropped.
 */
int	backfill_older(struct buffer *, struct view next,
	    const struct backfill_page *);
/* Insert the lines right after the line with that msgid. */
int	backfill_newer(struct buffer *, struct view before,
	    const struct backfill_page *);
/* Insert lines from an unknown place in the history. */
void	backfill_around(struct buffer *, const struct backfill_page *);
/* Insert one line that the server replayed unasked. */
void	backfill_one(struct buffer *, const struct line *);

/* Open a gap at the end: lines may be missing before the next ones. Returns the gap. */
struct line *backfill_open_gap(struct buffer *);
/* Return the index of the last gap before i, or of the first from i on; n if there is none. */
size_t	backfill_gap_before(const struct buffer *, size_t i);
size_t	backfill_gap_from(const struct buffer *, size_t i);
/* Return the nearest line with a msgid before i, or from i on; NULL if a gap comes first. */
struct line *backfill_known_before(const struct buffer *, size_t i);
struct line *backfill_known_from(const struct buffer *, size_t i);

/* Move a line of ours to its place, now that its time is known. */
void	backfill_move_to_time(struct buffer *, struct line *);

#endif
