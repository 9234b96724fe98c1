/*
 * archive_impl: what the files of archive share.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_ARCHIVE_IMPL_H
#define TCHAT_SERVER_STORE_SQLITE_ARCHIVE_IMPL_H

#include <stdint.h>

#include "server/store/archive.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/stop_marker.h"

struct archive {
	struct db	*db;
	char		*file;
	enum stop_state	 stop;		/* before it was opened */
	/* Between archive_begin and archive_commit. */
	int64_t		 had_seq;	/* the last before */
	int64_t		 had_time;	/* the latest before; ms */
	int64_t		 seq;		/* the last of ours */
	int		 between;	/* some belong among the former ones */
};

/* Why the last call on it failed, as a cause; -1. */
int	archive_failed(struct archive *, int rc, char **cause);
/* rc as that: 0, or archive_failed. */
int	archive_check(struct archive *, int rc, char **cause);

#endif
