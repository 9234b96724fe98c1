/*
 * room_levels: which messages of a room, or of a query, deserve the user's attention. The user chooses a level for single
 * rooms, perhaps for a time; all others have the level of their setting notify-level.
 */
#ifndef TCHAT_CLIENT_MODEL_ROOM_LEVELS_H
#define TCHAT_CLIENT_MODEL_ROOM_LEVELS_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

enum room_level {
	LEVEL_ALL,	/* each message notifies the user */
	LEVEL_MENTIONS,	/* only mentions do; unread messages are counted */
	LEVEL_NOTHING	/* none does, and unread messages are not counted */
};

enum {
	ROOM_LEVELS_MAX = 1000,
	LEVEL_NORMAL = -1	/* "after" of a room for which none was chosen before */
};

struct room_level_entry {
	char		*room;	/* folded */
	enum room_level	 level;
	int64_t		 until;	/* clock_ms; 0: for ever */
	int		 after;	/* the level from then on, or LEVEL_NORMAL */
};

/* A zeroed struct has no entries. */
struct room_levels {
	struct room_level_entry	*v;
	size_t			 n;
};

void	room_levels_clear(struct room_levels *);

/* Return the level of a room: `normal` if the user chose none. */
enum room_level	room_levels_get(const struct room_levels *, struct view room,
	    enum room_level normal);
/* Return the room's entry, or NULL if the user chose no level for it. */
const struct room_level_entry *room_levels_find(const struct room_levels *,
	    struct view room);
/*
 * Give a room a level until then (0: for ever). Afterwards it has the level again that it has now. Returns 0, or -1 if
 * there are too many entries.
 */
int	room_levels_set(struct room_levels *, struct view room, enum room_level,
	    int64_t until);
/* Forget the level that the user chose. Returns 1 if there was one. */
int	room_levels_reset(struct room_levels *, struct view room);
/* End the levels whose time is up. Returns how many. */
size_t	room_levels_expire(struct room_levels *, int64_t now);
/* Return when the next level ends (clock_ms); 0: none. */
int64_t	room_levels_next_end(const struct room_levels *);

/* Find a level by its word ("all", "mentions", "nothing"), or return -1; and the word of a level. */
int	room_level_find(struct view word);
const char *room_level_word(enum room_level);

#endif
