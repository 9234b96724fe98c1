/*
 * journal: gives events one order and stores them: append, then stored, then
 * applied, in the order of appending. An event is not yet applied when journal_append returns.
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
/*
 * Stores an event that was already applied. Nobody waits for it. If the store is so far behind that
 * such records pile up, some are skipped.
 */
void	journal_record(struct journal *, struct chat_event *);
size_t	journal_unsettled(const struct journal *);
/* Returns the seq of the first appended event that is not stored yet, or of the next event. */
uint64_t	journal_first_unsettled(const struct journal *);
/* True if so many events are waiting that each sender should have only one in progress. */
int	journal_is_behind(const struct journal *);

#endif
