/*
 * dispatch: process a received line.
 */
#ifndef TCHAT_CLIENT_IRC_DISPATCH_H
#define TCHAT_CLIENT_IRC_DISPATCH_H

#include <stddef.h>

struct irc_msg;
struct irc_session;

void	dispatch_line(struct irc_session *, const struct irc_msg *);
/* True if the line looks like one of an IRC server: it has a source, or is one of the few commands without one. */
int	dispatch_is_irc(const struct irc_msg *);
/* For tests: the command of row i of the table; NULL past the end. */
const char *dispatch_command(size_t i);

#endif
