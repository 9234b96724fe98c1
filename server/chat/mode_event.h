/*
 * mode_event: changes of one room's modes, which are sent as one MODE event, or as several if
 * they are too long for one line.
 */
#ifndef TCHAT_SERVER_CHAT_MODE_EVENT_H
#define TCHAT_SERVER_CHAT_MODE_EVENT_H

#include <stdint.h>

#include "common/buf.h"
#include "server/chat/chat.h"
#include "server/chat/mask.h"

/* Changes that were made, and the MODE event that is being built. */
struct mode_event {
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
void	mode_event_add(struct mode_event *, int add, char letter, const char *arg);
/* Remove a mask from the room and add the change. */
void	mode_event_remove_mask(
	    struct mode_event *, enum room_list, struct room_mask *);
/* Send the changes that were not sent yet, save the room's record, and free the buffers. */
void	mode_event_finish(struct mode_event *);
/* Show a MODE event, whose changes are made already. user NULL: by the server. */
enum refusal mode_event_apply(struct world *, struct chat_event *, struct user *);

#endif
