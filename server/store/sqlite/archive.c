/*
 * archive: opens, closes and copies a database.
 */
#include "server/store/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/xmalloc.h"
#include "server/store/sqlite/archive_impl.h"
#include "server/store/sqlite/schema.h"

enum { BUSY_MS = 20000 }; /* time to wait for a server's lock */

static struct db *
open_db(const char *file, enum archive_mode mode, char **cause)
{
	if (mode != ARCHIVE_MAKE && access(file, F_OK) != 0) {
		cause_set(cause, "cannot open the history: %s: %s", file,
		    strerror(errno));
		return NULL;
	}
	return mode == ARCHIVE_READ ? db_open_to_read(file, BUSY_MS, cause)
				    : db_open_to_write(file, BUSY_MS, cause);
}

struct archive *
archive_open(const char *file, enum archive_mode mode, char **cause)
{
	enum stop_state stop = stop_marker_read(file);
	struct db *db = open_db(file, mode, cause);
	struct archive *a;
	int rc;

	if (db == NULL)
		return NULL;
	if (mode == ARCHIVE_MAKE)
		rc =
		    schema_update(db, schema_steps, schema_nsteps, file, cause);
	else
		rc = schema_check(db, schema_nsteps, file, cause);
	if (rc != 0) {
		db_close(db);
		return NULL;
	}
	a = xcalloc(1, sizeof(*a));
	a->db = db;
	a->file = xstrdup(file);
	a->stop = stop;
	return a;
}

void
archive_close(struct archive *a)
{
	if (a == NULL)
		return;
	db_close(a->db);
	stop_marker_closed(a->file, a->stop);
	free(a->file);
	free(a);
}

int
archive_failed(struct archive *a, int rc, char **cause)
{
	enum store_result result = db_result(a->db, rc);

	return cause_set(cause, "%s: %s%s", a->file,
	    result == STORE_FULL ? "no space: " : "", db_error(a->db));
}

int
archive_check(struct archive *a, int rc, char **cause)
{
	return rc == SQLITE_OK ? 0 : archive_failed(a, rc, cause);
}

/*
 * Copy in one step: SQLite starts again if someone writes between two steps. Writers need not wait
 * for it.
 */
static int
copy_pages(struct archive *a, const char *to, char **cause)
{
	sqlite3 *out = NULL;
	sqlite3_backup *backup;
	int rc;

	rc = sqlite3_open_v2(
	    to, &out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	/* Nobody else uses this file; it is synced as a whole at the end. */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(out,
		    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL,
		    NULL, NULL);
	if (rc == SQLITE_OK) {
		backup =
		    sqlite3_backup_init(out, "main", db_handle(a->db), "main");
		if (backup != NULL)
			sqlite3_backup_step(backup, -1);
		rc = sqlite3_backup_finish(backup);
	}
	if (rc != SQLITE_OK)
		cause_set(cause, "cannot copy %s: %s", a->file,
		    out == NULL ? sqlite3_errstr(rc) : sqlite3_errmsg(out));
	if (sqlite3_close(out) != SQLITE_OK && rc == SQLITE_OK)
		return cause_set(cause, "cannot close %s", to);
	return rc == SQLITE_OK ? 0 : -1;
}

static int
sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC), rc;

	if (fd == -1)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

static int
sync_folder_of(const char *path)
{
	char *copy = xstrdup(path);
	int rc = sync_path(dirname(copy), O_RDONLY | O_DIRECTORY);

	free(copy);
	return rc;
}

/* Do not replace a file that appeared meanwhile. */
static int
rename_new(const char *from, const char *to, char **cause)
{
	int rc = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);

	if (rc != 0 && errno == EINVAL && access(to, F_OK) != 0)
		rc = rename(from, to);
	if (rc == 0)
		rc = sync_folder_of(to);
	return rc == 0 ? 0 : cause_set(cause, "%s: %s", to, strerror(errno));
}

int
archive_copy(struct archive *a, const char *to, char **cause)
{
	char *part;
	int fd, rc;

	if (access(to, F_OK) == 0)
		return cause_set(cause, "%s already exists", to);
	xasprintf(&part, "%s.XXXXXX", to);
	fd = mkostemp(part, O_CLOEXEC); /* mode 0600 */
	if (fd == -1) {
		rc = cause_set(cause, "%s: %s", to, strerror(errno));
		free(part);
		return rc;
	}
	close(fd);
	rc = copy_pages(a, part, cause);
	if (rc == 0 && sync_path(part, O_RDONLY) != 0)
		rc = cause_set(cause, "%s: %s", part, strerror(errno));
	if (rc == 0)
		rc = rename_new(part, to, cause);
	if (rc != 0)
		unlink(part);
	free(part);
	return rc;
}
