/*
 * archive_impl: declarations shared by the archive files.
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
	enum stop_state	 stop;		/* state before it was opened */
	/* Used between archive_begin and archive_commit. */
	int64_t		 had_seq;	/* last seq before */
	int64_t		 had_time;	/* latest time before; ms */
	int64_t		 seq;		/* last seq added */
	int		 between;	/* some added events belong among the existing ones */
};

/* Sets *cause to the last call's error. Returns -1. */
int	archive_failed(struct archive *, int rc, char **cause);
/* Returns 0 if rc is no error, else archive_failed. */
int	archive_check(struct archive *, int rc, char **cause);

#endif
