/*
 * ring: the last events of one target, oldest first. The memory store's.
 */
#ifndef TCHAT_SERVER_STORE_RING_H
#define TCHAT_SERVER_STORE_RING_H

#include <stddef.h>

#include <uthash.h>

#include "server/chat/event.h"

struct ring {
	char		*target;	/* folded */
	struct chat_event **events;
	size_t		 size;		/* allocated */
	size_t		 first;
	size_t		 n;
	UT_hash_handle	 hh;		/* the store's: oldest written first */
};

struct ring *ring_new(const char *target);
void	ring_free(struct ring *);
/* The i-th, from the oldest on. */
struct chat_event *ring_at(const struct ring *, size_t i);
/* The oldest goes if there are `lines` already. */
void	ring_add(struct ring *, size_t lines, struct chat_event *);
/* Keep those events that are to be kept. */
void	ring_filter(struct ring *, int (*keeps)(const struct chat_event *));
/* Of the message with that id only its place in the order stays. */
void	ring_redact(struct ring *, const char *id);

#endif
