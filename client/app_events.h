/*
 * app_events: applies session events to the model.
 */
#ifndef TCHAT_CLIENT_APP_EVENTS_H
#define TCHAT_CLIENT_APP_EVENTS_H

#include "client/irc/event.h"

/* See connection_ops (client/connection/connection.h). */
void	app_event(const struct irc_event *, void *net);

#endif
