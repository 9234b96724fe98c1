/*
 * reader: a thread that reads the database on a connection of its own, so that no commit waits for it.
 * The store has two: one for reads that are cheap (pages, lists of targets), one for searches. Each
 * serves requesters in turn (common/fair_queue.h) and charges them the CPU time that their reads used,
 * so that a busy machine costs them nothing. A read that takes the first reader too long moves to the
 * second.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_READER_H
#define TCHAT_SERVER_STORE_SQLITE_READER_H

#include <sys/queue.h>

#include <stdatomic.h>

#include "common/fair_queue.h"
#include "server/store/store.h"

struct db;
struct reader;

/* Every kind of read begins with this. */
struct read {
	/* In the thread: read it. */
	enum store_result	(*run)(struct read *, struct db *);
	/* In the thread: forget what was read; `run` comes again. NULL in a read that never moves. */
	void		(*restart)(struct read *);
	/* On the loop: call back with the result, and free it. */
	void		(*finish)(struct read *);
	enum store_result	 result;
	uint64_t	 after;		/* appends that are to settle first */
	char		*key;		/* of the requester; the store frees it */
	uint64_t	 session;
	atomic_int	 cancelled;
	struct fair_job	 job;
	TAILQ_ENTRY(read) link;
};

TAILQ_HEAD(reads, read);

struct reader_settings {
	struct fair_limits limits;	/* use is in microseconds */
	int		 run_ms;	/* that one read may take */
	int		 in_background;	/* at a lower priority than the other threads */
	struct reader	*next;		/* where a read goes that takes longer; NULL: nowhere */
	void		(*wake)(void *ctx);
	void		*wake_ctx;
};

/* Starts the thread; the connection is its own from now on. NULL and *cause. */
struct reader *reader_new(
    struct db *, const struct reader_settings *, char **cause);
/* Hands in a read. If it is refused it is finished at once, as STORE_BUSY. */
void	reader_push(struct reader *, struct read *);
/* Ends the reads of a session as STORE_CANCELLED, the running one included. */
void	reader_cancel(struct reader *, uint64_t session);
/* Appends all that are finished to the list. */
void	reader_take(struct reader *, struct reads *finished);
/* Breaks off and ends the thread; all that were pushed can still be taken. */
void	reader_stop(struct reader *);
/* Frees a stopped reader that has nothing left to take, and closes its connection. */
void	reader_free(struct reader *);

#endif
