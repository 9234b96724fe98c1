/*
 * store_sqlite: the SQLite store: a writer, two readers, and the loop's side of both.
 */
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/log.h"
#include "common/random.h"
#include "common/xmalloc.h"
#include "server/store/account_copy.h"
#include "server/store/retention.h"
#include "server/store/sqlite/account_rows.h"
#include "server/store/sqlite/ban_rows.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/marker_rows.h"
#include "server/store/sqlite/reads.h"
#include "server/store/sqlite/room_rows.h"
#include "server/store/sqlite/schema.h"
#include "server/store/sqlite/stop_marker.h"
#include "server/store/sqlite/writer.h"
#include "server/store/store.h"

enum {
	BUSY_MS = 10000, /* time to wait for another program's lock */
	US_PER_SECOND = 1000000,
	PAGE_MS = 25,	      /* time limit of a page or a list of targets */
	PAGES_WAITING = 4096, /* at most a quarter of them for one requester */
	SEARCH_MS = 2000,     /* time limit of a search */
	SEARCHES_WAITING = 256,
	SEARCHES_OF_ONE = 16,
	SEARCH_SECONDS = 10, /* search time of one requester at once ... */
	HALF_LIFE_MS =
	    60000 /* ... and about a ninth of the time in the long run */
};

struct store_sqlite {
	struct store store;
	char *file;
	struct writer *writer;
	struct reader *pages;
	struct reader *searches;
	/* The next four: as saved when the store was opened. */
	struct pending *rooms;
	struct pending *markers;
	struct pending *bans;
	struct account_copies accounts;
	struct appends fresh;	      /* appended in this turn of the loop */
	struct pending *fresh_writes; /* likewise; nobody waits for these */
	uint64_t appended; /* number of appends handed to the writer */
	uint64_t finished; /* number of appends called back */
	struct reads held; /* waiting until earlier appends are stored */
	void (*wake)(void *ctx);
	void *wake_ctx;
};

/* Call it before adding to the fresh lists: wakes once per turn. */
static void
wake_first(struct store_sqlite *s)
{
	if (STAILQ_EMPTY(&s->fresh) && s->fresh_writes == NULL)
		s->wake(s->wake_ctx);
}

static void
add_fresh(struct store_sqlite *s, const struct append *like)
{
	struct append *a = xcalloc(1, sizeof(*a));

	*a = *like;
	s->appended++;
	wake_first(s);
	STAILQ_INSERT_TAIL(&s->fresh, a, link);
}

/*
 * Everything appended in a turn goes to the writer at once, when the loop calls collect. Otherwise
 * the writer would start to commit with the first event, and lines that a peer sent together would
 * be split over several commits and sends. An event that need not be stored, with nothing waiting
 * before it, is done at once.
 */
static void
sqlite_append(
    struct store *store, struct chat_event *e, store_done_fn *done, void *ctx)
{
	struct store_sqlite *s = (struct store_sqlite *)store;

	if (s->finished == s->appended && retention_of(e) == RETENTION_NONE) {
		done(STORE_OK, ctx);
		return;
	}
	add_fresh(
	    s, &(struct append){
		   .event = chat_event_ref(e), .done = done, .ctx = ctx });
}

/*
 * A page includes everything appended before it was requested: a client that looks for its own
 * message in the history sends it again if it is missing.
 */
static void
release_held(struct store_sqlite *s, int all)
{
	struct read *r;

	while ((r = TAILQ_FIRST(&s->held)) != NULL &&
	       (all || r->after <= s->finished)) {
		TAILQ_REMOVE(&s->held, r, link);
		reader_push(s->pages, r);
	}
}

static struct read *
read_for(struct read *r, const struct store_requester *by)
{
	r->key = xstrdup(by->key != NULL ? by->key : "");
	r->session = by->session;
	return r;
}

static void
finish(struct read *r)
{
	free(r->key);
	r->finish(r);
}

static void
sqlite_query(struct store *store, const char *target,
    const struct store_range *range, store_events_fn *fn, void *ctx)
{
	struct store_sqlite *s = (struct store_sqlite *)store;
	struct read *r =
	    read_for(page_new(target, range, fn, ctx), &range->requester);

	r->after = s->appended;
	TAILQ_INSERT_TAIL(&s->held, r, link);
	release_held(s, 0);
}

