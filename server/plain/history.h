/*
 * history: send messages of the past: on joining a room, and on request.
 */
#ifndef TCHAT_SERVER_PLAIN_HISTORY_H
#define TCHAT_SERVER_PLAIN_HISTORY_H

#include "common/view.h"

struct room;
struct session;

/* Send the last lines of a room that the user has joined. */
void	plain_show_history(struct session *, const struct room *);
/* Send the direct messages that arrived while nobody was logged in to the user's account. */
void	plain_show_offline_messages(struct session *);

/* The commands /history and /search. */
void	plain_history(struct session *, struct view args);
void	plain_search(struct session *, struct view args);

#endif
