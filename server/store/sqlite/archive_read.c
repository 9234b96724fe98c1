/*
 * archive_read: reads all events in order. The query returns one row per room of an event; the rows
 * of one event are adjacent.
 */
#include "common/buf.h"
#include "common/xmalloc.h"
#include "server/store/sqlite/archive_impl.h"
#include "server/store/sqlite/row.h"

/* columns after those of ROW_COLUMNS */
enum { AT_WHAT = ROW_NCOLUMNS, AT_ROOM };

/* Skip hidden targets (target_rows.h). */
#define THERE "t.folded > '!'"

/* Sort only seqs, so that little is sorted. */
#define ALL(where)                                        \
	"SELECT " ROW_COLUMNS ", p.what, p.folded FROM"   \
	" (SELECT s.seq, s.what, t.folded FROM placed s"  \
	" CROSS JOIN targets t ON t.id = s.target " where \
	" ORDER BY s.seq, t.folded LIMIT -1) p"           \
	" CROSS JOIN events e ON e.seq = p.seq"           \
	" CROSS JOIN people w ON w.id = e.who"            \
	" WHERE e.time >= ?1 AND e.time < ?2"

static const char find_all[] = ALL("WHERE " THERE);
static const char find_room[] =
    ALL("WHERE s.target = (SELECT id FROM targets WHERE folded = ?3)");

/* The event whose rows are being read. */
struct reading {
	struct chat_event *event; /* NULL: none */
	struct buf rooms;
	archive_fn *fn;
	void *ctx;
};

static int
finish_event(struct reading *r)
{
	struct archive_record record = { r->event, buf_view(&r->rooms) };
	int rc;

	if (r->event == NULL)
		return 0;
	rc = r->fn(&record, r->ctx);
	chat_event_unref(r->event);
	r->event = NULL;
	buf_reset(&r->rooms);
	return rc;
}

static int
take_row(struct reading *r, sqlite3_stmt *stmt)
{
	uint64_t seq = (uint64_t)sqlite3_column_int64(stmt, 0);
	int rc = 0;

	if (r->event == NULL || r->event->seq != seq) {
		rc = finish_event(r);
		r->event = row_get(stmt);
	}
	if (r->event == NULL)
		return rc;
	r->event->redacted = sqlite3_column_int(stmt, AT_WHAT) == ROW_REDACTED;
	if (r->rooms.len > 0)
		buf_add_char(&r->rooms, ',');
	buf_add_str(
	    &r->rooms, (const char *)sqlite3_column_text(stmt, AT_ROOM));
	return rc;
}

int
archive_each(struct archive *a, const struct archive_filter *filter,
    archive_fn *fn, void *ctx, char **cause)
{
	struct reading r = { .fn = fn, .ctx = ctx };
	sqlite3_stmt *stmt =
	    db_stmt(a->db, filter->room == NULL ? find_all : find_room);
	int rc = SQLITE_ROW, ended = 0;

	sqlite3_bind_int64(stmt, 1, filter->after);
	sqlite3_bind_int64(stmt, 2, filter->before);
	if (filter->room != NULL)
		db_bind_view(stmt, 3, view_of(filter->room));
	while (ended == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		ended = take_row(&r, stmt);
	if (rc == SQLITE_DONE)
		ended = finish_event(&r);
	else if (rc != SQLITE_ROW)
		ended = archive_failed(a, rc, cause);
	sqlite3_reset(stmt);
	if (r.event != NULL)
		chat_event_unref(r.event);
	buf_clear(&r.rooms);
	return ended;
}
