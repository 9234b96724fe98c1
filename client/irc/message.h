/*
 * message: messages: PRIVMSG and NOTICE, from others and as echoes of our own, with CTCP in them
 * (modern.ircdocs.horse/ctcp); deleting them (IRCv3 draft/message-redaction), and how far the user has read
 * (draft/read-marker). Sending is the outbox's (client/irc/outbox.h).
 */
#ifndef TCHAT_CLIENT_IRC_MESSAGE_H
#define TCHAT_CLIENT_IRC_MESSAGE_H

#include <stdint.h>

#include "client/irc/handler.h"
#include "common/view.h"

/* Mark the target as read up to that time (ms). IRC_EV_READ confirms it. */
void	irc_session_mark_read(
    struct irc_session *, struct view target, int64_t time);
/* Delete a message. IRC_EV_REDACTED or IRC_EV_REFUSED reports the result. The reason may be empty. */
void	irc_session_redact(struct irc_session *, struct view target,
    struct view msgid, struct view reason);

/* For client/irc only. */
irc_handler on_markread, on_notice, on_privmsg, on_redact, on_wallops;

#endif
