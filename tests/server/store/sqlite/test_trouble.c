/*
 * The SQLite store when the disk is full, broken or slow, when another program holds the file, when
 * the file is not ours, and its chores.
 */
#include <sys/stat.h>

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/schema.h"
#include "tests/support/bad_disk.h"
#include "tests/support/proc.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

static struct store_rig rig;
static const struct store_range all = { .limit = 10000 };

static int
setup(void **state)
{
	(void)state;
	store_rig_init(&rig);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	bad_disk_set(BAD_DISK_GOOD);
	store_rig_clear(&rig);
	return 0;
}

/* Opens the file as another program. */
static sqlite3 *
other_open(void)
{
	sqlite3 *other;

	assert_int_equal(sqlite3_open(rig.file, &other), SQLITE_OK);
	/* The store's writer may hold the file for a moment. */
	assert_int_equal(sqlite3_busy_timeout(other, 10000), SQLITE_OK);
	return other;
}

static void
other_runs(sqlite3 *other, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(other, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
}

static void
run_in_file(const char *sql)
{
	sqlite3 *other = other_open();

	other_runs(other, sql);
	sqlite3_close(other);
	assert_int_equal(chmod(rig.file, 0600), 0);
}

static int64_t
number_in_file(const char *sql)
{
	sqlite3 *other = other_open();
	sqlite3_stmt *stmt;
	int64_t n;

	assert_int_equal(
	    sqlite3_prepare_v2(other, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(other);
	return n;
}

/*
 * The thread that appends and reads releases the lock, so any call that waited for it would wait
 * forever.
 */
static void
calls__do_not_block__while_another_program_locks_the_file(void **state)
{
	sqlite3 *other;

	(void)state;
	store_rig_open(&rig);
	store_rig_say(&rig, "#c", "before");
	store_rig_settle(&rig);
	other = other_open();
	other_runs(other, "BEGIN IMMEDIATE");
	store_rig_say(&rig, "#c", "a");
	store_rig_say(&rig, "#c", "b");
	store_rig_pump(&rig, 1000);
	store_rig_expect_told(&rig, "before ");
	assert_int_equal(rig.underway, 2);
	other_runs(other, "COMMIT");
	sqlite3_close(other);
	store_rig_settle(&rig);
	store_rig_expect_told(&rig, "a b ");
	store_rig_expect_page(&rig, "#c", &all, "before a b ");
}

static void
on_read(enum store_result result, struct chat_event *const *events, size_t n,
    void *ctx)
{
	(void)events;
	assert_int_equal(result, STORE_OK);
	*(size_t *)ctx = n;
}

static void
reads__work__while_another_program_writes(void **state)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;
	sqlite3 *other;
	size_t n = 0;

	(void)state;
	store_rig_open(&rig);
	store_rig_say(&rig, "#c", "before");
	store_rig_settle(&rig);
	other = other_open();
	other_runs(other, "BEGIN IMMEDIATE");
	rig.store->ops->query(rig.store, "#c", &all, on_read, &n);
	while (n == 0 && clock_mono_ms() < deadline)
		store_rig_pump(&rig, 100);
	assert_int_equal(n, 1);
	other_runs(other, "COMMIT");
	sqlite3_close(other);
}

/* Otherwise a client that looks for its own message believes it lost and sends it again. */
static void
page__includes_earlier_appends__however_late_they_settle(void **state)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;
	sqlite3 *other;
	size_t n = 0, later = 0;

	(void)state;
	store_rig_open(&rig);
	other = other_open();
	other_runs(other, "BEGIN IMMEDIATE");
	store_rig_say(&rig, "#c", "a");
	rig.store->ops->query(rig.store, "#c", &all, on_read, &n);
	store_rig_say(&rig, "#c", "b");
	rig.store->ops->query(rig.store, "#c", &all, on_read, &later);
	store_rig_pump(&rig, 200);
	assert_int_equal(rig.underway, 2);
	assert_int_equal(n, 0);
	other_runs(other, "COMMIT");
	sqlite3_close(other);
	while ((n == 0 || later == 0) && clock_mono_ms() < deadline)
		store_rig_pump(&rig, 100);
	assert_in_range(n, 1, 2);
	assert_int_equal(later, 2);
}

/* Freeing the store also ends the waiting reads. */
static void
on_broken_off(enum store_result result, struct chat_event *const *events,
    size_t n, void *ctx)
{
	(void)result, (void)events, (void)n;
	++*(size_t *)ctx;
}

static void
waiting_page__is_answered__when_the_store_is_freed(void **state)
{
	sqlite3 *other;
	size_t n = 0;

	(void)state;
	store_rig_open(&rig);
	store_rig_settle(&rig);
	other = other_open();
	other_runs(other, "BEGIN IMMEDIATE");
	store_rig_say(&rig, "#c", "a");
	rig.store->ops->query(rig.store, "#c", &all, on_broken_off, &n);
	assert_int_equal(n, 0);
	other_runs(other, "COMMIT");
	sqlite3_close(other);
	store_rig_close(&rig);
	assert_int_equal(n, 1);
}

static pthread_t loop;
static atomic_llong others_time;

/* For all threads but the test's, ten seconds pass between two readings. */
static int64_t
hurried_clock(void)
{
	if (pthread_equal(pthread_self(), loop))
		return 1700000000000;
	return 1700000000000 + atomic_fetch_add(&others_time, 10000);
}

static void
read__is_interrupted__past_its_time_limit(void **state)
{
	int i;

	(void)state;
	store_rig_open(&rig);
	for (i = 0; i < 3000; i++)
		store_rig_say(&rig, "#c", "x");
	store_rig_close(&rig);
	loop = pthread_self();
	clock_set(hurried_clock);
	store_rig_open(&rig);
	store_rig_query(&rig, "#c", &all);
	assert_int_equal(rig.result, STORE_TOO_LONG);
	assert_int_equal(rig.nevents, 0);
	store_rig_close(&rig);
	clock_set(NULL);
	store_rig_open(&rig);
	store_rig_query(&rig, "#c", &all);
	assert_int_equal(rig.nevents, 3000);
}

/* The first event is committed alone; all that arrived meanwhile are committed together. */
static void
appends_during_a_commit__go_into_the_next(void **state)
{
	sqlite3 *other;
	int i, before;

	(void)state;
	rig.settings.fsync = 1;
	store_rig_open(&rig);
	store_rig_say(&rig, "#c", "x");
	store_rig_settle(&rig);
	other = other_open();
	other_runs(other, "BEGIN IMMEDIATE");
	before = bad_disk_syncs();
	for (i = 0; i < 1000; i++)
		store_rig_say(&rig, "#c", "x");
	other_runs(other, "COMMIT");
	sqlite3_close(other);
	store_rig_settle(&rig);
	assert_in_range(bad_disk_syncs() - before, 1, 4);
}

static void
durability__means_one_sync_per_commit__or_none(void **state)
{
	int before, i;

	(void)state;
	rig.settings.fsync = 1;
	store_rig_open(&rig);
	before = bad_disk_syncs();
	for (i = 0; i < 5; i++) {
		store_rig_say(&rig, "#c", "x");
		store_rig_settle(&rig);
	}
	assert_true(bad_disk_syncs() - before >= 5);
	store_rig_close(&rig);
	rig.settings.fsync = 0;
	store_rig_open(&rig);
	store_rig_say(&rig, "#c", "x");
	store_rig_settle(&rig);
	before = bad_disk_syncs();
	for (i = 0; i < 5; i++) {
		store_rig_say(&rig, "#c", "x");
		store_rig_settle(&rig);
	}
	assert_int_equal(bad_disk_syncs(), before);
}

/* Counts a text in the log. */
static size_t
count_in(FILE *log, const char *text)
{
	char *line = NULL;
	size_t size = 0, n = 0;

	rewind(log);
	while (getline(&line, &size, log) > 0)
		n += strstr(line, text) != NULL;
	free(line);
	return n;
}

static void
refuses_and_goes_on(enum bad_disk how, const char *told)
{
	FILE *log = tmpfile();

	log_open(log, LOG_INFO);
	store_rig_open(&rig);
	store_rig_say(&rig, "#c", "before");
	store_rig_settle(&rig);
	store_rig_expect_told(&rig, "before ");
	bad_disk_set(how);
	store_rig_say(&rig, "#c", "a");
	store_rig_settle(&rig);
	store_rig_say(&rig, "bo", "direct");
	store_rig_say(&rig, "#d", "b");
	store_rig_settle(&rig);
	store_rig_expect_told(&rig, told);
	bad_disk_set(BAD_DISK_GOOD);
	store_rig_say(&rig, "#c", "after");
	store_rig_settle(&rig);
	store_rig_expect_told(&rig, "after ");
	store_rig_expect_page(&rig, "#c", &all, "before after ");
	store_rig_expect_page(&rig, "#d", &all, "");
	assert_int_equal(count_in(log, "cannot store messages"), 1);
	assert_int_equal(count_in(log, "are stored again"), 1);
	store_rig_close(&rig);
	store_rig_open(&rig);
	store_rig_expect_page(&rig, "#c", &all, "before after ");
	log_open(NULL, LOG_INFO);
	fclose(log);
}

static void
full_disk__refuses__until_there_is_space(void **state)
{
	(void)state;
	refuses_and_goes_on(BAD_DISK_FULL, "a:full direct b:full ");
}

static void
broken_disk__refuses__until_it_works(void **state)
{
	(void)state;
	refuses_and_goes_on(BAD_DISK_BROKEN, "a:failed direct b:failed ");
}

/* Runs the loop until the query gives that number, or the deadline passes. */
static void
expect_number(const char *sql, int64_t n)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;

	while (number_in_file(sql) != n && clock_mono_ms() < deadline)
		poll(NULL, 0, 10);
	assert_int_equal(number_in_file(sql), n);
}

