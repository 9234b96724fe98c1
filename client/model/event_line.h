/*
 * event_line: turns an event into a line of a buffer, for the full screen and line mode.
 */
#ifndef TCHAT_CLIENT_MODEL_EVENT_LINE_H
#define TCHAT_CLIENT_MODEL_EVENT_LINE_H

#include "client/irc/event.h"
#include "client/model/buffer.h"

struct event_line {
	struct line	 line;		/* owns its texts */
};

/*
 * Make the line. Returns 1, or 0 if the event has no line. The caller calls event_line_clear in
 * both cases.
 */
int	event_line_make(struct event_line *, const struct irc_event *);
void	event_line_clear(struct event_line *);

#endif
