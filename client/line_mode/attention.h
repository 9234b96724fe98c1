/*
 * attention: whom the user ignores, and the bell for mentions, in line mode.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_ATTENTION_H
#define TCHAT_CLIENT_LINE_MODE_ATTENTION_H

#include "client/line_mode/state.h"

/* True if the event is not shown, because the user ignores its sender. */
int	line_mode_hides(struct line_mode *, const struct irc_event *);
/* Ring the bell if the settings say so for the message, which was just printed on a terminal. */
void	line_mode_ring(struct line_mode *, const struct irc_event *);

#endif
