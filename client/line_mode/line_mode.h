/*
 * line_mode: line mode, for pipes and screen readers: sends each input line as a message, and
 * prints each event as a line of plain text. Exits with 0 once the input has ended and the server has
 * confirmed all of it.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_LINE_MODE_H
#define TCHAT_CLIENT_LINE_MODE_LINE_MODE_H

#include "client/config/config.h"

struct event_base;

/* Run the client until it ends. Returns the exit status. Prints errors on stderr. */
int	line_mode_run(struct event_base *, const struct client_config *);

#endif
