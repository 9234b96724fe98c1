/*
 * event_buffer: finds the buffers that an event concerns, and adds or deletes lines there.
 */
#ifndef TCHAT_CLIENT_MODEL_EVENT_BUFFER_H
#define TCHAT_CLIENT_MODEL_EVENT_BUFFER_H

#include "client/irc/event.h"
#include "client/model/model.h"

enum {
	EVENT_BUFFERS_MAX = 250	/* messages of others open no further query when so many buffers are open */
};

/* Return the buffer of a room or user, or NULL if none is open. An empty name has none. */
struct buffer *event_buffer_find(const struct network *, struct view name);
/*
 * Return the buffer for a message, never NULL. The first message of a user opens a query, unless the user is ignored;
 * hidden messages go to the server's buffer instead.
 */
struct buffer *event_buffer_message(struct network *, const struct irc_event *);
/*
 * Return the buffer for a reply: where the command was typed (the server's buffer if that one was
 * closed); if that is unknown, `b`; if that is NULL, the active buffer, or
 * the server's while another network's is active.
 */
struct buffer *event_buffer_reply(const struct network *, const struct irc_event *,
	    struct buffer *b);

/*
 * Mark the line of an event as hidden if its sender is ignored, else as a mention if it is one
 * (attention.h).
 */
void	event_mark(struct network *, const struct irc_event *, struct line *);
/* Add the line that describes the event, if it has one, to a buffer, which may be NULL. May add to model.alert. */
void	event_add_line(struct model *, struct buffer *, const struct irc_event *);
/* Delete the message that IRC_EV_REDACTED names, also among search results. */
void	event_redact(struct network *, const struct irc_event *);

#endif