static void
sqlite_targets(struct store *store, const struct store_span *span,
    store_targets_fn *fn, void *ctx)
{
	struct store_sqlite *s = (struct store_sqlite *)store;

	reader_push(
	    s->pages, read_for(targets_new(span, fn, ctx), &span->requester));
}

static void
sqlite_search(struct store *store, const struct store_search *asked,
    store_events_fn *fn, void *ctx)
{
	struct store_sqlite *s = (struct store_sqlite *)store;

	if (asked->text != NULL && !search_is_simple(asked->text)) {
		fn(STORE_TOO_COMPLEX, NULL, 0, ctx);
		return;
	}
	reader_push(s->searches,
	    read_for(search_new(asked, fn, ctx), &asked->requester));
}

static void
sqlite_cancel(struct store *store, uint64_t session)
{
	struct store_sqlite *s = (struct store_sqlite *)store;

	reader_cancel(s->pages, session);
	reader_cancel(s->searches, session);
}

static void
sqlite_save_room(struct store *store, const struct store_room *room)
{
	struct store_sqlite *s = (struct store_sqlite *)store;

	wake_first(s);
	room_rows_put(&s->fresh_writes, room->folded, room);
}

static void
sqlite_delete_room(struct store *store, const char *folded)
{
	struct store_sqlite *s = (struct store_sqlite *)store;

	wake_first(s);
	room_rows_put(&s->fresh_writes, folded, NULL);
}

static void
sqlite_rooms(struct store *store, store_room_fn *fn, void *ctx)
{
	struct store_sqlite *s = (struct store_sqlite *)store;

	room_rows_each(s->rooms, fn, ctx);
	pending_clear(&s->rooms);
}

static void
sqlite_save_marker(
    struct store *store, const char *account, const char *target, int64_t ms)
{
	struct store_sqlite *s = (struct store_sqlite *)store;

	wake_first(s);
	marker_rows_put(&s->fresh_writes, account, target, ms);
}

static void
sqlite_markers(struct store *store, store_marker_fn *fn, void *ctx)
{
	struct store_sqlite *s = (struct store_sqlite *)store;

	marker_rows_each(s->markers, fn, ctx);
	pending_clear(&s->markers);
}

/* Saves a ban, or deletes the one with that key if ban is NULL. */
static void
add_ban(struct store *store, const char *key, const struct store_ban *ban,
    store_done_fn *done, void *ctx)
{
	struct append a = { .done = done, .ctx = ctx };

	ban_rows_put(&a.write, key, ban);
	add_fresh((struct store_sqlite *)store, &a);
}

static void
sqlite_save_ban(struct store *store, const struct store_ban *ban,
    store_done_fn *done, void *ctx)
{
	add_ban(store, ban->key, ban, done, ctx);
}

static void
sqlite_delete_ban(
    struct store *store, const char *key, store_done_fn *done, void *ctx)
{
	add_ban(store, key, NULL, done, ctx);
}

static void
sqlite_bans(struct store *store, store_ban_fn *fn, void *ctx)
{
	struct store_sqlite *s = (struct store_sqlite *)store;

	ban_rows_each(s->bans, fn, ctx);
	pending_clear(&s->bans);
}

static void
sqlite_save_account(struct store *store, const struct store_account *account,
    store_done_fn *done, void *ctx)
{
	add_fresh((struct store_sqlite *)store,
	    &(struct append){ .account = account_copy_new(account),
		.done = done,
		.ctx = ctx });
}

static void
sqlite_delete_account(
    struct store *store, const char *folded, store_done_fn *done, void *ctx)
{
	add_fresh((struct store_sqlite *)store,
	    &(struct append){ .account = account_copy_deleted(folded),
		.done = done,
		.ctx = ctx });
}

static void
sqlite_accounts(struct store *store, store_account_fn *fn, void *ctx)
{
	struct store_sqlite *s = (struct store_sqlite *)store;

	account_copies_each(&s->accounts, fn, ctx);
	account_copies_free(&s->accounts);
}

