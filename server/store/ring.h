/*
 * ring: the last events of one target, oldest first, for the memory store.
 */
#ifndef TCHAT_SERVER_STORE_RING_H
#define TCHAT_SERVER_STORE_RING_H

#include <stddef.h>

#include <uthash.h>

#include "server/chat/event.h"

struct ring {
	char			*target;	/* folded */
	struct chat_event	**events;
	size_t			 size;		/* allocated */
	size_t			 first;
	size_t			 n;
	UT_hash_handle		 hh;		/* in the store's table, least recently written first */
};

struct ring *ring_new(const char *target);
void	ring_free(struct ring *);
/* Returns the i-th event, counted from the oldest. */
struct chat_event *ring_at(const struct ring *, size_t i);
/* Adds an event; drops the oldest if there are `lines` already. */
void	ring_add(struct ring *, size_t lines, struct chat_event *);
/* Removes the events for which `keeps` returns 0. */
void	ring_filter(struct ring *, int (*keeps)(const struct chat_event *));
/* Removes the text of the message with this id; its place in the order remains. */
void	ring_redact(struct ring *, const char *id);

#endif
