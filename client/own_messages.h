/*
 * own_messages: the user's own messages, from typing to confirmation. They are shown at once as
 * pending; when the server confirms one, it takes its place in the room's order.
 */
#ifndef TCHAT_CLIENT_OWN_MESSAGES_H
#define TCHAT_CLIENT_OWN_MESSAGES_H

#include "client/history/scrollback.h"
#include "client/irc/event.h"
#include "client/irc/session.h"
#include "client/model/model.h"
#include "common/view.h"

struct own_messages;

/* Borrows all three. */
struct own_messages *own_messages_new(struct network *, struct irc_session *,
	    struct scrollback *);
void	own_messages_free(struct own_messages *);

/*
 * Send a text to a room or user, and show it there. Several lines are one message if the server
 * accepts that, else one message each.
 */
void	own_messages_say(struct own_messages *, struct buffer *, enum irc_message,
	    struct view text);
/* Return how many messages such a text makes. */
size_t	own_messages_count(const struct own_messages *, const struct buffer *,
	    struct view text);
/* Send the failed messages of the active buffer again. */
void	own_messages_retry(struct own_messages *);
/* Handle IRC_EV_SENT. */
void	own_messages_on_sent(struct own_messages *, const struct irc_event *);
/* Handle IRC_EV_REFUSED of a message. */
void	own_messages_on_refused(struct own_messages *, const struct irc_event *);
/* After a welcome: count the messages written offline, to report when they are sent. */
void	own_messages_on_welcome(struct own_messages *);
/* Update the network's number of unconfirmed messages. Call it after the state of the connection changed. */
void	own_messages_update_count(struct own_messages *);

#endif
