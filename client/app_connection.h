/*
 * app_connection: what the full screen does when the connection begins, ends or is refused, and when
 * the user quits.
 */
#ifndef TCHAT_CLIENT_APP_CONNECTION_H
#define TCHAT_CLIENT_APP_CONNECTION_H

#include "client/irc/event.h"
#include "client/model/model.h"
#include "common/view.h"

struct app;
struct app_network;

/* See connection_ops (client/connection/connection.h); the context is a struct app_network. */
void	app_link_state(enum link_state, const char *reason, int ms, void *net);
void	app_notice(const char *text, void *net);
void	app_new_server(const char *text, void *net);

/* Handle IRC_EV_WELCOME and IRC_EV_NICK_IN_USE. */
void	app_on_welcome(struct app_network *, const struct irc_event *);
void	app_on_nick_in_use(struct app_network *, const struct irc_event *);

/* Quit once the messages on the wire are confirmed; on the second call, quit now. */
void	app_quit(struct app *, struct view reason);

#endif
