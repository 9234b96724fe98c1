/*
 * read_markers: keeps what the user has read the same in all clients of the user (IRCv3
 * draft/read-marker). The messages of the active buffer count as read when they were visible for a
 * moment while somebody was looking: the terminal has the focus, or, if it does not report that, a
 * key was pressed in the last minutes.
 */
#ifndef TCHAT_CLIENT_HISTORY_READ_MARKERS_H
#define TCHAT_CLIENT_HISTORY_READ_MARKERS_H

#include <stdint.h>

#include "client/irc/event.h"
#include "client/irc/session.h"
#include "client/model/model.h"

struct event_base;
struct read_markers;

/* Borrows all three. */
struct read_markers *read_markers_new(struct event_base *, struct network *,
	    struct irc_session *);
void	read_markers_free(struct read_markers *);

/* Call after every change of the model: starts the timer if new messages are being read. */
void	read_markers_update(struct read_markers *);
/* Handle IRC_EV_READ for a buffer. */
void	read_markers_on_read(struct read_markers *, struct buffer *,
	    const struct irc_event *);
/* The terminal reports its focus. */
void	read_markers_focus(struct read_markers *, int focused);
void	read_markers_key_pressed(struct read_markers *);

#endif
