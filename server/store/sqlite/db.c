/*
 * db: opens connections, and provides the few calls through which the store runs SQL.
 */
#include "server/store/sqlite/db.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/i18n.h"
#include "common/xmalloc.h"

enum { STATEMENTS_MAX = 128 };

struct db {
	sqlite3 *handle;
	size_t n;
	struct {
		const char *sql;
		sqlite3_stmt *stmt;
	} statements[STATEMENTS_MAX];
};

/* Messages are private: mode 0600, or refuse the file. */
static int
check_file(const char *file, char **cause)
{
	struct stat st;
	int fd, rc = 0;

	fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1 || fstat(fd, &st) != 0)
		rc = cause_set(
		    cause, _("cannot open %s: %s"), file, strerror(errno));
	else if (!S_ISREG(st.st_mode))
		rc = cause_set(cause, _("%s is not a regular file"), file);
	else if (st.st_mode & (S_IRWXG | S_IRWXO))
		rc = cause_set(cause,
		    _("%s holds messages and other users can access it. Run: "
		      "chmod 600 %s"),
		    file, file);
	if (fd != -1)
		close(fd);
	return rc;
}

static struct db *
db_open(const char *file, int flags, int busy_ms, char **cause)
{
	struct db *db = xcalloc(1, sizeof(*db));
	int rc;

	rc = sqlite3_open_v2(
	    file, &db->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_extended_result_codes(db->handle, 1);
		sqlite3_busy_timeout(db->handle, busy_ms);
		/* SQLite first reads the file here. */
		rc = db_exec(db, "SELECT count(*) FROM sqlite_schema");
		/* Overwrite deleted data (not the default everywhere). */
		if (rc == SQLITE_OK)
			rc = db_exec(db, "PRAGMA secure_delete = ON");
	}
	if (rc == SQLITE_OK)
		return db;
	if ((rc & 0xff) == SQLITE_NOTADB || (rc & 0xff) == SQLITE_CORRUPT)
		cause_set(cause,
		    _("%s is damaged or not a database (%s). Move it away, or "
		      "set history to none"),
		    file, db_error(db));
	else
		cause_set(cause, _("cannot open %s: %s"), file, db_error(db));
	db_close(db);
	return NULL;
}

struct db *
db_open_to_write(const char *file, int busy_ms, char **cause)
{
	if (check_file(file, cause) != 0)
		return NULL;
	return db_open(file, SQLITE_OPEN_READWRITE, busy_ms, cause);
}

struct db *
db_open_to_read(const char *file, int busy_ms, char **cause)
{
	return db_open(file, SQLITE_OPEN_READONLY, busy_ms, cause);
}

void
db_close(struct db *db)
{
	size_t i;

	if (db == NULL)
		return;
	for (i = 0; i < db->n; i++)
		sqlite3_finalize(db->statements[i].stmt);
	sqlite3_close(db->handle);
	free(db);
}

sqlite3 *
db_handle(struct db *db)
{
	return db->handle;
}

int
db_exec(struct db *db, const char *sql)
{
	return sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
}

/* If preparing fails, the next call tries again. */
sqlite3_stmt *
db_stmt(struct db *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	size_t i;

	for (i = 0; i < db->n; i++) {
		if (db->statements[i].sql != sql)
			continue;
		stmt = db->statements[i].stmt;
		sqlite3_reset(stmt);
		sqlite3_clear_bindings(stmt);
		return stmt;
	}
	if (db->n < STATEMENTS_MAX &&
	    sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
		&stmt, NULL) == SQLITE_OK) {
		db->statements[db->n].sql = sql;
		db->statements[db->n++].stmt = stmt;
	}
	return stmt;
}

int
db_run(sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);

	sqlite3_reset(stmt);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

int
db_number(sqlite3_stmt *stmt, int64_t *n)
{
	int rc = sqlite3_step(stmt), found = -1;

	if (rc == SQLITE_ROW) {
		found = sqlite3_column_type(stmt, 0) != SQLITE_NULL;
		*n = sqlite3_column_int64(stmt, 0);
	} else if (rc == SQLITE_DONE) {
		found = 0;
	}
	sqlite3_reset(stmt);
	return found;
}

void
db_bind_view(sqlite3_stmt *stmt, int column, struct view v)
{
	sqlite3_bind_text(stmt, column, v.p, (int)v.len, SQLITE_STATIC);
}

enum store_result
db_result(struct db *db, int rc)
{
	int cause = sqlite3_system_errno(db->handle);

	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return STORE_OK;
	case SQLITE_FULL:
		return STORE_FULL;
	case SQLITE_INTERRUPT:
		return STORE_TOO_LONG;
	case SQLITE_IOERR:
		if (cause == ENOSPC || cause == EDQUOT || cause == EFBIG)
			return STORE_FULL;
		return STORE_FAILED;
	default:
		return STORE_FAILED;
	}
}

const char *
db_error(struct db *db)
{
	return sqlite3_errmsg(db->handle);
}