static void
sqlite_prune(struct store *store, store_pruned_fn *fn, void *ctx)
{
	struct store_sqlite *s = (struct store_sqlite *)store;
	struct append *a = xcalloc(1, sizeof(*a));

	a->pruned = fn;
	a->ctx = ctx;
	writer_prune(s->writer, a);
}

static void
append_free(struct append *a)
{
	if (a->event != NULL)
		chat_event_unref(a->event);
	account_copy_free(a->account);
	pending_clear(&a->write);
	free(a);
}

static void
sqlite_collect(struct store *store)
{
	struct store_sqlite *s = (struct store_sqlite *)store;
	struct appends appends = STAILQ_HEAD_INITIALIZER(appends);
	struct reads reads = TAILQ_HEAD_INITIALIZER(reads);
	struct append *a;
	struct read *r;

	writer_push(s->writer, &s->fresh, &s->fresh_writes);
	reader_take(s->pages, &reads);
	reader_take(s->searches, &reads);
	writer_take(s->writer, &appends);
	while ((a = STAILQ_FIRST(&appends)) != NULL) {
		STAILQ_REMOVE_HEAD(&appends, link);
		if (a->pruned != NULL) {
			a->pruned(a->result, a->npruned, a->ctx);
		} else {
			s->finished++;
			a->done(a->result, a->ctx);
		}
		append_free(a);
	}
	release_held(s, 0);
	while ((r = TAILQ_FIRST(&reads)) != NULL) {
		TAILQ_REMOVE(&reads, r, link);
		finish(r);
	}
}

static void
stop_readers(struct store_sqlite *s)
{
	if (s->pages != NULL)
		reader_stop(s->pages);
	if (s->searches != NULL)
		reader_stop(s->searches);
}

static void
free_readers(struct store_sqlite *s)
{
	if (s->pages != NULL)
		reader_free(s->pages);
	if (s->searches != NULL)
		reader_free(s->searches);
}

/* Frees what was read at the start. */
static void
clear_saved(struct store_sqlite *s)
{
	pending_clear(&s->rooms);
	pending_clear(&s->markers);
	pending_clear(&s->bans);
	account_copies_free(&s->accounts);
}

static void
sqlite_free(struct store *store)
{
	struct store_sqlite *s = (struct store_sqlite *)store;

	release_held(s, 1); /* interrupt them */
	stop_readers(s);
	writer_push(s->writer, &s->fresh, &s->fresh_writes);
	writer_stop(s->writer);
	sqlite_collect(store);
	free_readers(s);
	writer_free(s->writer);
	clear_saved(s);
	stop_marker_clear(s->file);
	free(s->file);
	free(s);
}

static const struct store_ops sqlite_ops = {
	.append = sqlite_append,
	.query = sqlite_query,
	.targets = sqlite_targets,
	.search = sqlite_search,
	.cancel = sqlite_cancel,
	.save_room = sqlite_save_room,
	.delete_room = sqlite_delete_room,
	.rooms = sqlite_rooms,
	.save_account = sqlite_save_account,
	.delete_account = sqlite_delete_account,
	.accounts = sqlite_accounts,
	.save_marker = sqlite_save_marker,
	.markers = sqlite_markers,
	.save_ban = sqlite_save_ban,
	.delete_ban = sqlite_delete_ban,
	.bans = sqlite_bans,
	.prune = sqlite_prune,
	.collect = sqlite_collect,
	.free = sqlite_free,
};

/*
 * WAL: readers and the writer do not block each other. FULL: a commit is on the disk.
 */
static int
configure(
    struct db *db, const struct store_sqlite_settings *settings, char **cause)
{
	static const char always[] = "PRAGMA journal_mode = WAL;"
				     "PRAGMA wal_autocheckpoint = 1000;"
				     "PRAGMA journal_size_limit = 67108864;"
				     "PRAGMA cache_size = -16384;"
				     "PRAGMA temp_store = MEMORY;";
	int rc = db_exec(db, always);

	if (rc == SQLITE_OK)
		rc = db_exec(db, settings->fsync
				     ? "PRAGMA synchronous = FULL"
				     : "PRAGMA synchronous = NORMAL");
	if (rc != SQLITE_OK)
		return cause_set(cause, _("cannot set up %s: %s"),
		    settings->file, db_error(db));
	return 0;
}

