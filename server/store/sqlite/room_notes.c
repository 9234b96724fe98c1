/*
 * room_notes: a hash table by folded name. In the database a room is one row, and so are each mask
 * of its lists and each account that has ranks in it.
 */
#include "server/store/sqlite/room_notes.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"

struct room_note {
	char *folded;		/* key */
	int forget;		/* if 0, `room` is to be saved */
	struct store_room room; /* owns everything in it */
	size_t size;		/* allocated masks */
	size_t access_size;
	UT_hash_handle hh;
};

static char *
own(const char *s)
{
	return (char *)(uintptr_t)s;
}

static void
add_mask(struct room_note *note, const struct store_mask *m)
{
	struct store_mask *masks =
	    (struct store_mask *)(uintptr_t)note->room.masks;

	if (note->room.nmasks == note->size) {
		note->size = note->size == 0 ? 8 : 2 * note->size;
		masks = xreallocarray(masks, note->size, sizeof(*masks));
		note->room.masks = masks;
	}
	masks[note->room.nmasks++] = (struct store_mask){ m->list,
		xstrdup(m->mask), xstrdup(m->by), m->time, m->until };
}

static void
add_access(struct room_note *note, const struct store_access *a)
{
	struct store_access *list =
	    (struct store_access *)(uintptr_t)note->room.access;

	if (note->room.naccess == note->access_size) {
		note->access_size =
		    note->access_size == 0 ? 8 : 2 * note->access_size;
		list = xreallocarray(list, note->access_size, sizeof(*list));
		note->room.access = list;
	}
	list[note->room.naccess++] =
	    (struct store_access){ xstrdup(a->account), a->ranks };
}

static void
drop(struct room_note **all, struct room_note *note)
{
	size_t i;

	HASH_DEL(*all, note);
	for (i = 0; i < note->room.nmasks; i++) {
		free(own(note->room.masks[i].mask));
		free(own(note->room.masks[i].by));
	}
	for (i = 0; i < note->room.naccess; i++)
		free(own(note->room.access[i].account));
	free((void *)(uintptr_t)note->room.masks);
	free((void *)(uintptr_t)note->room.access);
	free(own(note->room.key));
	free(own(note->room.founder));
	free(own(note->room.name));
	free(own(note->room.modes));
	free(own(note->room.topic));
	free(own(note->room.topic_by));
	free(note->folded);
	free(note);
}

/* The note owns copies of all the room's strings. */
static void
copy_room(struct room_note *note, const struct store_room *room)
{
	size_t i;

	note->room = *room;
	note->room.folded = note->folded;
	note->room.name = xstrdup(room->name);
	note->room.modes = xstrdup(room->modes);
	note->room.key = xstrdup(room->key);
	note->room.founder = xstrdup(room->founder);
	note->room.topic = xstrdup(room->topic);
	note->room.topic_by = xstrdup(room->topic_by);
	note->room.masks = NULL;
	note->room.nmasks = 0;
	for (i = 0; i < room->nmasks; i++)
		add_mask(note, &room->masks[i]);
	note->room.access = NULL;
	note->room.naccess = 0;
	for (i = 0; i < room->naccess; i++)
		add_access(note, &room->access[i]);
}

static void
add(struct room_note **all, const char *folded, const struct store_room *room)
{
	struct room_note *note = xcalloc(1, sizeof(*note));

	note->folded = xstrdup(folded);
	note->forget = room == NULL;
	if (room != NULL)
		copy_room(note, room);
	HASH_ADD_KEYPTR(
	    hh, *all, note->folded, (unsigned)strlen(note->folded), note);
}

void
room_notes_put(
    struct room_note **all, const char *folded, const struct store_room *room)
{
	struct room_note *note;

	HASH_FIND_STR(*all, folded, note);
	if (note != NULL)
		drop(all, note);
	add(all, folded, room);
}

void
room_notes_add_older(struct room_note **all, struct room_note *older)
{
	struct room_note *note, *next, *newer;

	HASH_ITER (hh, older, note, next) {
		HASH_FIND_STR(*all, note->folded, newer);
		if (newer != NULL) {
			drop(&older, note);
			continue;
		}
		HASH_DEL(older, note);
		HASH_ADD_KEYPTR(hh, *all, note->folded,
		    (unsigned)strlen(note->folded), note);
	}
}

void
room_notes_free(struct room_note *all)
{
	struct room_note *note, *next;

	HASH_ITER (hh, all, note, next) {
		drop(&all, note);
	}
}

static int
run_on(struct db *db, const char *sql, const char *folded)
{
	sqlite3_stmt *stmt = db_stmt(db, sql);

	db_bind_view(stmt, 1, view_of(folded));
	return db_run(stmt);
}

static int
write_masks(struct db *db, const struct room_note *note)
{
	static const char put[] = "INSERT OR REPLACE INTO room_masks (room,"
				  " list, at, mask, who, time, until)"
				  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; i < note->room.nmasks && rc == SQLITE_OK; i++) {
		const struct store_mask *m = &note->room.masks[i];
		sqlite3_stmt *stmt = db_stmt(db, put);

		db_bind_view(stmt, 1, view_of(note->folded));
		db_bind_view(stmt, 2, (struct view){ &m->list, 1 });
		sqlite3_bind_int64(stmt, 3, (int64_t)i);
		db_bind_view(stmt, 4, view_of(m->mask));
		db_bind_view(stmt, 5, view_of(m->by));
		sqlite3_bind_int64(stmt, 6, m->time);
		sqlite3_bind_int64(stmt, 7, m->until);
		rc = db_run(stmt);
	}
	return rc;
}

