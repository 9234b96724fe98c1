/*
 * replay: recognise messages that look new but are history that the server sent unasked. On joining, servers replay
 * the last lines to clients that they think cannot request history; bouncers do it on connecting. The server's own
 * clock shows which lines those are.
 */
#ifndef TCHAT_CLIENT_IRC_REPLAY_H
#define TCHAT_CLIENT_IRC_REPLAY_H

#include <stdint.h>

#include "common/view.h"

struct irc_event;
struct irc_session;
struct replay;

struct replay *replay_new(void);
void	replay_free(struct replay *);
void	replay_reset(struct replay *); /* for a new connection */

/* Record when registration ended, by the server's clock; 0: unknown. */
void	replay_registered(struct replay *, int64_t time);
/* Record that we joined or left a room. */
void	replay_joined(struct irc_session *, const struct irc_event *);
void	replay_left(struct irc_session *, struct view room);
/* True if a message that looks new is a replay of history. */
int	replay_is_replay(const struct irc_session *, const struct irc_event *);

#endif
