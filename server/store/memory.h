/*
 * memory: shared by the two files of the memory store: store_memory.c writes, memory_read.c reads.
 */
#ifndef TCHAT_SERVER_STORE_MEMORY_H
#define TCHAT_SERVER_STORE_MEMORY_H

#include <stddef.h>

#include "server/store/account_copy.h"
#include "server/store/ring.h"
#include "server/store/store.h"

struct store_memory {
	struct store		 store;
	size_t			 lines;
	struct ring		*rings;	/* uthash by target */
	struct account_copies	 accounts;
};

struct ring *memory_find_ring(const struct store_memory *, const char *target);

/* store_ops */
void	memory_query(struct store *, const char *target,
	    const struct store_range *, store_events_fn *, void *ctx);
void	memory_targets(struct store *, const struct store_span *,
	    store_targets_fn *, void *ctx);
void	memory_search(struct store *, const struct store_search *,
	    store_events_fn *, void *ctx);

#endif
