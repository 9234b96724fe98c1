/*
 * clock_marks: three rows in the table marks.
 */
#include "server/store/sqlite/clock_marks.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "common/buf.h"
#include "common/clock_watch.h"
#include "common/file.h"
#include "server/store/sqlite/db.h"

#define BOOT_ID_FILE "/proc/sys/kernel/random/boot_id"

enum { BOOT_ID_BYTES = 128 };

/* Returns a number that identifies this boot of the machine; 0: unknown. */
static int64_t
boot_number(void)
{
	struct buf text = { 0 };
	uint64_t number = 0;
	size_t i;

	if (file_load(BOOT_ID_FILE, BOOT_ID_BYTES, &text, NULL) == 0)
		for (i = 0; i < text.len; i++)
			if (isxdigit((unsigned char)text.p[i]))
				number = number * 31 + (unsigned char)text.p[i];
	buf_clear(&text);
	return (int64_t)(number >> 1);
}

static int
read_mark(struct db *db, const char *name, int64_t *n)
{
	sqlite3_stmt *stmt = db_stmt(db, "SELECT n FROM marks WHERE name = ?1");

	db_bind_view(stmt, 1, view_of(name));
	return db_number(stmt, n);
}

static int
write_mark(struct db *db, const char *name, int64_t n)
{
	sqlite3_stmt *stmt =
	    db_stmt(db, "INSERT OR REPLACE INTO marks VALUES (?1, ?2)");

	db_bind_view(stmt, 1, view_of(name));
	sqlite3_bind_int64(stmt, 2, n);
	return db_run(stmt);
}

void
clock_marks_read(struct db *db, struct clock_watch *w)
{
	int64_t boot = 0, offset = 0, since = 0;

	if (read_mark(db, "clock boot", &boot) != 1 || boot == 0 ||
	    boot != boot_number() ||
	    read_mark(db, "clock offset", &offset) != 1 ||
	    read_mark(db, "clock since", &since) != 1)
		return;
	*w = (struct clock_watch){
		.begun = 1, .offset = offset, .since = since
	};
}

int
clock_marks_write(struct db *db, const struct clock_watch *w)
{
	int rc = write_mark(db, "clock boot", boot_number());

	if (rc == SQLITE_OK)
		rc = write_mark(db, "clock offset", w->offset);
	return rc == SQLITE_OK ? write_mark(db, "clock since", w->since) : rc;
}
