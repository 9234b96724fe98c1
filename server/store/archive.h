/*
 * archive: a database as a whole, for those who come to it from outside of a server: all of
 * it in order, more put in, a copy, and what somebody said taken out. A server may be running
 * on it meanwhile, but for ARCHIVE_MAKE. Everything here waits until it is done.
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
	ARCHIVE_CHANGE,	/* a database that is there */
	ARCHIVE_MAKE	/* made, or brought up to date, if need be */
};

/* A kept event. Its seq is for us to know: what counts is the order. */
struct archive_record {
	const struct chat_event	*event;
	struct view	 rooms;		/* folded: in whose history it stands, commas between */
};

struct archive_filter {
	const char	*room;		/* folded; NULL: all */
	int64_t		 after;		/* ms, inclusive */
	int64_t		 before;	/* exclusive */
};

/* Not 0: that is enough. */
typedef int archive_fn(const struct archive_record *, void *ctx);

/* NULL and *cause. */
struct archive *archive_open(const char *file, enum archive_mode,
	    char **cause);
/* What was not committed is undone. */
void	archive_close(struct archive *);

/*
 * The events of one moment, in their order. 0; what fn ended it with; or -1 and *cause. Of one
 * room, `rooms` has that one alone.
 */
int	archive_each(struct archive *, const struct archive_filter *,
	    archive_fn *, void *ctx, char **cause);

/*
 * Put one in, within archive_begin and archive_commit; they come in their order. 1; 0: it is
 * there already, stands in those rooms, and has no words if this one has none; -1 and *cause. Committing puts those among what
 * was there before, by time.
 */
int	archive_begin(struct archive *, char **cause);
int	archive_add(struct archive *, const struct archive_record *,
	    char **cause);
int	archive_commit(struct archive *, char **cause);

/* A copy as of one moment in a new file (0600), which appears when it is whole. 0, or -1. */
int	archive_copy(struct archive *, const char *to, char **cause);

/*
 * Take away what was said under a nick, or by the account of that name, a little at a time: the words, also from the search
 * table and from what is free in the file. *n: how much it was. 0, or -1 and *cause.
 */
int	archive_forget(struct archive *, const char *nick, size_t *n,
	    char **cause);

/* Is there an account of that name? 1; 0; or -1 and *cause. */
int	archive_has_account(struct archive *, const char *name, char **cause);

#endif
