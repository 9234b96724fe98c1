/*
 * missed: the messages that others sent while the connection was broken. For a user at a terminal they
 * are fetched, from the last line seen in each room on, and printed with the times at which they were
 * sent. For a program that reads the output they are not: it would take them for new messages.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_MISSED_H
#define TCHAT_CLIENT_LINE_MODE_MISSED_H

#include "client/irc/event.h"
#include "common/view.h"

struct irc_session;
struct missed_place;

struct missed {
	struct irc_session	*session;
	struct missed_place	*places;	/* rooms and users; uthash by folded name */
};

void	missed_init(struct missed *, struct irc_session *);
void	missed_clear(struct missed *);

/* True if something happened in this room before. */
int	missed_knows(struct missed *, struct view name);
/* Record an event that happens now, so that a later request begins after it. */
void	missed_saw(struct missed *, const struct irc_event *);
/*
 * Call it for each event that happens now. Returns 1 if this is the topic that was shown before the break,
 * or its author: the server sends both again after the JOIN.
 */
int	missed_is_same_topic(struct missed *, const struct irc_event *);
/* Request the missed messages of a room that was joined again, or of a user. */
void	missed_fetch(struct missed *, struct view name);
/* Returns 1 if this line of history was not printed yet. */
int	missed_is_new(struct missed *, const struct irc_event *);
/* Handle IRC_EV_FETCHED: request more, or finish. */
void	missed_fetched(struct missed *, const struct irc_event *);

#endif
