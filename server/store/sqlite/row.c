/*
 * row: encodes and decodes events. The database has its own numbers, independent of the enums.
 */
#include "server/store/sqlite/row.h"

#include <assert.h>
#include <string.h>

#include "common/names.h"
#include "server/store/retention.h"
#include "server/store/sqlite/index.h"
#include "server/store/sqlite/target_rows.h"

/* Databases contain these indices: only append to this list. */
static const enum chat_event_type types[] = { CHAT_MESSAGE, CHAT_JOIN,
	CHAT_PART, CHAT_QUIT, CHAT_KICK, CHAT_NICK, CHAT_TOPIC, CHAT_MODE,
	CHAT_RENAME, CHAT_REDACT };
static const enum chat_kind kinds[] = { CHAT_PRIVMSG, CHAT_NOTICE,
	CHAT_TAGMSG };

enum { NTYPES = sizeof(types) / sizeof(types[0]) };
enum { NKINDS = sizeof(kinds) / sizeof(kinds[0]) };

static int
type_code(enum chat_event_type type)
{
	int i = 0;

	while (i < NTYPES && types[i] != type)
		i++;
	assert(i < NTYPES);
	return i;
}

static int
kind_code(enum chat_kind kind)
{
	int i = 0;

	while (i < NKINDS && kinds[i] != kind)
		i++;
	assert(i < NKINDS);
	return i;
}

static void
bind_word(sqlite3_stmt *stmt, int column, const char *s)
{
	db_bind_view(stmt, column, view_of(s == NULL ? "" : s));
}

static void
bind_who(sqlite3_stmt *stmt, const struct chat_event *e)
{
	bind_word(stmt, 1, e->nick);
	bind_word(stmt, 2, e->username);
	bind_word(stmt, 3, e->host);
	bind_word(stmt, 4, e->realname);
	bind_word(stmt, 5, e->account);
	sqlite3_bind_int(stmt, 6, e->bot != 0);
}

static int
get_person(struct db *db, const struct chat_event *e, int64_t *id)
{
	static const char find[] =
	    "SELECT id FROM people WHERE nick = ?1 AND username = ?2 AND"
	    " host = ?3 AND realname = ?4 AND account = ?5 AND bot = ?6";
	static const char add[] =
	    "INSERT INTO people (nick, username, host, realname, account, bot)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
	sqlite3_stmt *stmt = db_stmt(db, find);
	int rc;

	bind_who(stmt, e);
	if (db_number(stmt, id) == 1)
		return SQLITE_OK;
	stmt = db_stmt(db, add);
	bind_who(stmt, e);
	rc = db_run(stmt);
	*id = sqlite3_last_insert_rowid(db_handle(db));
	return rc;
}

int
row_find_time(struct db *db, int64_t time, int forward, int64_t *seq)
{
	static const char last[] = "SELECT seq FROM events WHERE time <= ?1"
				   " ORDER BY time DESC, seq DESC LIMIT 1";
	static const char first[] = "SELECT seq FROM events WHERE time >= ?1"
				    " ORDER BY time, seq LIMIT 1";
	sqlite3_stmt *stmt = db_stmt(db, forward ? first : last);

	sqlite3_bind_int64(stmt, 1, time);
	return db_number(stmt, seq);
}

int
row_find_id(struct db *db, const struct msgid *id, int64_t *seq)
{
	static const char find[] = "SELECT seq FROM events WHERE msgid = ?1";
	sqlite3_stmt *stmt = db_stmt(db, find);
	unsigned char packed[MSGID_PACKED];

	msgid_pack(packed, id);
	sqlite3_bind_blob(stmt, 1, packed, sizeof(packed), SQLITE_STATIC);
	return db_number(stmt, seq);
}

/* The target moves with the renamed room, unless the new name has a history. */
static int
rename_target(struct db *db, const struct chat_event *e)
{
	static const char rename[] =
	    "UPDATE OR IGNORE targets SET folded = ?2 WHERE folded = ?1";
	char from[NAME_FOLDED], to[NAME_FOLDED];
	sqlite3_stmt *stmt = db_stmt(db, rename);

	if (name_fold(from, sizeof(from), view_of(e->target)) <= 0 ||
	    name_fold(to, sizeof(to), view_of(e->new_name)) <= 0)
		return SQLITE_OK;
	bind_word(stmt, 1, from);
	bind_word(stmt, 2, to);
	return db_run(stmt);
}

