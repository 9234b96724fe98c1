/*
 * events: what line mode does when something happens: prints it, continues with the input, or ends.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_EVENTS_H
#define TCHAT_CLIENT_LINE_MODE_EVENTS_H

#include "client/line_mode/input.h"

void	line_mode_events_init(struct line_mode *);
void	line_mode_events_clear(struct line_mode *);

/* See connection_ops. */
void	line_mode_event(const struct irc_event *, void *line_mode);
void	line_mode_link_state(enum link_state, const char *reason, int ms,
	    void *line_mode);
void	line_mode_notice(const char *text, void *line_mode);
/* Join the rooms given by -r. See visit.h. */
void	line_mode_join_rooms(void *line_mode);

#endif
