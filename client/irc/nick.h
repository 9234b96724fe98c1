/*
 * nick: refused nicks, and regaining the user's nick. After a reconnect the old connection may still hold it, so the
 * client is ana-2 for a while. As soon as ana is free, the session takes it.
 *
 * If the server has MONITOR, it reports when the nick is free. Otherwise the session sends ISON every half
 * minute, and watches the QUIT and NICK lines of shared rooms.
 */
#ifndef TCHAT_CLIENT_IRC_NICK_H
#define TCHAT_CLIENT_IRC_NICK_H

#include <stdint.h>

#include "client/irc/handler.h"
#include "common/view.h"

struct nick_regain;

struct nick_regain *nick_regain_new(void);
void	nick_regain_free(struct nick_regain *);
void	nick_regain_reset(struct nick_regain *); /* for a new connection */

/* Take this nick as soon as it is free, on this connection only. An empty nick cancels that. */
void	nick_regain_start(struct irc_session *, struct view nick);
/* Do timed work. Returns the ms until it must be called again, or -1. */
int	nick_regain_tick(struct irc_session *, int64_t now);
/* Handle a user who quit or changed nick: it may be the nick to regain. */
void	nick_regain_left(struct irc_session *, struct view nick);
/* Handle a change of our nick: report it if it is the one to regain. */
void	nick_regain_changed(struct irc_session *);

irc_claimer on_ison, on_monitored, on_monitor_full, on_nick_refused;

#endif
