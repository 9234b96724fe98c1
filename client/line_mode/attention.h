/*
 * attention: whom the user ignores, and the bell for mentions, in line mode.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_ATTENTION_H
#define TCHAT_CLIENT_LINE_MODE_ATTENTION_H

#include "client/line_mode/state.h"

/* True if the user ignores the sender: text is then not printed, and JSON says so. */
int	line_mode_hides(struct line_mode *, const struct irc_event *);
/* True if the message mentions the user. */
int	line_mode_mentions(struct line_mode *, const struct irc_event *);
/* Ring the bell if the settings say so for the message, which was just printed on a terminal. */
void	line_mode_ring(struct line_mode *, const struct irc_event *);

#endif
