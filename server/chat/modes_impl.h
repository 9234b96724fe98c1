/*
 * modes_impl: changes of a room's modes on their way, shared by the files that make them.
 */
#ifndef TCHAT_SERVER_CHAT_MODES_IMPL_H
#define TCHAT_SERVER_CHAT_MODES_IMPL_H

#include <stdint.h>

#include "common/buf.h"
#include "server/chat/chat.h"

/* Changes, and what is to be told of them. */
struct mode_changes {
	struct world		*world;
	const struct chat_from	*from;		/* user NULL: the server */
	struct room		*room;
	int64_t			 until;		/* ms: when new masks end; 0: never */
	int			 changed;	/* something has, told or not */
	struct buf		 letters;
	struct buf		 args;
	int			 sign;
};

/* This was changed, to be told with the others; arg may be NULL. */
void	mode_changes_add(struct mode_changes *, int add, char letter, const char *arg);
/* Tell what was not told yet, have it kept, and let go of it all. */
void	mode_changes_finish(struct mode_changes *);

/* Take a mask away, and note it. */
void	mode_changes_remove_mask(struct mode_changes *, enum room_list,
	    struct room_mask *);

/* ranks.c: the room belongs to another, or to nobody: members have the rank, and have it no more. */
void	mode_changes_follow_founder(struct mode_changes *);
enum refusal change_rank(struct mode_changes *, const struct mode_change *,
	    unsigned rank);

#endif
