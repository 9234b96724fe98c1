/*
 * message: send messages for other commands, and refuse those that were appended.
 */
#ifndef TCHAT_SERVER_IRC_MESSAGE_H
#define TCHAT_SERVER_IRC_MESSAGE_H

#include "common/view.h"
#include "server/chat/chat.h"

struct irc_command;
struct irc_msg;
struct request;
struct session;

/* Send one message as the only answer to this request. */
void	irc_message_say(struct request *, enum chat_kind, struct view target,
	    struct view text, struct view tags);
/* Return whether this message would be accepted for all of its targets. */
int	irc_message_is_acceptable(
	    const struct session *, const struct irc_command *, const struct irc_msg *);

/* A function of the dialect's vtable: reply that an event was refused after it was appended. */
void	irc_refused(struct session *, struct chat_event *, enum refusal);

#endif
