/*
 * archive: a whole database, for commands that work on it from outside the server: read all events
 * in order, add events, copy it, and delete a user's messages. A server may be running on it,
 * except with ARCHIVE_MAKE. Every call blocks until it is done.
 */
#ifndef TCHAT_SERVER_STORE_ARCHIVE_H
#define TCHAT_SERVER_STORE_ARCHIVE_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"
#include "server/chat/event.h"

struct archive;

enum archive_mode {
	ARCHIVE_READ,
	ARCHIVE_CHANGE,	/* change an existing database */
	ARCHIVE_MAKE	/* create or upgrade it if needed */
};

/* A stored event. Its seq is internal; only the order matters. */
struct archive_record {
	const struct chat_event	*event;
	/* folded names of the rooms whose history contains it, separated by commas */
	struct view	 rooms;
};

struct archive_filter {
	const char	*room;		/* folded; NULL: all */
	int64_t		 after;		/* ms, inclusive */
	int64_t		 before;	/* exclusive */
};

/* Return nonzero to stop. */
typedef int archive_fn(const struct archive_record *, void *ctx);

/* Returns NULL and sets *cause on failure. */
struct archive *archive_open(const char *file, enum archive_mode,
	    char **cause);
/* Rolls back what was not committed. */
void	archive_close(struct archive *);

/*
 * Calls fn for all events, in order, of one snapshot. Returns 0, the nonzero value with which fn
 * stopped, or -1 and sets *cause. If the filter names a room, `rooms` has only that room.
 */
int	archive_each(struct archive *, const struct archive_filter *,
	    archive_fn *, void *ctx, char **cause);

/*
 * Adds an event, between archive_begin and archive_commit; add them in order. Returns 1; 0 if it
 * exists already, in those rooms, and has no text if this one has none; or -1 and sets *cause.
 * archive_commit merges the added events with the existing ones by time.
 */
int	archive_begin(struct archive *, char **cause);
int	archive_add(struct archive *, const struct archive_record *,
	    char **cause);
int	archive_commit(struct archive *, char **cause);

/*
 * Copies a snapshot into a new file (0600), which appears only when it is complete. Returns 0 or
 * -1.
 */
int	archive_copy(struct archive *, const char *to, char **cause);

/*
 * Deletes the messages sent under a nick, or by the account of that name, in small steps: their
 * text, also in the search table and in the file's free pages. *n is the number of messages.
 * Returns 0, or -1 and sets *cause.
 */
int	archive_forget(struct archive *, const char *nick, size_t *n,
	    char **cause);

/* Returns 1 if the account exists, 0 if not, or -1 and sets *cause. */
int	archive_has_account(struct archive *, const char *name, char **cause);

#endif
