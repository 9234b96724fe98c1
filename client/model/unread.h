/*
 * unread: which messages of a buffer are unread. A buffer has counts, which are cleared when the user views it, and an
 * unread mark above the first unread line, which stays until the user leaves it.
 */
#ifndef TCHAT_CLIENT_MODEL_UNREAD_H
#define TCHAT_CLIENT_MODEL_UNREAD_H

#include <stddef.h>

#include "client/model/buffer.h"

/* True if a new line of the buffer counts as unread: a message of others, unless it is hidden, or the room is silent. */
int	unread_counts(const struct buffer *, const struct line *);
/* Mark everything as read because the user views the buffer; the unread mark stays. */
void	unread_clear(struct buffer *);
/* The reader has seen the unread lines up to line i: count only those below. */
void	unread_pass(struct buffer *, size_t i);
/* Move the unread mark to the end because the user leaves the buffer. */
void	unread_move_mark_to_end(struct buffer *);
/*
 * Count the unread lines again, because another client of the user read up to read_time, or lines were inserted;
 * move the unread mark there if asked. Does nothing if read_time is unknown.
 */
void	unread_recount(struct buffer *, int move_mark);
/* After older lines were inserted: move the unread mark among them if it belongs there. */
void	unread_place_mark(struct buffer *);
/* Return the index of the first unread line (below the mark), or n. */
size_t	unread_first_line(const struct buffer *);

#endif