static int
what_of(const struct chat_event *e)
{
	int what = retention_is_message(e) ? ROW_MESSAGE : ROW_EVENT;

	if (e->redacted)
		return ROW_REDACTED;
	return e->closed ? what + ROW_CLOSED : what;
}

static int
add_place(struct db *db, int64_t target, int what, int64_t seq)
{
	static const char add[] =
	    "INSERT INTO placed (target, what, seq) VALUES (?1, ?2, ?3)";
	sqlite3_stmt *stmt = db_stmt(db, add);

	sqlite3_bind_int64(stmt, 1, target);
	sqlite3_bind_int(stmt, 2, what);
	sqlite3_bind_int64(stmt, 3, seq);
	return db_run(stmt);
}

static int
add_event(struct db *db, const struct chat_event *e, int64_t who, int64_t place,
    int places)
{
	static const char add[] =
	    "INSERT INTO events (seq, time, msgid, type, kind, who, places,"
	    " target, object, text, tags, place, user, closed)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
	    " ?13, ?14)";
	sqlite3_stmt *stmt = db_stmt(db, add);
	unsigned char id[MSGID_PACKED];

	msgid_pack(id, &e->id);
	sqlite3_bind_int64(stmt, 1, (int64_t)e->seq);
	sqlite3_bind_int64(stmt, 2, e->time);
	sqlite3_bind_blob(stmt, 3, id, sizeof(id), SQLITE_STATIC);
	sqlite3_bind_int(stmt, 4, type_code(e->type));
	sqlite3_bind_int(stmt, 5, kind_code(e->kind));
	sqlite3_bind_int64(stmt, 6, who);
	sqlite3_bind_int(stmt, 7, places);
	db_bind_view(stmt, 8, view_of(e->target));
	db_bind_view(stmt, 9, view_of(e->object));
	db_bind_view(stmt, 10, view_of(e->text));
	db_bind_view(stmt, 11, view_of(e->tags));
	sqlite3_bind_int64(stmt, 12, place);
	sqlite3_bind_int64(stmt, 13, (int64_t)e->user);
	sqlite3_bind_int(stmt, 14, e->closed != 0);
	return db_run(stmt);
}

/* Deletes the message but keeps its place, for clients that read from there on. */
static int
delete_text(struct db *db, int64_t seq, int64_t target)
{
	static const char unplace[] =
	    "UPDATE placed SET what = 4 WHERE target = ?1 AND"
	    " what IN (0, 1, 2, 3) AND seq = ?2";
	static const char empty[] = "UPDATE events SET text = NULL,"
				    " tags = NULL WHERE seq = ?1";
	sqlite3_stmt *stmt = db_stmt(db, unplace);
	int rc;

	sqlite3_bind_int64(stmt, 1, target);
	sqlite3_bind_int64(stmt, 2, seq);
	rc = db_run(stmt);
	if (rc != SQLITE_OK || sqlite3_changes(db_handle(db)) == 0)
		return rc;
	rc = index_delete(db, seq);
	if (rc != SQLITE_OK)
		return rc;
	stmt = db_stmt(db, empty);
	sqlite3_bind_int64(stmt, 1, seq);
	return db_run(stmt);
}

static int
redact(struct db *db, const struct chat_event *by, int64_t target)
{
	struct msgid id = { "" };
	int64_t seq;
	int found;

	memcpy(id.s, by->message_id, strnlen(by->message_id, MSGID_LEN));
	found = row_find_id(db, &id, &seq);
	if (found <= 0)
		return found == 0 ? SQLITE_OK : SQLITE_ERROR;
	return delete_text(db, seq, target);
}

/* A message (type 0) is in only one place. */
int
row_redact(struct db *db, int64_t seq)
{
	static const char find[] =
	    "SELECT place FROM events WHERE seq = ?1 AND type = 0";
	static const char empty[] =
	    "UPDATE events SET text = '' WHERE seq = ?1 AND text NOT NULL";
	sqlite3_stmt *stmt = db_stmt(db, find);
	int64_t target = 0;
	int found;

	sqlite3_bind_int64(stmt, 1, seq);
	found = db_number(stmt, &target);
	if (found < 0)
		return SQLITE_ERROR;
	if (found > 0)
		return delete_text(db, seq, target);
	stmt = db_stmt(db, empty);
	sqlite3_bind_int64(stmt, 1, seq);
	return db_run(stmt);
}

