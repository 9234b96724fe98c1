/*
 * journal: gives events one order and stores them.
 *
 * An event that waits for the store (chat_event_waits_for_store) settles when it is stored, in the order of appending,
 * and never within journal_append unless the store is that fast. All others settle within journal_append and are stored
 * afterwards. If the store is so far behind that such records pile up, some are skipped.
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

/* The caller keeps the store, which must outlive the journal. */
struct journal *journal_new(struct store *, const struct journal_ops *,
	    void *ctx);
/* Events that are not stored yet are dropped without a callback. */
void	journal_free(struct journal *);

void	journal_append(struct journal *, struct chat_event *);
size_t	journal_unsettled(const struct journal *);
/* Returns the seq of the first appended event that is not stored yet, or of the next event. */
uint64_t	journal_first_unsettled(const struct journal *);
/* True if so many events are waiting that each sender should have only one in progress. */
int	journal_is_behind(const struct journal *);

#endif
