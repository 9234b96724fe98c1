/*
 * rooms: keeps the model's rooms and queries as the server reports them: members, topics, ranks, nicks.
 * It also shows the first room after the start, with the notices that arrived before.
 */
#ifndef TCHAT_CLIENT_ROOMS_H
#define TCHAT_CLIENT_ROOMS_H

#include "client/history/scrollback.h"
#include "client/irc/event.h"
#include "client/irc/session.h"
#include "client/model/model.h"
#include "common/string_list.h"

struct rooms;

/* Borrows all. `wanted` are the rooms that the user named: the first one of them is shown first. */
struct rooms *rooms_new(struct network *, struct irc_session *, struct scrollback *,
	    const struct string_list *wanted);
void	rooms_free(struct rooms *);

/* Handle the event of the same name. */
typedef void rooms_handler(struct rooms *, const struct irc_event *);
rooms_handler rooms_on_away, rooms_on_join, rooms_on_kick, rooms_on_message,
    rooms_on_mode, rooms_on_names, rooms_on_names_end, rooms_on_nick,
    rooms_on_part, rooms_on_quit, rooms_on_rank, rooms_on_topic, rooms_on_welcome;

/* Report a lost connection in each joined room, and mark these rooms as left. */
void	rooms_on_disconnect(struct rooms *, const char *reason);

/* Show a notice in the server's buffer, and in the active room, now or once there is one. */
void	rooms_notice(struct rooms *, const char *text);

#endif
