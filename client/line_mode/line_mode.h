/*
 * line_mode: line mode, for pipes and screen readers: lines in are said, what is said comes
 * out as plain text, a line each. Ends with 0 once the input has ended and all of it was
 * acknowledged.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_LINE_MODE_H
#define TCHAT_CLIENT_LINE_MODE_LINE_MODE_H

#include "client/config.h"

struct event_base;

/* Run to the end; the exit status. What went wrong stands on stderr. */
int	line_mode_run(struct event_base *, const struct client_config *);

#endif
