/*
 * app: the full-screen mode. It brings what the session tells into the model, what
 * the user types to the session, and the model to the screen.
 */
#ifndef TCHAT_CLIENT_APP_H
#define TCHAT_CLIENT_APP_H

#include "client/config.h"

struct event_base;

/*
 * Run to the end; the exit status. The terminal is checked and taken over before the client connects.
 * If the terminal is not usable, or the first connection fails, the reason goes to stderr as one
 * sentence, after the terminal is given back. The base has two priorities.
 */
int	app_run(struct event_base *, const struct client_config *);

#endif
