/*
 * schema: version 1 and the upgrade steps. An event is one row in `events`, whoever may see it.
 * `placed` says which targets' histories contain it; its key is the order in which history is read.
 * A target is a room's folded name or a conversation key (conversation.h). `people` has the names
 * of the users who caused events, each combination once.
 */
#include "server/store/sqlite/schema.h"

#include <stdint.h>
#include <stdio.h>

#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/words.h"

/* "tcht": identifies our files, also to file(1). */
#define APPLICATION_ID 0x74636874

enum { SQL_BYTES = 64 };

const char *const schema_steps[] = {
	"CREATE TABLE people ("
	" id INTEGER PRIMARY KEY, nick TEXT NOT NULL, username TEXT NOT NULL,"
	" host TEXT NOT NULL, realname TEXT NOT NULL, account TEXT NOT NULL,"
	" bot INTEGER NOT NULL,"
	" UNIQUE (nick, username, host, realname, account, bot));"
	"CREATE TABLE targets ("
	" id INTEGER PRIMARY KEY, folded TEXT NOT NULL UNIQUE);"
	"CREATE TABLE events ("
	" seq INTEGER PRIMARY KEY, time INTEGER NOT NULL,"
	" msgid BLOB NOT NULL UNIQUE, type INTEGER NOT NULL,"
	" kind INTEGER NOT NULL, who INTEGER NOT NULL,"
	" places INTEGER NOT NULL," /* the number of its rows in placed */
	" target TEXT, object TEXT, text TEXT, tags TEXT);"
	"CREATE INDEX events_time ON events (time);"
	"CREATE TABLE placed ("
	" target INTEGER NOT NULL, what INTEGER NOT NULL,"
	" seq INTEGER NOT NULL, PRIMARY KEY (target, what, seq))"
	" WITHOUT ROWID;",

	/*
	 * The place of an event (or one of them), and the search table. FTS5 merges the entries of
	 * one word in one go, and some words are in many messages: with 16 runs before a merge, not
	 * 4, large merges are rare and commits wait less.
	 */
	"ALTER TABLE events ADD COLUMN place INTEGER;"
	"UPDATE events SET place = (SELECT t.id FROM targets t"
	" CROSS JOIN placed p ON p.target = t.id AND p.what IN (0, 1)"
	" AND p.seq = events.seq LIMIT 1);"
	"CREATE TABLE marks (name TEXT PRIMARY KEY, n INTEGER NOT NULL)"
	" WITHOUT ROWID;"
	"INSERT INTO marks VALUES ('indexed', 0);"
	"CREATE VIRTUAL TABLE search USING fts5 (text, place, nick,"
	" content = '', tokenize = '" WORDS_TOKENIZER "');"
	"INSERT INTO search (search, rank) VALUES ('automerge', 16);"
	"INSERT INTO search (search, rank) VALUES ('crisismerge', 64);",

	/* The user's id (world_set_epoch), and whether the room was closed. */
	("ALTER TABLE events ADD COLUMN user INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE events ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;"),

	/* The state of rooms, and their lists. */
	"CREATE TABLE rooms ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT, folded TEXT NOT NULL UNIQUE,"
	" name TEXT NOT NULL, created INTEGER NOT NULL, modes TEXT NOT NULL,"
	" most INTEGER NOT NULL, topic TEXT, topic_by TEXT,"
	" topic_time INTEGER NOT NULL);"
	"CREATE TABLE room_masks ("
	" room TEXT NOT NULL, list TEXT NOT NULL, at INTEGER NOT NULL,"
	" mask TEXT NOT NULL, who TEXT NOT NULL, time INTEGER NOT NULL,"
	" PRIMARY KEY (room, at)) WITHOUT ROWID;",

	/* Accounts: the password verifier and certificates. */
	"CREATE TABLE accounts ("
	" id INTEGER PRIMARY KEY, folded TEXT NOT NULL UNIQUE,"
	" name TEXT NOT NULL, iterations INTEGER NOT NULL,"
	" salt BLOB NOT NULL, stored_key BLOB NOT NULL,"
	" server_key BLOB NOT NULL, suspended TEXT,"
	" created INTEGER NOT NULL, seen INTEGER NOT NULL);"
	"CREATE TABLE account_keys ("
	" account TEXT NOT NULL, digest TEXT NOT NULL,"
	" added INTEGER NOT NULL, PRIMARY KEY (account, digest))"
	" WITHOUT ROWID;",

	/* Each account's conversations, and its read markers (by room or conversation). */
	"CREATE TABLE pairs ("
	" party TEXT NOT NULL, target INTEGER NOT NULL,"
	" PRIMARY KEY (party, target)) WITHOUT ROWID;"
	"CREATE TABLE markers ("
	" account TEXT NOT NULL, target TEXT NOT NULL, time INTEGER NOT NULL,"
	" PRIMARY KEY (account, target)) WITHOUT ROWID;",

	/* Registered rooms, members' ranks, and timed bans. */
	"ALTER TABLE rooms ADD COLUMN founder TEXT;"
	"ALTER TABLE rooms ADD COLUMN password TEXT;"
	"ALTER TABLE rooms ADD COLUMN slow INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE rooms ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE room_masks ADD COLUMN until INTEGER NOT NULL DEFAULT 0;"
	"CREATE TABLE room_access ("
	" room TEXT NOT NULL, at INTEGER NOT NULL, account TEXT NOT NULL,"
	" ranks INTEGER NOT NULL, PRIMARY KEY (room, at)) WITHOUT ROWID;",

	/* Server bans. */
	"CREATE TABLE bans ("
	" key TEXT PRIMARY KEY, kind TEXT NOT NULL, mask TEXT NOT NULL,"
	" who TEXT NOT NULL, reason TEXT NOT NULL, time INTEGER NOT NULL,"
	" until INTEGER NOT NULL) WITHOUT ROWID;",

	/*
	 * The search table in parts (parts.h), with this many messages in each: in a million
	 * messages, merges have not reached the level at which commits would have to wait.
	 */
	"CREATE TABLE parts ("
	" n INTEGER PRIMARY KEY, first INTEGER NOT NULL,"
	" size INTEGER NOT NULL);"
	"INSERT INTO parts SELECT 0, 0, n FROM marks WHERE name = 'indexed';"
	"INSERT INTO marks VALUES ('part', 1000000);",

	/*
	 * Keys that were claimed but not proved. It is not known which older keys were proved, so
	 * all become pending without expiry, except a key that is the only way to log in to its
	 * account.
	 */
	"ALTER TABLE account_keys ADD COLUMN pending INTEGER NOT NULL DEFAULT "
	"0;"
	"ALTER TABLE account_keys ADD COLUMN expires INTEGER NOT NULL DEFAULT "
	"0;"
	"UPDATE account_keys SET pending = 1 WHERE EXISTS (SELECT 1 FROM"
	" accounts a WHERE a.folded = account_keys.account AND"
	" a.iterations > 0) OR (SELECT count(*) FROM account_keys k"
	" WHERE k.account = account_keys.account) > 1;",

	/* Random bytes that never change (store.h). */
	"CREATE TABLE secrets (name TEXT PRIMARY KEY, bytes BLOB NOT NULL)"
	" WITHOUT ROWID;",
};

