/*
 * writer: the thread that writes. All events and accounts that came while the last commit
 * ran go into the next one; between them, when there is time, it does the chores: what was
 * said is made searchable, and old history is dropped, in small steps.
 *
 * What is waiting and what is finished lies in lists under one lock. Events stay the loop's:
 * the thread reads what nobody changes after the append, and never counts references.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_WRITER_H
#define TCHAT_SERVER_STORE_SQLITE_WRITER_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "server/store/sqlite/notes.h"
#include "server/store/store.h"

struct account_note;
struct ban_note;
struct db;
struct writer;

struct append {
	struct chat_event	*event;	/* a reference of the loop's; NULL: */
	struct account_note	*account;
	struct ban_note		*bans;	/* ban_notes.h: one */
	store_done_fn	*done;
	store_pruned_fn	*pruned;	/* instead of all these: an order to prune */
	size_t		 npruned;
	void		*ctx;
	enum store_result	 result;
	STAILQ_ENTRY(append) link;
};

STAILQ_HEAD(appends, append);

/* How much is kept (0: all); wake is called by the thread when something is finished. */
struct writer_settings {
	size_t		 lines;
	int64_t		 age;	/* ms */
	void		(*wake)(void *ctx);
	void		*wake_ctx;
};

/* Starts the thread; the connection is its own from now on. NULL and *cause. */
struct writer *writer_new(
    struct db *, const struct writer_settings *, char **cause);

/* Hand in events and accounts to be kept, and notes; both are empty then. */
void	writer_push(struct writer *, struct appends *, struct notes *);
/* Delete what is too old; the order is finished, and with the others to be taken, when that is done. */
void	writer_prune(struct writer *, struct append *order);
/* Take all that are finished, in the order of pushing, behind those in the list. */
void	writer_take(struct writer *, struct appends *finished);
/* Write what is waiting and end the thread; what is finished can still be taken. */
void	writer_stop(struct writer *);
/* Stopped and nothing left to take. Closes the connection. */
void	writer_free(struct writer *);

#endif
