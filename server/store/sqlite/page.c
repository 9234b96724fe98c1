/*
 * page: reads a page of a target's history. It converts points to seqs, then walks once, or around
 * a point twice, along the key of placed.
 */
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/store/sqlite/events.h"
#include "server/store/sqlite/reads.h"
#include "server/store/sqlite/row.h"
#include "server/store/sqlite/target_rows.h"

struct page {
	struct read read;
	char *target;
	struct store_range range;
	store_events_fn *fn;
	void *ctx;
	struct events events;
};

/* The bounds are two exclusive seqs. */
struct walk {
	int64_t target;
	int64_t after;
	int64_t before;
	int64_t closed_from;
	int messages_only;
};

/* The numbers of `what` are defined in row.h. */
#define OPEN(what)                                                         \
	"SELECT seq FROM placed WHERE target = ?1 AND what = " what " AND" \
	" seq > ?2 AND seq < ?3 "
#define CLOSED(what) OPEN(what) "AND seq >= ?5 "
#define PAGE(seqs, order)                                                  \
	"SELECT " ROW_COLUMNS "FROM (" seqs "ORDER BY seq " order " LIMIT" \
	" ?4) p CROSS JOIN events e ON e.seq = p.seq"                      \
	" CROSS JOIN people w ON w.id = e.who ORDER BY e.seq " order
#define SAID	 OPEN("0") "UNION ALL " CLOSED("2")
#define HAPPENED OPEN("1") "UNION ALL " CLOSED("3")

static const char said_forth[] = PAGE(SAID, "ASC");
static const char said_back[] = PAGE(SAID, "DESC");
static const char all_forth[] = PAGE(SAID "UNION ALL " HAPPENED, "ASC");
static const char all_back[] = PAGE(SAID "UNION ALL " HAPPENED, "DESC");

static enum store_result
take_walk(
    struct page *p, struct db *db, const struct walk *w, size_t limit, int back)
{
	sqlite3_stmt *stmt;

	if (w->messages_only)
		stmt = db_stmt(db, back ? said_back : said_forth);
	else
		stmt = db_stmt(db, back ? all_back : all_forth);
	sqlite3_bind_int64(stmt, 1, w->target);
	sqlite3_bind_int64(stmt, 2, w->after);
	sqlite3_bind_int64(stmt, 3, w->before);
	sqlite3_bind_int64(stmt, 4, (int64_t)limit);
	sqlite3_bind_int64(stmt, 5, w->closed_from);
	return events_read(&p->events, db, stmt, back);
}

static int
is_set(const struct store_point *at)
{
	return at->seq != 0 || at->id.s[0] != '\0' || at->time != 0;
}

/* Finds the seq of an id, if the event is in the target, even if it is redacted. */
static int
find_id(
    struct db *db, const struct walk *w, const struct msgid *id, int64_t *seq)
{
	static const char find[] =
	    "SELECT e.seq FROM events e CROSS JOIN placed p"
	    " ON p.target = ?2 AND p.what IN (0, 1, 2, 3, 4) AND"
	    " p.seq = e.seq WHERE e.msgid = ?1 AND"
	    " (p.what NOT IN (2, 3) OR p.seq >= ?3)";
	sqlite3_stmt *stmt = db_stmt(db, find);
	unsigned char packed[MSGID_PACKED];

	msgid_pack(packed, id);
	sqlite3_bind_blob(stmt, 1, packed, sizeof(packed), SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 2, w->target);
	sqlite3_bind_int64(stmt, 3, w->closed_from);
	return db_number(stmt, seq);
}

/* Converts a point to a seq after which to start, or (forward) before which to end. */
static enum store_result
resolve(struct db *db, const struct walk *w, const struct store_point *at,
    int forward, int64_t *seq)
{
	int found = 1;

	*seq = forward ? INT64_MAX : 0;
	if (at->seq != 0) {
		*seq = (int64_t)at->seq;
	} else if (at->id.s[0] != '\0') {
		found = find_id(db, w, &at->id, seq);
		if (found == 0)
			return STORE_UNKNOWN;
	} else if (at->time != 0) {
		found = row_find_time(db, at->time, forward, seq);
	}
	return found < 0 ? db_result(db, sqlite3_errcode(db_handle(db)))
			 : STORE_OK;
}

static enum store_result
walk_around(struct page *p, struct db *db, struct walk *w)
{
	size_t half = p->range.limit / 2;
	enum store_result result;
	int64_t middle;

	result = resolve(db, w, &p->range.around, 1, &middle);
	if (result == STORE_OK) {
		w->before = middle;
		result = take_walk(p, db, w, half, 1);
	}
	if (result == STORE_OK && middle != INT64_MAX) {
		w->after = middle - 1;
		w->before = INT64_MAX;
		result = take_walk(p, db, w, p->range.limit - half, 0);
	}
	return result;
}

static enum store_result
walk_between(struct page *p, struct db *db, struct walk *w)
{
	const struct store_range *range = &p->range;
	enum store_result result;
	int latest = range->latest;

	result = resolve(db, w, &range->after, 0, &w->after);
	if (result == STORE_OK)
		result = resolve(db, w, &range->before, 1, &w->before);
	if (result != STORE_OK)
		return result;
	if (w->after > w->before) {
		result = resolve(db, w, &range->before, 0, &w->after);
		if (result == STORE_OK)
			result = resolve(db, w, &range->after, 1, &w->before);
		latest = !latest;
	}
	if (result == STORE_OK)
		result = take_walk(p, db, w, range->limit, latest);
	return result;
}

static enum store_result
page_run(struct read *read, struct db *db)
{
	struct page *p = (struct page *)read;
	struct walk w = { .before = INT64_MAX,
		.messages_only = p->range.messages_only,
		.closed_from = (int64_t)p->range.closed_from };
	int found = target_rows_find(db, p->target, &w.target);

	if (found < 0)
		return db_result(db, sqlite3_errcode(db_handle(db)));
	if (found == 0)
		return STORE_OK;
	if (is_set(&p->range.around))
		return walk_around(p, db, &w);
	return walk_between(p, db, &w);
}

static void
page_restart(struct read *read)
{
	events_clear(&((struct page *)read)->events);
}

static void
page_finish(struct read *read)
{
	struct page *p = (struct page *)read;

	if (read->result != STORE_OK)
		events_clear(&p->events);
	p->fn(read->result, p->events.v, p->events.n, p->ctx);
	events_clear(&p->events);
	free(p->target);
	free(p);
}

struct read *
page_new(const char *target, const struct store_range *range,
    store_events_fn *fn, void *ctx)
{
	struct page *p = xcalloc(1, sizeof(*p));

	p->read.run = page_run;
	p->read.restart = page_restart;
	p->read.finish = page_finish;
	p->target = xstrdup(target);
	p->range = *range;
	p->fn = fn;
	p->ctx = ctx;
	return &p->read;
}
