/*
 * format: parts of an event's line that format.c and multiline.c both write.
 */
#ifndef TCHAT_SERVER_IRC_FORMAT_H
#define TCHAT_SERVER_IRC_FORMAT_H

#include <stdint.h>

struct chat_event;
struct irc_writer;

/* Write the tags that this kind of recipient gets with the event. */
void	irc_put_tags(struct irc_writer *, const struct chat_event *, uint32_t kind);
/* Write the room or nick that a message is sent to, with its STATUSMSG prefix. */
void	irc_put_target(struct irc_writer *, const struct chat_event *);

#endif