/* The latest messages may be lost, but the rest must be sound. Returns 0, or -1 and sets *cause. */
static int
check_after_loss(
    struct db *db, const char *file, enum stop_state stop, char **cause)
{
	sqlite3_stmt *stmt;
	int sound;

	if (stop != STOP_WAL_MISSING && stop != STOP_WAL_DAMAGED)
		return 0;
	stmt = db_stmt(db, "PRAGMA quick_check(1)");
	sound = sqlite3_step(stmt) == SQLITE_ROW &&
		strcmp((const char *)sqlite3_column_text(stmt, 0), "ok") == 0;
	sqlite3_reset(stmt);
	if (!sound && stop == STOP_WAL_MISSING)
		return cause_set(cause,
		    _("%s is damaged: the last stop was not clean, and %s-wal "
		      "is "
		      "missing. Restore a backup"),
		    file, file);
	if (!sound)
		return cause_set(cause,
		    _("%s is damaged: the last stop was not clean, and %s-wal "
		      "is "
		      "damaged. Restore a backup"),
		    file, file);
	log_warn("store", 0,
	    "the last stop was not clean and %s-wal is %s: the latest messages "
	    "may be lost. The rest of the database is sound.",
	    file, stop == STOP_WAL_MISSING ? "missing" : "damaged");
	return 0;
}

/* Writes something, so that the -wal file exists from now on, then sets the marker. */
static int
mark_running(struct db *db, const char *file, char **cause)
{
	static const char write[] =
	    "INSERT OR REPLACE INTO marks VALUES ('opened', ?1)";
	sqlite3_stmt *stmt = db_stmt(db, write);
	int rc;

	sqlite3_bind_int64(stmt, 1, clock_ms());
	rc = db_run(stmt);
	if (rc != SQLITE_OK && db_result(db, rc) != STORE_FULL)
		return cause_set(cause, "%s: %s", file, db_error(db));
	/* The server starts even if the disk is full. */
	return rc == SQLITE_OK ? stop_marker_set(file, cause) : 0;
}

static struct db *
open_to_write(const struct store_sqlite_settings *settings, char **cause)
{
	const char *file = settings->file;
	enum stop_state stop = stop_marker_read(file);
	struct db *db = db_open_to_write(file, BUSY_MS, cause);

	if (db == NULL)
		return NULL;
	if (schema_update(db, schema_steps, schema_nsteps, file, cause) == 0 &&
	    configure(db, settings, cause) == 0 &&
	    check_after_loss(db, file, stop, cause) == 0 &&
	    mark_running(db, file, cause) == 0)
		return db;
	db_close(db);
	return NULL;
}

static int
find_last_seq(struct db *db, uint64_t *last)
{
	int64_t seq = 0;

	if (db_number(db_stmt(db, "SELECT max(seq) FROM events"), &seq) < 0)
		return -1;
	*last = (uint64_t)seq;
	return 0;
}

/* Count this run. */
static int
draw_epoch(struct db *db, uint32_t *epoch)
{
	int64_t n = 0;

	if (db_run(db_stmt(db,
		"INSERT INTO marks VALUES ('epoch', 1)"
		" ON CONFLICT (name) DO UPDATE SET n = n + 1")) != SQLITE_OK ||
	    db_number(db_stmt(db, "SELECT n FROM marks WHERE name = 'epoch'"),
		&n) < 0)
		return -1;
	*epoch = (uint32_t)n;
	return 0;
}

static int
make_secret(struct db *db, unsigned char secret[STORE_SECRET])
{
	sqlite3_stmt *stmt =
	    db_stmt(db, "INSERT OR REPLACE INTO secrets VALUES ('store', ?1)");

	random_bytes(secret, STORE_SECRET);
	sqlite3_bind_blob(stmt, 1, secret, STORE_SECRET, SQLITE_STATIC);
	return db_run(stmt);
}

