/*
 * markers: how far the user has read (IRCv3 draft/read-marker), and deleting messages (draft/message-redaction).
 */
#ifndef TCHAT_CLIENT_IRC_MARKERS_H
#define TCHAT_CLIENT_IRC_MARKERS_H

#include <stdint.h>

#include "client/irc/handler.h"
#include "common/view.h"

struct irc_session;

/* Mark the target as read up to that time (ms). IRC_EV_READ confirms it. */
void	irc_session_mark_read(
    struct irc_session *, struct view target, int64_t time);
/* Delete a message. IRC_EV_REDACTED or IRC_EV_REFUSED reports the result. The reason may be empty. */
void	irc_session_redact(struct irc_session *, struct view target,
    struct view msgid, struct view reason);

/* For client/irc only. */
irc_handler on_markread, on_redact;

#endif
