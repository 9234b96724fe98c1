/*
 * store_rig: a store over SQLite in a folder of its own, fed by hand; what comes back is
 * written down.
 */
#ifndef TCHAT_TESTS_SUPPORT_STORE_RIG_H
#define TCHAT_TESTS_SUPPORT_STORE_RIG_H

#include <stddef.h>

#include "common/buf.h"
#include "server/store/store.h"

struct store_rig {
	char		*dir;
	char		*file;
	struct store_sqlite_settings settings;
	struct store	*store;		/* NULL: closed */
	int		 fds[2];	/* rung by the store */
	uint64_t	 seq;		/* of the last event */
	size_t		 underway;	/* not called back */
	struct buf	 told;		/* "text " settled; "text:full ", "text:failed " */
	/* Of the last reading. */
	enum store_result result;
	struct buf	 read;		/* "text " of each event, or its name in capitals */
	struct chat_event **events;	/* copies */
	size_t		 nevents;
};

void	store_rig_init(struct store_rig *);	/* not open yet */
void	store_rig_clear(struct store_rig *);
/* Open (again); fails the test if that fails. */
void	store_rig_open(struct store_rig *);
/* A store in memory instead, which is to give the same. */
void	store_rig_open_memory(struct store_rig *);
void	store_rig_close(struct store_rig *);
/* The cause for which it can't be opened; the caller's. */
char	*store_rig_refused(struct store_rig *);

/* An event by "ada"; the fields beyond type are the caller's to fill. */
struct chat_event *store_rig_event(enum chat_event_type);
/* Append it under the next seq, and let go of it. */
void	store_rig_append(struct store_rig *, struct chat_event *);
/* Something said there. */
void	store_rig_say(struct store_rig *, const char *target, const char *text);

/* Collect what there is, waiting at most ms for it. */
void	store_rig_pump(struct store_rig *, int ms);
/* Until nothing is underway. */
void	store_rig_settle(struct store_rig *);
/* What was told since the last call is exactly this. */
void	store_rig_expect_told(struct store_rig *, const char *);

/* Settle, query, wait, and what was read is exactly this. */
void	store_rig_query(struct store_rig *, const char *target,
	    const struct store_range *);
void	store_rig_expect_page(struct store_rig *, const char *target,
	    const struct store_range *, const char *);
/* The same for targets: "name=time " each, of a pair "name(other)=time". */
void	store_rig_expect_targets(struct store_rig *, const struct store_span *,
	    const char *);
/* Search, and wait. */
void	store_rig_search(struct store_rig *, const struct store_search *);
/* Search, again and again while that is not what is found. */
void	store_rig_expect_found(struct store_rig *, const struct store_search *,
	    const char *);

#endif
