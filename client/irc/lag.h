/*
 * lag: how long the server takes to answer, measured by a PING from time to time. IRC_EV_LAG reports it when the whole
 * seconds change, also while the answer is awaited.
 */
#ifndef TCHAT_CLIENT_IRC_LAG_H
#define TCHAT_CLIENT_IRC_LAG_H

#include <stdint.h>

#include "common/view.h"

struct irc_session;
struct lag;

struct lag *lag_new(void);
void	lag_free(struct lag *);
/* Forget what belongs to one connection. */
void	lag_reset(struct lag *);

/* Send and await the PING. Returns the ms until the next call. */
int	lag_tick(struct irc_session *, int64_t now);
/* Handle the token of a PONG. Returns 1 if it is ours, else 0. */
int	lag_pong(struct irc_session *, struct view token, int64_t now);

#endif
