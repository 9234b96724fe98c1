/*
 * room_rows: a row for each room, for each mask of its lists and for each account that has ranks in
 * it.
 */
#include "server/store/sqlite/room_rows.h"

#include <stdlib.h>

#include "common/string_list.h"
#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/pending.h"

struct room_write {
	struct pending
	    pending; /* first: a pending write of this kind is one of these */
	struct string_list texts; /* all texts of the room and of its lists */
	int is_deletion;
	struct store_room
	    room; /* its lists are the next two, its texts are in `texts` */
	struct store_mask *masks;
	struct store_access *access;
	size_t masks_size;
	size_t access_size;
};

/* NULL stays NULL. */
static const char *
copy(struct room_write *w, const char *text)
{
	if (text == NULL)
		return NULL;
	string_list_add(&w->texts, text);
	return w->texts.v[w->texts.n - 1];
}

static void
free_write(struct pending *p)
{
	struct room_write *w = (struct room_write *)p;

	string_list_clear(&w->texts);
	free(w->masks);
	free(w->access);
	free(w);
}

static void
add_mask(struct room_write *w, const struct store_mask *m)
{
	if (w->room.nmasks == w->masks_size) {
		w->masks_size = w->masks_size == 0 ? 8 : 2 * w->masks_size;
		w->masks =
		    xreallocarray(w->masks, w->masks_size, sizeof(*w->masks));
		w->room.masks = w->masks;
	}
	w->masks[w->room.nmasks++] = (struct store_mask){ m->list,
		copy(w, m->mask), copy(w, m->by), m->time, m->until };
}

static void
add_access(struct room_write *w, const struct store_access *a)
{
	if (w->room.naccess == w->access_size) {
		w->access_size = w->access_size == 0 ? 8 : 2 * w->access_size;
		w->access = xreallocarray(
		    w->access, w->access_size, sizeof(*w->access));
		w->room.access = w->access;
	}
	w->access[w->room.naccess++] =
	    (struct store_access){ copy(w, a->account), a->ranks };
}

static void
copy_room(struct room_write *w, const struct store_room *room)
{
	size_t i;

	w->room = *room;
	w->room.name = copy(w, room->name);
	w->room.modes = copy(w, room->modes);
	w->room.key = copy(w, room->key);
	w->room.founder = copy(w, room->founder);
	w->room.topic = copy(w, room->topic);
	w->room.topic_by = copy(w, room->topic_by);
	w->room.masks = NULL;
	w->room.nmasks = 0;
	for (i = 0; i < room->nmasks; i++)
		add_mask(w, &room->masks[i]);
	w->room.access = NULL;
	w->room.naccess = 0;
	for (i = 0; i < room->naccess; i++)
		add_access(w, &room->access[i]);
}

static int
run_on(struct db *db, const char *sql, const char *folded)
{
	sqlite3_stmt *stmt = db_stmt(db, sql);

	db_bind_view(stmt, 1, view_of(folded));
	return db_run(stmt);
}

static int
write_masks(struct db *db, const struct room_write *w)
{
	static const char put[] = "INSERT OR REPLACE INTO room_masks (room,"
				  " list, at, mask, who, time, until)"
				  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; i < w->room.nmasks && rc == SQLITE_OK; i++) {
		const struct store_mask *m = &w->room.masks[i];
		sqlite3_stmt *stmt = db_stmt(db, put);

		db_bind_view(stmt, 1, view_of(w->room.folded));
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
write_access(struct db *db, const struct room_write *w)
{
	static const char put[] = "INSERT INTO room_access (room, at, account,"
				  " ranks) VALUES (?1, ?2, ?3, ?4)";
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; i < w->room.naccess && rc == SQLITE_OK; i++) {
		const struct store_access *a = &w->room.access[i];
		sqlite3_stmt *stmt = db_stmt(db, put);

		db_bind_view(stmt, 1, view_of(w->room.folded));
		sqlite3_bind_int64(stmt, 2, (int64_t)i);
		db_bind_view(stmt, 3, view_of(a->account));
		sqlite3_bind_int64(stmt, 4, a->ranks);
		rc = db_run(stmt);
	}
	return rc;
}

