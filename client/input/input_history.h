/*
 * input_history: the lines that the user entered, for each room. An equal line of the room that was entered before is
 * dropped, so each is there once, where it was entered last. Pure data, with limits: the oldest lines of a room are
 * dropped first, and all lines of the rooms that were not used for longest.
 *
 * It keeps what it is given: the caller leaves out what no history may keep (command_is_private).
 */
#ifndef TCHAT_CLIENT_INPUT_INPUT_HISTORY_H
#define TCHAT_CLIENT_INPUT_INPUT_HISTORY_H

#include <stddef.h>

#include "common/view.h"

enum {
	INPUT_HISTORY_LINE_MAX = 16 * 1024,	/* bytes; longer lines are not kept */
	INPUT_HISTORY_BYTES = 1 << 20		/* of all lines */
};

struct input_history;

/* *max is the number of lines per room. It is borrowed, and may change: it counts when a line is added. */
struct input_history *input_history_new(const long long *max);
void	input_history_free(struct input_history *);

/* Add a line. A room is any name; names that are the same (name_equal) are one room. */
void	input_history_add(struct input_history *, struct view room,
	    struct view text);
/* Return the lines of a room, oldest first, and set *n; valid until the next call. */
char	*const *input_history_lines(const struct input_history *,
	    struct view room, size_t *n);
/* The room has another name now. If that has lines already, nothing changes. */
void	input_history_rename(struct input_history *, struct view from,
	    struct view to);
/* Return the number of all lines. */
size_t	input_history_count(const struct input_history *);
/* Call fn for each line, so that adding them in this order makes the same history. */
void	input_history_each(const struct input_history *,
	    void (*fn)(struct view room, struct view text, void *ctx),
	    void *ctx);

#endif
