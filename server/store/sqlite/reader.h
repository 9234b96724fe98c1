/*
 * reader: the thread that reads, on a connection of its own, so that nothing read holds up
 * a commit. A read takes a limited time, and limited many may wait.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_READER_H
#define TCHAT_SERVER_STORE_SQLITE_READER_H

#include <sys/queue.h>

#include "server/store/store.h"

struct db;
struct reader;

/* Every kind of read begins with this. */
struct read {
	/* In the thread: read it. */
	enum store_result	(*run)(struct read *, struct db *);
	/* On the loop: call back with the result, and free it. */
	void		(*finish)(struct read *);
	enum store_result	 result;
	uint64_t	 after;		/* appends that are to settle first */
	STAILQ_ENTRY(read) link;
};

STAILQ_HEAD(reads, read);

/* Starts the thread; the connection is its own from now on. NULL and *cause. */
struct reader *reader_new(
    struct db *, void (*wake)(void *ctx), void *wake_ctx, char **cause);
/* Hand in a read. Where too many wait, it comes back as STORE_TOO_LONG in its turn. */
void	reader_push(struct reader *, struct read *);
/* Take all that are finished, behind those in the list. */
void	reader_take(struct reader *, struct reads *finished);
/* Break off and end the thread; all that were pushed can still be taken. */
void	reader_stop(struct reader *);
/* Stopped and nothing left to take. Closes the connection. */
void	reader_free(struct reader *);

#endif