/* Writes a new row each time, so that rows are ordered by the time of writing. */
static int
write_room(struct db *db, const struct room_write *w)
{
	static const char put[] =
	    "INSERT INTO rooms (folded, name, created, modes, most, topic,"
	    " topic_by, topic_time, founder, password, slow, first_seq) VALUES"
	    " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
	const struct store_room *r = &w->room;
	sqlite3_stmt *stmt = db_stmt(db, put);

	db_bind_view(stmt, 1, view_of(w->room.folded));
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
delete_room(struct db *db, const char *folded)
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

static int
write_one(struct db *db, const struct pending *p)
{
	const struct room_write *w = (const struct room_write *)p;
	int rc = delete_room(db, w->room.folded);

	if (w->is_deletion)
		return rc;
	if (rc == SQLITE_OK)
		rc = write_room(db, w);
	if (rc == SQLITE_OK)
		rc = write_masks(db, w);
	return rc == SQLITE_OK ? write_access(db, w) : rc;
}

static const struct pending_kind kind = { write_one, free_write };

void
room_rows_put(
    struct pending **map, const char *folded, const struct store_room *room)
{
	struct room_write *w = xcalloc(1, sizeof(*w));

	w->is_deletion = room == NULL;
	if (room != NULL)
		copy_room(w, room);
	w->room.folded = copy(w, folded);
	w->pending.kind = &kind;
	xasprintf(&w->pending.key, "room %s", folded);
	pending_put(map, &w->pending);
}

/* Finds a room that was read. */
static struct room_write *
find(struct pending *map, const char *folded)
{
	struct pending *p;
	char *key;

	xasprintf(&key, "room %s", folded);
	p = pending_find(map, key);
	free(key);
	return (struct room_write *)p;
}

static const char *
word(sqlite3_stmt *stmt, int column)
{
	return (const char *)sqlite3_column_text(stmt, column);
}

static int
read_rooms(struct db *db, struct pending **map)
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

		room_rows_put(map, word(stmt, 0), &room);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
read_masks(struct db *db, struct pending **map)
{
	static const char get[] =
	    "SELECT room, list, mask, who, time, until FROM room_masks"
	    " ORDER BY room, at";
	sqlite3_stmt *stmt = db_stmt(db, get);
	struct room_write *w;
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *folded = word(stmt, 0);
		struct store_mask m = { word(stmt, 1)[0], word(stmt, 2),
			word(stmt, 3), sqlite3_column_int64(stmt, 4),
			sqlite3_column_int64(stmt, 5) };

		w = find(*map, folded);
		if (w != NULL)
			add_mask(w, &m);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
read_access(struct db *db, struct pending **map)
{
	static const char get[] = "SELECT room, account, ranks FROM"
				  " room_access ORDER BY room, at";
	sqlite3_stmt *stmt = db_stmt(db, get);
	struct room_write *w;
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *folded = word(stmt, 0);
		struct store_access a = { word(stmt, 1),
			(unsigned)sqlite3_column_int(stmt, 2) };

		w = find(*map, folded);
		if (w != NULL)
			add_access(w, &a);
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int
room_rows_read(struct db *db, struct pending **map)
{
	int rc = read_rooms(db, map);

	if (rc == SQLITE_OK)
		rc = read_masks(db, map);
	if (rc == SQLITE_OK)
		rc = read_access(db, map);
	return rc;
}

void
room_rows_each(const struct pending *map, store_room_fn *fn, void *ctx)
{
	const struct pending *p;

	for (p = map; p != NULL; p = p->hh.next)
		fn(&((const struct room_write *)p)->room, ctx);
}
