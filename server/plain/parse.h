/*
 * parse: cut words and room names off the arguments of a command.
 */
#ifndef TCHAT_SERVER_PLAIN_PARSE_H
#define TCHAT_SERVER_PLAIN_PARSE_H

#include "common/view.h"

struct room;
struct session;

/* Cut the first word off *rest, with the spaces around it. */
struct view plain_cut_word(struct view *rest);
/* Return a room's name with its '#': "111" means #111. The caller frees it. */
char	*plain_room_name(struct view name);
/* Return the room if this session's user may know of it, else NULL (world_find_room_for). */
const struct room *plain_find_room(const struct session *, const char *name);
/*
 * Cut an optional room name off a command's arguments: "#tea rest", or "tea rest" if the user is in #tea.
 * Returns the current room's name if there is none, or NULL if there is no current room either (the user has
 * been told). The caller frees it.
 */
char	*plain_cut_room(struct session *, struct view *args);
/* The same for commands whose first word may be a nick: a room needs its '#'. */
char	*plain_cut_hash_room(struct session *, struct view *args);

#endif
