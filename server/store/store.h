/*
 * store: all that the server asks of storage. Asynchronous: a call returns at once
 * and its `done` comes later on the loop's thread, or, where a store is that
 * quick, before the call returns; callers hold for both.
 */
#ifndef TCHAT_SERVER_STORE_STORE_H
#define TCHAT_SERVER_STORE_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"
#include "server/chat/event.h"

struct store;

enum store_result {
	STORE_OK,
	STORE_FULL,	/* disk full, quota */
	STORE_FAILED	/* I/O error */
};

/* A range of one target's kept events, oldest first. */
struct store_range {
	uint64_t	 after;		/* seq; exclusive; 0: from the start */
	uint64_t	 before;	/* seq; exclusive; 0: to the end */
	size_t		 limit;
	int		 latest;	/* keep those nearest `before`, not `after` */
};

typedef void store_done_fn(enum store_result, void *ctx);
/* The events are borrowed for the call. */
typedef void store_events_fn(enum store_result, struct chat_event *const *,
	    size_t n, void *ctx);

struct store_ops {
	/* Keep an event. Settled in the order of the calls. */
	void	(*append)(struct store *, struct chat_event *,
		    store_done_fn *, void *ctx);
	/* What was said in (or to) a target (folded name). */
	void	(*query)(struct store *, const char *target,
		    const struct store_range *, store_events_fn *, void *ctx);
	/* Settle what is underway, then free. */
	void	(*free)(struct store *);
};

/* Every store begins with this. */
struct store {
	const struct store_ops	*ops;
};

/* Keeps the last `lines` events per room in memory; settles at once. */
struct store *store_memory_new(size_t lines);

#endif
