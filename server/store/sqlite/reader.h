/*
 * reader: a thread that reads the database on its own connection, so that no commit waits for it.
 * The store has two readers: one for cheap reads (pages, lists of targets), one for searches. Each
 * serves requesters in turn (common/fair_queue.h) and charges them the CPU time of their reads, so
 * that a busy machine costs them nothing. A read that takes too long on the first reader moves to
 * the second.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_READER_H
#define TCHAT_SERVER_STORE_SQLITE_READER_H

#include <sys/queue.h>

#include <stdatomic.h>

#include "common/fair_queue.h"
#include "server/store/store.h"

struct db;
struct reader;

/* Every kind of read begins with this struct. */
struct read {
	/* Called on the reader's thread: does the read. */
	enum store_result	(*run)(struct read *, struct db *);
	/*
	 * Called on the reader's thread: drops the partial result, because `run` starts again. NULL
	 * if the read never moves.
	 */
	void		(*restart)(struct read *);
	/* Called on the loop: calls back with the result and frees the read. */
	void		(*finish)(struct read *);
	enum store_result	 result;
	uint64_t	 after;		/* number of appends that must be stored first */
	char		*key;		/* the requester's; freed by the store */
	uint64_t	 session;
	atomic_int	 cancelled;
	struct fair_job	 job;
	TAILQ_ENTRY(read) link;
};

TAILQ_HEAD(reads, read);

struct reader_settings {
	struct fair_limits	 limits;	/* usage is in microseconds */
	int			 run_ms;	/* time limit of one read */
	int			 in_background;	/* runs at a lower priority than the other threads */
	/* where a read moves when it exceeds run_ms; NULL: nowhere */
	struct reader		*next;
	void			(*wake)(void *ctx);
	void			*wake_ctx;
};

/* Starts the thread, which takes over the connection. Returns NULL and sets *cause on failure. */
struct reader *reader_new(
    struct db *, const struct reader_settings *, char **cause);
/* Queues a read. If the queue refuses it, it is finished at once as STORE_BUSY. */
void	reader_push(struct reader *, struct read *);
/* Ends a session's reads as STORE_CANCELLED, including a running one. */
void	reader_cancel(struct reader *, uint64_t session);
/* Moves all finished reads to the end of the list. */
void	reader_take(struct reader *, struct reads *finished);
/* Interrupts the running read and ends the thread. All queued reads can still be taken. */
void	reader_stop(struct reader *);
/* Frees a stopped reader whose reads were all taken, and closes its connection. */
void	reader_free(struct reader *);

#endif
