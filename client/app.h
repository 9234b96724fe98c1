/*
 * app: the full screen. Applies session events to the model, passes typed lines to the session,
 * and draws the model.
 */
#ifndef TCHAT_CLIENT_APP_H
#define TCHAT_CLIENT_APP_H

#include "client/config/config.h"

struct event_base;

/*
 * Run the client until it ends. Returns the exit status. The terminal is checked and taken over before the client connects.
 * If the terminal is not usable, or the first connection fails, the reason goes to stderr as one
 * sentence, after the terminal is given back. The base has two priorities.
 */
int	app_run(struct event_base *, const struct client_config *);

#endif
