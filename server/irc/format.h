/*
 * format: the parts of an event's line that more than one file writes.
 */
#ifndef TCHAT_SERVER_IRC_FORMAT_H
#define TCHAT_SERVER_IRC_FORMAT_H

#include <stdint.h>

struct chat_event;
struct irc_writer;

/* All tags that this kind of reader gets with the event. */
void	irc_put_tags(struct irc_writer *, const struct chat_event *, uint32_t kind);
/* The room or nick that a message goes to, with its STATUSMSG prefix. */
void	irc_put_target(struct irc_writer *, const struct chat_event *);

#endif
