/*
 * mode_event: changes to one room's modes that are sent as one MODE event. The files that
 * change modes share it.
 */
#ifndef TCHAT_SERVER_CHAT_MODE_EVENT_H
#define TCHAT_SERVER_CHAT_MODE_EVENT_H

#include <stdint.h>

#include "common/buf.h"
#include "server/chat/chat.h"

/* Changes that were made, and the MODE event that is being built. */
struct mode_changes {
	struct world		*world;
	const struct chat_from	*from;		/* user NULL: the server */
	struct room		*room;
	int64_t			 until;		/* ms: when added masks expire; 0: never */
	int			 changed;	/* something changed, whether it is sent or not */
	struct buf		 letters;
	struct buf		 args;
	int			 sign;
};

/* Add one change to the event; arg may be NULL. */
void	mode_changes_add(struct mode_changes *, int add, char letter, const char *arg);
/* Send the changes that were not sent yet, save the room's record, and free the buffers. */
void	mode_changes_finish(struct mode_changes *);

/* Remove a mask and add the change. */
void	mode_changes_remove_mask(struct mode_changes *, enum room_list,
	    struct room_mask *);

/* ranks.c: the founder changed: set or remove MEMBER_FOUNDER of the members. */
void	mode_changes_follow_founder(struct mode_changes *);
enum refusal change_rank(struct mode_changes *, const struct mode_change *,
	    unsigned rank);

#endif
