/*
 * index: indexes each message's words, its place and its author. The table has no copy of the text:
 * to remove a row, its words are given to SQLite again.
 */
#include "server/store/sqlite/index.h"

#include <stdio.h>

#include "common/names.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/parts.h"
#include "server/store/sqlite/words.h"

enum { STEP_EVENTS = 200, STEP_PAGES = 200 };

static const char get_mark[] = "SELECT n FROM marks WHERE name = 'indexed'";

void
index_add_place(struct buf *out, int64_t target)
{
	buf_printf(out, "t%lld", (long long)target);
}

/* In hexadecimal, because nicks contain characters that separate words. */
void
index_add_nick(struct buf *out, struct view nick)
{
	char folded[NAME_FOLDED];
	const char *p;

	buf_add_char(out, 'n');
	if (name_fold(folded, sizeof(folded), nick) <= 0)
		return;
	for (p = folded; *p != '\0'; p++)
		buf_printf(out, "%02x", (unsigned char)*p);
}

struct entry {
	int64_t seq;
	struct buf text;
	struct buf place;
	struct buf nick;
};

/* Reads a row of seq, text, place, nick. */
static void
entry_read(struct entry *entry, sqlite3_stmt *stmt)
{
	const char *text = (const char *)sqlite3_column_text(stmt, 1);
	const char *nick = (const char *)sqlite3_column_text(stmt, 3);

	entry->seq = sqlite3_column_int64(stmt, 0);
	buf_reset(&entry->text);
	buf_reset(&entry->place);
	buf_reset(&entry->nick);
	words_separate(&entry->text, view_of(text));
	index_add_place(&entry->place, sqlite3_column_int64(stmt, 2));
	index_add_nick(&entry->nick, view_of(nick));
}

static void
entry_clear(struct entry *entry)
{
	buf_clear(&entry->text);
	buf_clear(&entry->place);
	buf_clear(&entry->nick);
}

static int
entry_run(sqlite3_stmt *stmt, const struct entry *entry)
{
	sqlite3_bind_int64(stmt, 1, entry->seq);
	db_bind_view(stmt, 2, buf_view(&entry->text));
	db_bind_view(stmt, 3, buf_view(&entry->place));
	db_bind_view(stmt, 4, buf_view(&entry->nick));
	return db_run(stmt);
}

static int
set_mark(struct db *db, int64_t mark)
{
	static const char set[] =
	    "UPDATE marks SET n = ?1 WHERE name = 'indexed'";
	sqlite3_stmt *stmt = db_stmt(db, set);

	sqlite3_bind_int64(stmt, 1, mark);
	return db_run(stmt);
}

/*
 * Adds the messages with text after the mark (row.c defines the codes). *n is set to how many,
 * *mark to the last.
 */
static int
add_after(struct db *db, sqlite3_stmt *add, int64_t *mark, int *n)
{
	static const char find[] =
	    "SELECT e.seq, e.text, e.place, w.nick FROM events e"
	    " CROSS JOIN people w ON w.id = e.who WHERE e.seq > ?1"
	    " AND e.type = 0 AND e.kind < 2 AND e.text NOT NULL"
	    " ORDER BY e.seq LIMIT ?2";
	sqlite3_stmt *stmt = db_stmt(db, find);
	struct entry entry = { 0 };
	int rc;

	sqlite3_bind_int64(stmt, 1, *mark);
	sqlite3_bind_int(stmt, 2, STEP_EVENTS);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		entry_read(&entry, stmt);
		rc = entry_run(add, &entry);
		if (rc != SQLITE_OK)
			break;
		*mark = entry.seq;
		++*n;
	}
	sqlite3_reset(stmt);
	entry_clear(&entry);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
add_to_part(struct db *db, int64_t *mark, int *n)
{
	static const char add[] = "INSERT INTO %s (rowid, text, place, nick)"
				  " VALUES (?1, ?2, ?3, ?4)";
	sqlite3_stmt *stmt;
	struct part part;
	int rc = parts_for_append(db, *mark + 1, &part);

	if (rc != SQLITE_OK)
		return rc;
	stmt = parts_prepare(db, add, &part);
	rc = add_after(db, stmt, mark, n);
	sqlite3_finalize(stmt);
	return rc == SQLITE_OK && *n > 0 ? parts_add_size(db, &part, *n) : rc;
}

int
index_step(struct db *db, int *more)
{
	int64_t before = 0, mark;
	int n = 0, rc;

	*more = 0;
	if (db_number(db_stmt(db, get_mark), &before) != 1)
		return SQLITE_ERROR;
	mark = before;
	rc = add_to_part(db, &mark, &n);
	if (rc == SQLITE_OK && mark != before)
		rc = set_mark(db, mark);
	*more = rc == SQLITE_OK && n == STEP_EVENTS;
	return rc;
}

static int
forget_entry(struct db *db, const struct entry *entry)
{
	static const char forget[] =
	    "INSERT INTO %s (%s, rowid, text, place, nick)"
	    " VALUES ('delete', ?1, ?2, ?3, ?4)";
	sqlite3_stmt *stmt;
	struct part part;
	int rc;

	if (parts_of(db, entry->seq, &part) != 1)
		return SQLITE_ERROR;
	stmt = parts_prepare(db, forget, &part);
	rc = entry_run(stmt, entry);
	sqlite3_finalize(stmt);
	return rc;
}

int
index_delete(struct db *db, int64_t seq)
{
	static const char find[] =
	    "SELECT e.seq, e.text, e.place, w.nick FROM events e"
	    " CROSS JOIN people w ON w.id = e.who WHERE e.seq = ?1"
	    " AND e.type = 0 AND e.kind < 2 AND e.text NOT NULL"
	    " AND e.seq <= (SELECT n FROM marks WHERE name = 'indexed')";
	sqlite3_stmt *stmt = db_stmt(db, find);
	struct entry entry = { 0 };
	int rc;

	sqlite3_bind_int64(stmt, 1, seq);
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		entry_read(&entry, stmt);
		rc = forget_entry(db, &entry);
	}
	sqlite3_reset(stmt);
	entry_clear(&entry);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* If fewer than two rows changed, there was nothing left to merge (FTS5, the merge command). */
static int
purge_part(struct db *db, const struct part *part, int first, int *more)
{
	static const char merge[] =
	    "INSERT INTO %s (%s, rank) VALUES ('merge', ?1)";
	sqlite3_stmt *stmt = parts_prepare(db, merge, part);
	int before = sqlite3_total_changes(db_handle(db)), rc;

	sqlite3_bind_int(stmt, 1, first ? -STEP_PAGES : STEP_PAGES);
	rc = db_run(stmt);
	sqlite3_finalize(stmt);
	*more = sqlite3_total_changes(db_handle(db)) - before >= 2;
	return rc;
}

int
index_purge(struct db *db, struct index_purge_state *s)
{
	int more = 0, found, rc;

	if (!s->begun) {
		if (parts_last(db, &s->part) != 1)
			return SQLITE_ERROR;
		s->begun = s->first = s->more = 1;
	}
	rc = purge_part(db, &s->part, s->first, &more);
	s->first = 0;
	if (rc != SQLITE_OK || more)
		return rc;
	found = parts_next(db, 1, &s->part);
	s->first = s->more = found == 1;
	return found < 0 ? SQLITE_ERROR : SQLITE_OK;
}
