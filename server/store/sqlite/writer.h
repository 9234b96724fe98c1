/*
 * writer: the writer thread. All events and accounts that arrived during a commit go into the next
 * one. Between commits, when it has time, it does chores in small steps: it indexes new messages
 * for searching, and deletes old history.
 *
 * Waiting and finished appends are in lists under one lock. The loop owns the events: the thread
 * reads only fields that never change after the append, and does not touch reference counts.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_WRITER_H
#define TCHAT_SERVER_STORE_SQLITE_WRITER_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "server/store/sqlite/pending.h"
#include "server/store/store.h"

struct account_copy;
struct db;
struct writer;

struct append {
	struct chat_event	*event;	/* a reference owned by the loop; or NULL, then: */
	struct account_copy	*account;
	struct pending	*write;	/* of a ban */
	store_done_fn	*done;
	store_pruned_fn	*pruned;	/* instead of all of these: a request to prune */
	size_t		 npruned;
	void		*ctx;
	enum store_result	 result;
	STAILQ_ENTRY(append) link;
};

STAILQ_HEAD(appends, append);

/* How much history to keep (0: all). The thread calls `wake` when something is finished. */
struct writer_settings {
	size_t		 lines;
	int64_t		 age;	/* ms */
	void		(*wake)(void *ctx);
	void		*wake_ctx;
};

/* Starts the thread, which takes over the connection. Returns NULL and sets *cause on failure. */
struct writer *writer_new(
    struct db *, const struct writer_settings *, char **cause);

/*
 * Hands over appends, and pending writes for which nobody waits. Both arguments are empty afterwards.
 */
void	writer_push(struct writer *, struct appends *, struct pending **);
/*
 * Requests the deletion of old history. The request is returned by writer_take when that is done.
 */
void	writer_prune(struct writer *, struct append *order);
/* Moves all finished appends, in the order of pushing, to the end of the list. */
void	writer_take(struct writer *, struct appends *finished);
/*
 * Writes everything that is waiting and ends the thread. The finished appends can still be taken.
 */
void	writer_stop(struct writer *);
/* Frees a stopped writer whose appends were all taken, and closes its connection. */
void	writer_free(struct writer *);

#endif
