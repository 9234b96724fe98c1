/*
 * reading: line mode that only reads (--follow, --since, --until): prints the messages of rooms, sends nothing, and does
 * not read the input.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_READING_H
#define TCHAT_CLIENT_LINE_MODE_READING_H

#include "client/line_mode/state.h"

enum { READING_FAILED = 3 };	/* exit status: a room or its history cannot be read */

/* Prepare p->reader as the settings say. Returns 0, or -1 and *cause. */
int	reading_init(struct line_mode *, char **cause);
void	reading_clear(struct line_mode *);

void	reading_welcome(struct line_mode *);
/* Handle an event. Returns 0 if it is none of reading. */
int	reading_event(struct line_mode *, const struct irc_event *);
/* The server did not join us to a room, and none was named. */
void	reading_has_no_room(struct line_mode *);

#endif
