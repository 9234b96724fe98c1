/*
 * store_rig: a store over SQLite in a folder of its own, driven by hand; its results are recorded.
 */
#ifndef TCHAT_TESTS_SUPPORT_STORE_RIG_H
#define TCHAT_TESTS_SUPPORT_STORE_RIG_H

#include <stddef.h>

#include "common/buf.h"
#include "server/store/store.h"

struct store_rig {
	char			*dir;
	char			*file;
	struct store_sqlite_settings settings;
	struct store		*store;		/* NULL: closed */
	int			 fds[2];	/* wake-up of the store */
	uint64_t		 seq;		/* of the last event */
	size_t			 underway;	/* appends without a result yet */
	struct buf		 told;		/* "text " for a settled append; "text:full ", "text:failed " */
	/* Of the last read: */
	enum store_result	 result;
	struct buf		 read;		/* "text " for each event, or its type in capitals */
	struct chat_event	**events;	/* copies */
	size_t			 nevents;
};

void	store_rig_init(struct store_rig *);	/* not open yet */
void	store_rig_clear(struct store_rig *);
/* Open it (again); fail the test on an error. */
void	store_rig_open(struct store_rig *);
/* Use a store in memory instead, which must give the same results. */
void	store_rig_open_memory(struct store_rig *);
void	store_rig_close(struct store_rig *);
/* Return why it cannot be opened; the caller frees it. */
char	*store_rig_refused(struct store_rig *);

/* Make an event by "ada"; the caller sets the fields other than type. */
struct chat_event *store_rig_event(enum chat_event_type);
/* Append it under the next seq, and release it. */
void	store_rig_append(struct store_rig *, struct chat_event *);
/* Append a message in that room. */
void	store_rig_say(struct store_rig *, const char *target, const char *text);

/* Collect results; wait at most ms for the first one. */
void	store_rig_pump(struct store_rig *, int ms);
/* Collect until no append is left. */
void	store_rig_settle(struct store_rig *);
/* Expect exactly these results since the last call. */
void	store_rig_expect_told(struct store_rig *, const char *);

/* Settle, query and wait; expect exactly this result. */
void	store_rig_query(struct store_rig *, const char *target,
	    const struct store_range *);
void	store_rig_expect_page(struct store_rig *, const char *target,
	    const struct store_range *, const char *);
/* The same for targets: "name=time " each, or "name(other)=time" for a pair. */
void	store_rig_expect_targets(struct store_rig *, const struct store_span *,
	    const char *);
/* Search, and wait for the result. */
void	store_rig_search(struct store_rig *, const struct store_search *);
/* Repeat the search until it finds this. */
void	store_rig_expect_found(struct store_rig *, const struct store_search *,
	    const char *);

#endif
