/*
 * event_line: an event as a line of a buffer, for the full screen and the line
 * mode alike.
 */
#ifndef TCHAT_CLIENT_EVENT_LINE_H
#define TCHAT_CLIENT_EVENT_LINE_H

#include "client/irc/event.h"
#include "client/model/buffer.h"

struct event_line {
	struct line	 line;		/* its texts are owned here */
};

/*
 * 1 when the event is something to read; 0 when it only changes how things stand. To be
 * cleared in both cases.
 */
int	event_line_make(struct event_line *, const struct irc_event *);
void	event_line_clear(struct event_line *);

#endif
