/*
 * sasl: AUTHENTICATE, and what the rest of the dialect needs to know of it.
 */
#ifndef TCHAT_SERVER_IRC_SASL_H
#define TCHAT_SERVER_IRC_SASL_H

#include "server/account/sasl.h"

struct irc_state;
struct request;
struct session;

/* The mechanisms that this session may use, with commas between them. */
void	irc_sasl_list(const struct session *, char buf[SASL_LIST]);

/* An exchange that goes on ends: without a word; with 906. */
void	irc_sasl_drop(struct irc_state *);
void	irc_sasl_abort(struct request *);

#endif
