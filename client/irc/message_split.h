/*
 * message_split: cut a message into parts that fit when the server relays them. A part is one line; or, if the server
 * accepts several lines as one message (IRCv3 draft/multiline), a batch: for a text of several lines, or one too long
 * for a line. Between parts, spaces and line breaks are skipped.
 */
#ifndef TCHAT_CLIENT_IRC_MESSAGE_SPLIT_H
#define TCHAT_CLIENT_IRC_MESSAGE_SPLIT_H

#include <stddef.h>

#include "common/view.h"

struct message_limits {
	size_t	 line;	/* bytes of text in one line */
	size_t max_bytes,
	    max_lines; /* of a batch; max_bytes 0: the server accepts none */
};

/* The text of a part is from `from` to `end`; the part after it begins at `next`. */
struct message_part {
	size_t	 from, end, next;
	int	 is_batch;
};

/* Return the first part of the text between from and to, which is not empty. */
struct message_part message_split(
    const struct message_limits *, struct view text, size_t from, size_t to);
/* Return the line of the text that begins at `from`, cut at `to`. */
struct view message_line(struct view text, size_t from, size_t to);
/*
 * Return how many bytes of a text fit in one message: all that fits in a batch, else the first line. A single line
 * that is too long is a message in several parts, so it fits.
 */
size_t	message_fits(const struct message_limits *, struct view text);

#endif
