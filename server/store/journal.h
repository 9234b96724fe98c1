/*
 * journal: one order of events, kept (DESIGN: the journal). append -> settled by the store
 * -> applied, in the order of appending. Nobody may take an appended event for applied
 * when append returns.
 */
#ifndef TCHAT_SERVER_STORE_JOURNAL_H
#define TCHAT_SERVER_STORE_JOURNAL_H

#include <stddef.h>

#include "server/chat/event.h"
#include "server/store/store.h"

struct journal;

struct journal_ops {
	void	(*settled)(struct chat_event *, void *ctx);
	void	(*failed)(struct chat_event *, enum store_result, void *ctx);
};

/* The store stays the caller's and outlives the journal. */
struct journal *journal_new(struct store *, const struct journal_ops *,
	    void *ctx);
/* Unsettled events are let go without a call. */
void	journal_free(struct journal *);

void	journal_append(struct journal *, struct chat_event *);
/*
 * Record what was already applied; nobody waits for it. A store that is so far behind
 * that such records pile up goes without some of them.
 */
void	journal_record(struct journal *, struct chat_event *);
size_t	journal_unsettled(const struct journal *);
/* The seq of the first appended event that has not settled, or of the next one. */
uint64_t journal_first_unsettled(const struct journal *);
/* Is so much unsettled that each sender should have but one event underway? */
int	journal_is_behind(const struct journal *);

#endif
