/*
 * app: the full-screen mode. It brings what the session tells into the model, what
 * the user types to the session, and the model to the screen.
 */
#ifndef TCHAT_CLIENT_APP_H
#define TCHAT_CLIENT_APP_H

#include "client/config.h"

struct event_base;

/*
 * Run to the end; the exit status. The terminal is taken over once the server has
 * welcomed us, so a first connection that fails leaves it untouched: one sentence
 * on stderr says why. The base has two priorities.
 */
int	app_run(struct event_base *, const struct client_config *);

#endif