static void
old_lines__are_deleted__when_a_room_has_too_many(void **state)
{
	struct chat_event *quit = store_rig_event(CHAT_QUIT);
	struct store_range last = { .limit = 2, .latest = 1 };
	int i;

	(void)state;
	rig.settings.lines = 100;
	store_rig_open(&rig);
	store_rig_say(&rig, "#d", "stays");
	quit->rooms = xstrdup("#c,#d");
	store_rig_append(&rig, quit);
	for (i = 0; i < 1000; i++)
		store_rig_say(&rig, "#c", i < 999 ? "x" : "last");
	store_rig_settle(&rig);
	expect_number("SELECT count(*) FROM placed WHERE what = 0", 101);
	expect_number("SELECT count(*) FROM search WHERE search MATCH 'x'", 99);
	expect_number("SELECT count(*) FROM placed WHERE what = 1", 1);
	expect_number("SELECT count(*) FROM events", 102);
	store_rig_expect_page(&rig, "#c", &last, "x last ");
	store_rig_expect_page(&rig, "#d", &all, "stays QUIT ");
}

static void
pruned(enum store_result result, size_t n, void *ctx)
{
	(void)ctx;
	assert_int_equal(result, STORE_OK);
	assert_int_equal(n, 990);
	rig.underway--;
}