/* Reads the secret, or makes one in a new database. */
static int
read_secret(struct db *db, unsigned char secret[STORE_SECRET])
{
	sqlite3_stmt *stmt =
	    db_stmt(db, "SELECT bytes FROM secrets WHERE name = 'store'");
	int rc = sqlite3_step(stmt);
	int is_there =
	    rc == SQLITE_ROW && sqlite3_column_bytes(stmt, 0) == STORE_SECRET;

	if (is_there)
		memcpy(secret, sqlite3_column_blob(stmt, 0), STORE_SECRET);
	sqlite3_reset(stmt);
	if (is_there)
		return SQLITE_OK;
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? make_secret(db, secret)
						     : rc;
}

/* Reads what the server needs at the start. */
static int
read_all(struct store_sqlite *s, struct db *db)
{
	if (find_last_seq(db, &s->store.last_seq) != 0 ||
	    draw_epoch(db, &s->store.epoch) != 0 ||
	    read_secret(db, s->store.secret) != SQLITE_OK ||
	    room_rows_read(db, &s->rooms) != SQLITE_OK ||
	    marker_rows_read(db, &s->markers) != SQLITE_OK ||
	    ban_rows_read(db, &s->bans) != SQLITE_OK ||
	    account_rows_read(db, &s->accounts) != SQLITE_OK)
		return -1;
	return 0;
}

/* Starts a reader on its own connection. Returns NULL and sets *cause on failure. */
static struct reader *
start_reader(const struct store_sqlite_settings *settings,
    const struct reader_settings *like, char **cause)
{
	struct db *db = db_open_to_read(settings->file, BUSY_MS, cause);
	struct reader_settings r = *like;

	r.wake = settings->wake;
	r.wake_ctx = settings->wake_ctx;
	return db == NULL ? NULL : reader_new(db, &r, cause);
}

static struct reader *
start_searches(const struct store_sqlite_settings *settings, char **cause)
{
	static const struct reader_settings r = {
		.limits = { SEARCHES_OF_ONE, SEARCHES_WAITING,
		    (int64_t)SEARCH_SECONDS * US_PER_SECOND, HALF_LIFE_MS },
		.run_ms = SEARCH_MS,
		.in_background = 1,
	};

	return start_reader(settings, &r, cause);
}

static struct reader *
start_pages(const struct store_sqlite_settings *settings,
    struct reader *searches, char **cause)
{
	const struct reader_settings r = {
		.limits = { PAGES_WAITING / 4, PAGES_WAITING, 0, HALF_LIFE_MS },
		.run_ms = PAGE_MS,
		.next = searches,
	};

	return start_reader(settings, &r, cause);
}

/* Starts the threads. On failure the writer's connection is freed too. */
static int
start(struct store_sqlite *s, struct db *db,
    const struct store_sqlite_settings *settings, char **cause)
{
	const struct writer_settings w = {
		.lines = settings->lines,
		.age = settings->age,
		.wake = settings->wake,
		.wake_ctx = settings->wake_ctx,
	};

	s->searches = start_searches(settings, cause);
	if (s->searches != NULL)
		s->pages = start_pages(settings, s->searches, cause);
	if (s->pages == NULL)
		db_close(db);
	else
		s->writer = writer_new(db, &w, cause);
	if (s->writer != NULL)
		return 0;
	stop_readers(s);
	free_readers(s);
	return -1;
}

struct store *
store_sqlite_new(const struct store_sqlite_settings *settings, char **cause)
{
	struct store_sqlite *s = xcalloc(1, sizeof(*s));
	struct db *db = open_to_write(settings, cause);
	int opened = db != NULL;

	s->store.ops = &sqlite_ops;
	STAILQ_INIT(&s->fresh);
	TAILQ_INIT(&s->held);
	STAILQ_INIT(&s->accounts);
	s->wake = settings->wake;
	s->wake_ctx = settings->wake_ctx;
	if (db != NULL && read_all(s, db) != 0) {
		cause_set(cause, _("cannot read %s: %s"), settings->file,
		    db_error(db));
		db_close(db);
		db = NULL;
	}
	if (db == NULL || start(s, db, settings, cause) != 0) {
		clear_saved(s);
		free(s);
		if (opened)
			stop_marker_clear(settings->file);
		return NULL;
	}
	s->file = xstrdup(settings->file);
	return &s->store;
}
