/*
 * multiline: a message of several lines (IRCv3 draft/multiline): the lines of its batch are collected, then processed
 * like a single line whose text has line breaks.
 */
#ifndef TCHAT_CLIENT_IRC_MULTILINE_H
#define TCHAT_CLIENT_IRC_MULTILINE_H

#include "common/buf.h"
#include "common/irc_msg.h"

struct multiline;

/* Begin a message with the opening line of its batch. */
struct multiline *multiline_new(const struct irc_msg *opening);
/* NULL is allowed. */
void	multiline_free(struct multiline *);
/* Add a line. Returns 0 if it is not a line of the message. */
int	multiline_add(struct multiline *, const struct irc_msg *);
/*
 * Return 1 and the message as a single line; 0 if no line has come. Its tags are put into `tags`, which must live as
 * long as the message is used.
 */
int	multiline_message(
    struct multiline *, struct buf *tags, struct irc_msg *message);

#endif
