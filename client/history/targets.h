/*
 * targets: finds the users who wrote while this client was not connected. A room's JOIN tells the
 * client to fetch what it missed; for direct messages there is no such event, so the client asks the
 * server who wrote (CHATHISTORY TARGETS).
 */
#ifndef TCHAT_CLIENT_HISTORY_TARGETS_H
#define TCHAT_CLIENT_HISTORY_TARGETS_H

#include <stdint.h>

#include "client/history/scrollback.h"
#include "client/irc/event.h"
#include "client/irc/session.h"
#include "client/model/model.h"

struct targets;

/* Borrows all three. */
struct targets *targets_new(struct network *, struct irc_session *,
	    struct scrollback *);
void	targets_free(struct targets *);

/*
 * After a welcome, which has the server's time `now`: request the users who wrote since the newest
 * event seen, or, at the start, those of the last 30 days whose messages may be unread.
 */
void	targets_request(struct targets *, int64_t now, int reconnected);
/* Call for each live event: notes the time of the newest. */
void	targets_on_event(struct targets *, const struct irc_event *);
/* Handle IRC_EV_TARGET. */
void	targets_on_target(struct targets *, const struct irc_event *);
/* Handle IRC_EV_READ of a user without a buffer: open a query if there are unread messages. */
void	targets_on_read(struct targets *, const struct irc_event *);
/* Handle IRC_EV_FETCHED. Returns 1 if it ends our request, else 0. */
int	targets_on_fetched(struct targets *, const struct irc_event *);

#endif