int
row_write(struct db *db, const struct chat_event *e,
    void (*placed)(int64_t target, void *ctx), void *ctx)
{
	struct retention_targets targets;
	int64_t who = 0, target = 0;
	int places = 0, rc;

	rc = get_person(db, e, &who);
	if (rc == SQLITE_OK && e->type == CHAT_RENAME)
		rc = rename_target(db, e);
	retention_targets_begin(&targets, e);
	while (rc == SQLITE_OK && retention_targets_next(&targets)) {
		rc = target_rows_get(db, targets.folded, &target);
		if (rc == SQLITE_OK && e->type == CHAT_REDACT)
			rc = redact(db, e, target);
		if (rc == SQLITE_OK)
			rc = add_place(db, target, what_of(e), (int64_t)e->seq);
		places++;
		placed(target, ctx);
	}
	return rc == SQLITE_OK ? add_event(db, e, who, target, places) : rc;
}

int
row_add(struct db *db, const struct chat_event *e)
{
	int64_t who = 0;
	int rc = get_person(db, e, &who);

	return rc == SQLITE_OK ? add_event(db, e, who, 0, 0) : rc;
}

int
row_place(
    struct db *db, int64_t seq, struct view name, const struct chat_event *e)
{
	static const char find[] = "SELECT 1 FROM placed WHERE target = ?1 AND"
				   " what IN (0, 1, 2, 3, 4) AND seq = ?2";
	static const char note[] = "UPDATE events SET place = ?1,"
				   " places = places + 1 WHERE seq = ?2";
	char folded[CONVERSATION_KEY];
	int64_t target = 0, found = 0;
	sqlite3_stmt *stmt;
	int rc;

	if (name_fold(folded, sizeof(folded), name) <= 0)
		return SQLITE_OK;
	rc = target_rows_get(db, folded, &target);
	if (rc != SQLITE_OK)
		return rc;
	stmt = db_stmt(db, find);
	sqlite3_bind_int64(stmt, 1, target);
	sqlite3_bind_int64(stmt, 2, seq);
	if (db_number(stmt, &found) == 1)
		return SQLITE_OK;
	rc = add_place(db, target, what_of(e), seq);
	stmt = db_stmt(db, note);
	sqlite3_bind_int64(stmt, 1, target);
	sqlite3_bind_int64(stmt, 2, seq);
	return rc == SQLITE_OK ? db_run(stmt) : rc;
}

static char *
word(sqlite3_stmt *stmt, int column)
{
	return (char *)(uintptr_t)sqlite3_column_text(stmt, column);
}

/* An empty account means none. The strings belong to the statement until the next step. */
struct chat_event *
row_get(sqlite3_stmt *stmt)
{
	int type = sqlite3_column_int(stmt, 3),
	    kind = sqlite3_column_int(stmt, 4);
	struct chat_event e = {
		.seq = (uint64_t)sqlite3_column_int64(stmt, 0),
		.time = sqlite3_column_int64(stmt, 1),
		.target = word(stmt, 5),
		.object = word(stmt, 6),
		.text = word(stmt, 7),
		.tags = word(stmt, 8),
		.nick = word(stmt, 9),
		.username = word(stmt, 10),
		.host = word(stmt, 11),
		.realname = word(stmt, 12),
		.account = word(stmt, 13),
		.bot = sqlite3_column_int(stmt, 14),
		.user = (uint64_t)sqlite3_column_int64(stmt, 15),
		.closed = sqlite3_column_int(stmt, 16),
	};

	if (type < 0 || type >= NTYPES || kind < 0 || kind >= NKINDS ||
	    sqlite3_column_bytes(stmt, 2) != MSGID_PACKED)
		return NULL;
	e.type = types[type];
	e.kind = kinds[kind];
	msgid_unpack(&e.id, sqlite3_column_blob(stmt, 2));
	if (e.account != NULL && e.account[0] == '\0')
		e.account = NULL;
	return chat_event_copy(&e);
}
