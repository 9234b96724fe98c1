/*
 * send: write lines and commands of the protocol, and send them at once.
 */
#ifndef TCHAT_CLIENT_IRC_SEND_H
#define TCHAT_CLIENT_IRC_SEND_H

#include <stddef.h>

#include "common/irc_msg.h"
#include "common/view.h"

struct irc_session;

/* The token of a PING that follows a command without a label: this, and the number of the request. */
#define SEND_PING_PREFIX "tchat-c"

/* Begin a line in buf, and send it when it is written. A line that is too long is not sent. */
void	send_begin(struct irc_writer *, char *buf, size_t size);
void	send_line(struct irc_session *, struct irc_writer *);

/*
 * Send a command with its parameters; the last may contain spaces. Sanitizes the parameters. Returns 0, or -1 if it
 * does not fit in a line.
 */
int	send_command(struct irc_session *, const char *command,
    const struct view *params, size_t n);
/* The same with unchanged parameters: for tokens that the server compares, and for secrets. */
int	send_exact(struct irc_session *, const char *command,
    const struct view *params, size_t n);
/* Send a line of the user. Returns 0, or -1 if it is empty, too long, or has a byte that no line may have. */
int	send_raw(struct irc_session *, struct view line);

/* Change our nick. During registration it counts as ours; 001 says which nick the server accepted. */
void	send_nick(struct irc_session *, struct view nick);

#endif
