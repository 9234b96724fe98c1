/*
 * past: lines that were fetched come in among those that a buffer has. What is known is in pieces: within
 * a piece nothing is missing; between two stands a gap (LINE_GAP), above the first what
 * buffer.past says. A page that reaches a known line closes the gap between.
 *
 * Within a piece lines stand in the page's order, and by time among those that only this program knows
 * (offline, errors).
 */
#ifndef TCHAT_CLIENT_MODEL_PAST_H
#define TCHAT_CLIENT_MODEL_PAST_H

#include <stddef.h>

#include "client/model/buffer.h"
#include "common/view.h"

/* Lines of the server that follow each other, oldest first. */
struct past_page {
	const struct line *lines;
	size_t		 n;
	int		 whole;		/* in its direction there is nothing beyond it */
};

/*
 * What came right before the line of that msgid (empty: before now). Returns 0; -1 when nothing was taken: that
 * line is gone, or it would drop what the reader looks at.
 */
int	past_add_older(struct buffer *, struct view next,
	    const struct past_page *);
/* What came right after the line of that msgid. */
int	past_add_newer(struct buffer *, struct view before,
	    const struct past_page *);
/* What was said somewhere in the past. */
void	past_add_around(struct buffer *, const struct past_page *);
/* One line that the server told again unasked. */
void	past_add_one(struct buffer *, const struct line *);

/* From now on something may be missing before what comes. Returns the gap. */
struct line *past_open_gap(struct buffer *);
/* The index of the last gap before i, of the first from i on; n: none. */
size_t	past_gap_before(const struct buffer *, size_t i);
size_t	past_gap_from(const struct buffer *, size_t i);
/* The nearest line with a msgid before i, from i on; NULL: none before a gap. */
struct line *past_known_before(const struct buffer *, size_t i);
struct line *past_known_from(const struct buffer *, size_t i);

/* A line of ours turned out to be that old: it takes its place. */
void	past_settle(struct buffer *, struct line *);

#endif