const size_t schema_nsteps = sizeof(schema_steps) / sizeof(schema_steps[0]);

static int
get_pragma(struct db *db, const char *sql, int64_t *n)
{
	return db_number(db_stmt(db, sql), n);
}

/* An empty file counts as ours. */
static int
is_ours(struct db *db)
{
	int64_t id = 0, tables = 0;

	if (get_pragma(db, "PRAGMA application_id", &id) == 1 &&
	    id == APPLICATION_ID)
		return 1;
	return get_pragma(db, "SELECT count(*) FROM sqlite_schema", &tables) ==
		   1 &&
	       tables == 0 && id == 0;
}

static int
take_step(struct db *db, const char *step, size_t version)
{
	char sql[SQL_BYTES];
	int rc;

	snprintf(sql, sizeof(sql), "PRAGMA user_version = %zu", version);
	rc = db_exec(db, "BEGIN IMMEDIATE");
	if (rc == SQLITE_OK)
		rc = db_exec(db, step);
	if (rc == SQLITE_OK)
		rc = db_exec(db, sql);
	if (rc == SQLITE_OK && version == 1) {
		snprintf(sql, sizeof(sql), "PRAGMA application_id = %d",
		    APPLICATION_ID);
		rc = db_exec(db, sql);
	}
	if (rc == SQLITE_OK)
		rc = db_exec(db, "COMMIT");
	return rc == SQLITE_OK ? 0 : -1;
}

static int
get_version(struct db *db, size_t nsteps, const char *file, int64_t *version,
    char **cause)
{
	if (!is_ours(db))
		return cause_set(cause,
		    _("%s is another program's database. Move it away"), file);
	if (get_pragma(db, "PRAGMA user_version", version) != 1)
		return cause_set(
		    cause, _("cannot read %s: %s"), file, db_error(db));
	if (*version < 0 || (uint64_t)*version > nsteps)
		return cause_set(cause,
		    _("%s was written by a newer tchat-server: its version is "
		      "%lld, and this program knows versions up to %zu. "
		      "Install "
		      "a newer tchat-server"),
		    file, (long long)*version, nsteps);
	return 0;
}

int
schema_check(struct db *db, size_t nsteps, const char *file, char **cause)
{
	int64_t version = 0;

	if (get_version(db, nsteps, file, &version, cause) != 0)
		return -1;
	if ((uint64_t)version < nsteps)
		return cause_set(cause,
		    _("%s was written by an older tchat-server. Start this "
		      "version of tchat-server once: it upgrades the database"),
		    file);
	return 0;
}

int
schema_update(struct db *db, const char *const *steps, size_t nsteps,
    const char *file, char **cause)
{
	int64_t version = 0;

	if (get_version(db, nsteps, file, &version, cause) != 0)
		return -1;
	for (; (uint64_t)version < nsteps; version++) {
		if (take_step(db, steps[version], (size_t)version + 1) == 0)
			continue;
		cause_set(cause, _("cannot upgrade %s from version %lld: %s"),
		    file, (long long)version, db_error(db));
		if (!sqlite3_get_autocommit(db_handle(db)))
			db_exec(db, "ROLLBACK");
		return -1;
	}
	return 0;
}
