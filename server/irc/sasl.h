/*
 * sasl: AUTHENTICATE, for the rest of the dialect.
 */
#ifndef TCHAT_SERVER_IRC_SASL_H
#define TCHAT_SERVER_IRC_SASL_H

#include "server/account/sasl.h"

struct irc_state;
struct request;
struct session;

/* Write the mechanisms that this session may use, separated by commas. */
void	irc_sasl_list(const struct session *, char buf[SASL_LIST]);

/* End an exchange in progress, if there is one, without a reply. */
void	irc_sasl_drop(struct irc_state *);
/* End it and reply 906. */
void	irc_sasl_abort(struct request *);

#endif
