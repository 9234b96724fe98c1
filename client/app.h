/*
 * app: the full screen: applies session events to the model, passes typed lines to the session, and
 * draws the model.
 */
#ifndef TCHAT_CLIENT_APP_H
#define TCHAT_CLIENT_APP_H

#include "client/config/config.h"

struct event_base;

/*
 * Run the client until it ends. Returns the exit status. It checks the terminal and opens the screen
 * before it connects. If the terminal is not usable, or the first connection fails, it restores the
 * terminal and prints the reason on stderr in one sentence. The base must have two priorities.
 */
int	app_run(struct event_base *, const struct client_config *);

#endif
