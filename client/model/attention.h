/*
 * attention: what the user chose to notice on a network, and what to hide.
 */
#ifndef TCHAT_CLIENT_MODEL_ATTENTION_H
#define TCHAT_CLIENT_MODEL_ATTENTION_H

#include "client/irc/event.h"
#include "client/model/highlights.h"
#include "client/model/ignores.h"
#include "client/model/room_levels.h"

struct client_config;

/* A zeroed struct ignores nobody. */
struct attention {
	struct ignores		 ignores;
	struct highlights	 highlights;
	struct room_levels	 levels;
};

void	attention_clear(struct attention *);

/* Compare highlight words as the settings of the network say, which may have changed. */
void	attention_use_settings(struct attention *, const struct client_config *);

/* Return the id of the ignore that hides the event (ignores.h); 0: none. */
unsigned	attention_hides(const struct attention *, const struct irc_event *);

/*
 * True for an invitation or a message to this user, or one that contains the nick or a highlight word; not for messages of servers, of
 * ignored users, and of this user. The settings are the network's. Sets *cause (to be freed) if an expression was given up,
 * else to NULL.
 */
int	attention_is_mention(struct attention *, const struct client_config *,
	    const struct irc_event *, const char *nick, char **cause);

/* Return the level of a room or query of the network with these settings. */
enum room_level	attention_level(const struct attention *,
	    const struct client_config *, struct view room);

#endif