static void
old_lines__are_deleted__when_they_are_too_old(void **state)
{
	int64_t now = clock_ms();
	int i;

	(void)state;
	rig.settings.age = 3600000;
	store_rig_open(&rig);
	for (i = 0; i < 1000; i++) {
		struct chat_event *e = store_rig_event(CHAT_MESSAGE);

		xasprintf(&e->target, "#%d", i % 250);
		e->text = xstrdup(i < 990 ? "old" : "new");
		e->time = now - (i < 990 ? 7200000 : 0);
		store_rig_append(&rig, e);
	}
	store_rig_settle(&rig);
	rig.underway++;
	rig.store->ops->prune(rig.store, pruned, NULL);
	store_rig_settle(&rig);
	expect_number("SELECT count(*) FROM events", 10);
	expect_number("SELECT count(*) FROM placed", 10);
	expect_number(
	    "SELECT count(*) FROM search WHERE search MATCH 'old'", 0);
	store_rig_expect_page(&rig, "#249", &all, "new ");
}

static void
expect_refused(const char *because)
{
	char *cause = store_rig_refused(&rig);

	if (strstr(cause, because) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", because, cause);
	assert_non_null(strstr(cause, rig.file));
	free(cause);
}

static void
open__reports_a_damaged_file(void **state)
{
	char junk[8192];
	int fd = open(rig.file, O_WRONLY | O_CREAT, 0600);

	(void)state;
	memset(junk, 'j', sizeof(junk));
	assert_int_equal(write(fd, junk, sizeof(junk)), sizeof(junk));
	close(fd);
	expect_refused("is damaged or not a database");
}

static void
open__reports_another_programs_database(void **state)
{
	(void)state;
	run_in_file("CREATE TABLE t (x)");
	expect_refused("another program's database");
}

static void
open__reports_a_newer_version(void **state)
{
	(void)state;
	store_rig_open(&rig);
	store_rig_close(&rig);
	run_in_file("PRAGMA user_version = 1000");
	expect_refused(
	    "was written by a newer tchat-server: its version is 1000");
}

static void
open__reports_a_file_readable_by_others(void **state)
{
	(void)state;
	store_rig_open(&rig);
	store_rig_close(&rig);
	assert_int_equal(chmod(rig.file, 0640), 0);
	expect_refused("chmod 600");
}

static void
open__reports_a_missing_folder(void **state)
{
	(void)state;
	rig.settings.file = "/nowhere/tchat.db";
	free(rig.file);
	rig.file = xstrdup(rig.settings.file);
	expect_refused("No such file");
}

/* Makes a database with the first n steps. */
static struct db *
make_version(size_t n)
{
	char *cause = NULL;
	struct db *db = db_open_to_write(rig.file, 0, &cause);

	assert_non_null(db);
	assert_int_equal(
	    schema_update(db, schema_steps, n, rig.file, &cause), 0);
	return db;
}

static void
open__upgrades_every_earlier_version(void **state)
{
	static const char *const in[] = { "#c" };
	const struct store_search words = {
		.text = "words", .in = in, .n = 1, .limit = 9
	};
	size_t version;

	(void)state;
	for (version = 1; version <= schema_nsteps; version++) {
		struct db *db = make_version(version);

		assert_int_equal(
		    db_exec(db,
			"INSERT INTO people VALUES (1,'ada','u','h','r','',0);"
			"INSERT INTO targets VALUES (1,'#c');"
			"INSERT INTO events (seq, time, msgid, type, kind,"
			" who, places, target, text) VALUES (7, 1000,"
			" zeroblob(16), 0, 0, 1, 1, '#c', 'early words');"
			"INSERT INTO placed VALUES (1,0,7)"),
		    SQLITE_OK);
		if (version >= 2)
			db_exec(db, "UPDATE events SET place = 1");
		db_close(db);
		store_rig_open(&rig);
		assert_int_equal(rig.store->last_seq, 7);
		store_rig_say(&rig, "#c", "late");
		store_rig_expect_page(&rig, "#c", &all, "early words late ");
		store_rig_expect_found(&rig, &words, "early words ");
		store_rig_close(&rig);
		assert_int_equal(
		    number_in_file("PRAGMA user_version"), schema_nsteps);
		assert_int_equal(unlink(rig.file), 0);
	}
}

static void
upgrade_step__is_atomic(void **state)
{
	const char *steps[] = { "CREATE TABLE a (x)",
		"CREATE TABLE b (x); INSERT INTO nowhere VALUES (1)" };
	char *cause = NULL;
	struct db *db = db_open_to_write(rig.file, 0, &cause);

	(void)state;
	assert_int_equal(schema_update(db, steps, 2, rig.file, &cause), -1);
	assert_non_null(strstr(cause, "no such table: nowhere"));
	free(cause);
	db_close(db);
	assert_int_equal(number_in_file("PRAGMA user_version"), 1);
	assert_int_equal(
	    number_in_file("SELECT count(*) FROM sqlite_schema"), 1);
	steps[1] = "CREATE TABLE b (x)";
	db = db_open_to_write(rig.file, 0, NULL);
	assert_int_equal(schema_update(db, steps, 2, rig.file, NULL), 0);
	assert_int_equal(schema_update(db, steps, 2, rig.file, NULL), 0);
	db_close(db);
	assert_int_equal(number_in_file("PRAGMA user_version"), 2);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(calls__do_not_block__while_another_program_locks_the_file),
		CASE(reads__work__while_another_program_writes),
		CASE(page__includes_earlier_appends__however_late_they_settle),
		CASE(waiting_page__is_answered__when_the_store_is_freed),
		CASE(read__is_interrupted__past_its_time_limit),
		CASE(appends_during_a_commit__go_into_the_next),
		CASE(durability__means_one_sync_per_commit__or_none),
		CASE(full_disk__refuses__until_there_is_space),
		CASE(broken_disk__refuses__until_it_works),
		CASE(old_lines__are_deleted__when_a_room_has_too_many),
		CASE(old_lines__are_deleted__when_they_are_too_old),
		CASE(open__reports_a_damaged_file),
		CASE(open__reports_another_programs_database),
		CASE(open__reports_a_newer_version),
		CASE(open__reports_a_file_readable_by_others),
		CASE(open__reports_a_missing_folder),
		CASE(open__upgrades_every_earlier_version),
		CASE(upgrade_step__is_atomic),
	};

	bad_disk_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