static int
write_access(struct db *db, const struct room_note *note)
{
	static const char put[] = "INSERT INTO room_access (room, at, account,"
				  " ranks) VALUES (?1, ?2, ?3, ?4)";
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; i < note->room.naccess && rc == SQLITE_OK; i++) {
		const struct store_access *a = &note->room.access[i];
		sqlite3_stmt *stmt = db_stmt(db, put);

		db_bind_view(stmt, 1, view_of(note->folded));
		sqlite3_bind_int64(stmt, 2, (int64_t)i);
		db_bind_view(stmt, 3, view_of(a->account));
		sqlite3_bind_int64(stmt, 4, a->ranks);
		rc = db_run(stmt);
	}
	return rc;
}

/* Writes a new row each time, so that rows are ordered by the time of writing. */
static int
write_room(struct db *db, const struct room_note *note)
{
	static const char put[] =
	    "INSERT INTO rooms (folded, name, created, modes, most, topic,"
	    " topic_by, topic_time, founder, password, slow, first_seq) VALUES"
	    " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
	const struct store_room *r = &note->room;
	sqlite3_stmt *stmt = db_stmt(db, put);

	db_bind_view(stmt, 1, view_of(note->folded));
	db_bind_view(stmt, 2, view_of(r->name));
	sqlite3_bind_int64(stmt, 3, r->created);
	db_bind_view(stmt, 4, view_of(r->modes));
	sqlite3_bind_int64(stmt, 5, r->limit);
	db_bind_view(stmt, 6, view_of(r->topic));
	db_bind_view(stmt, 7, view_of(r->topic_by));
	sqlite3_bind_int64(stmt, 8, r->topic_time);
	db_bind_view(stmt, 9, view_of(r->founder));
	db_bind_view(stmt, 10, view_of(r->key));
	sqlite3_bind_int64(stmt, 11, r->slow);
	sqlite3_bind_int64(stmt, 12, (int64_t)r->first_seq);
	return db_run(stmt);
}

static int
forget(struct db *db, const char *folded)
{
	static const char *const all[] = {
		"DELETE FROM room_masks WHERE room = ?1",
		"DELETE FROM room_access WHERE room = ?1",
		"DELETE FROM rooms WHERE folded = ?1",
	};
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]) && rc == SQLITE_OK; i++)
		rc = run_on(db, all[i], folded);
	return rc;
}

int
room_notes_write(struct db *db, struct room_note *all)
{
	struct room_note *note, *next;
	int rc = SQLITE_OK;

	HASH_ITER (hh, all, note, next) {
		rc = forget(db, note->folded);
		if (rc == SQLITE_OK && !note->forget)
			rc = write_room(db, note);
		if (rc == SQLITE_OK && !note->forget)
			rc = write_masks(db, note);
		if (rc == SQLITE_OK && !note->forget)
			rc = write_access(db, note);
		if (rc != SQLITE_OK)
			break;
	}
	return rc;
}

static const char *
word(sqlite3_stmt *stmt, int column)
{
	return (const char *)sqlite3_column_text(stmt, column);
}

static int
read_rooms(struct db *db, struct room_note **all)
{
	static const char get[] =
	    "SELECT folded, name, created, modes, most, topic, topic_by,"
	    " topic_time, founder, password, slow, first_seq"
	    " FROM rooms ORDER BY id";
	sqlite3_stmt *stmt = db_stmt(db, get);
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct store_room room = {
			.name = word(stmt, 1),
			.created = sqlite3_column_int64(stmt, 2),
			.modes = word(stmt, 3),
			.limit = sqlite3_column_int64(stmt, 4),
			.topic = word(stmt, 5),
			.topic_by = word(stmt, 6),
			.topic_time = sqlite3_column_int64(stmt, 7),
			.founder = word(stmt, 8),
			.key = word(stmt, 9),
			.slow = sqlite3_column_int64(stmt, 10),
			.first_seq = (uint64_t)sqlite3_column_int64(stmt, 11),
		};

		add(all, word(stmt, 0), &room);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
read_masks(struct db *db, struct room_note **all)
{
	static const char get[] =
	    "SELECT room, list, mask, who, time, until FROM room_masks"
	    " ORDER BY room, at";
	sqlite3_stmt *stmt = db_stmt(db, get);
	struct room_note *note;
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *folded = word(stmt, 0);
		struct store_mask m = { word(stmt, 1)[0], word(stmt, 2),
			word(stmt, 3), sqlite3_column_int64(stmt, 4),
			sqlite3_column_int64(stmt, 5) };

		HASH_FIND_STR(*all, folded, note);
		if (note != NULL)
			add_mask(note, &m);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
read_access(struct db *db, struct room_note **all)
{
	static const char get[] = "SELECT room, account, ranks FROM"
				  " room_access ORDER BY room, at";
	sqlite3_stmt *stmt = db_stmt(db, get);
	struct room_note *note;
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *folded = word(stmt, 0);
		struct store_access a = { word(stmt, 1),
			(unsigned)sqlite3_column_int(stmt, 2) };

		HASH_FIND_STR(*all, folded, note);
		if (note != NULL)
			add_access(note, &a);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int
room_notes_read(struct db *db, struct room_note **all)
{
	int rc = read_rooms(db, all);

	if (rc == SQLITE_OK)
		rc = read_masks(db, all);
	if (rc == SQLITE_OK)
		rc = read_access(db, all);
	return rc;
}

void
room_notes_each(struct room_note *all, store_room_fn *fn, void *ctx)
{
	struct room_note *note, *next;

	HASH_ITER (hh, all, note, next) {
		fn(&note->room, ctx);
	}
}
