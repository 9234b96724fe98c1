/* Deletion of old history when the wall clock may be wrong. */
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "tests/support/proc.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

#define HOUR  3600000LL
#define DAY   (24 * HOUR)
#define START 1800000000000LL

static struct store_rig rig;
static atomic_llong boot, wall; /* the writer's thread reads them */
static FILE *log_file;
static size_t deleted;

static int64_t
boot_fn(void)
{
	return atomic_load(&boot);
}

static int64_t
wall_fn(void)
{
	return atomic_load(&wall);
}

static int
setup(void **state)
{
	(void)state;
	atomic_store(&boot, HOUR);
	atomic_store(&wall, START);
	clock_set_boot(boot_fn);
	clock_set_wall(wall_fn);
	log_file = tmpfile();
	log_open(log_file, LOG_INFO);
	store_rig_init(&rig);
	rig.settings.age = 30 * DAY;
	return log_file == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	store_rig_clear(&rig);
	log_open(NULL, LOG_INFO);
	fclose(log_file);
	clock_set(NULL);
	return 0;
}

static int
log_has(const char *text)
{
	static char all[65536];
	ssize_t n = pread(fileno(log_file), all, sizeof(all) - 1, 0);

	all[n < 0 ? 0 : n] = '\0';
	return strstr(all, text) != NULL;
}

/* The writer thread logs, so wait for it. */
static void
expect_log(const char *text)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;

	while (!log_has(text) && clock_mono_ms() < deadline)
		poll(NULL, 0, 10);
	assert_true(log_has(text));
}

static int64_t
number(const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;
	int64_t n;

	assert_int_equal(sqlite3_open(rig.file, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 10000);
	assert_int_equal(
	    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return n;
}

static int64_t
count(void)
{
	return number("SELECT count(*) FROM events WHERE text <> 'nudge'");
}

static void
expect_count(int64_t n)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;

	while (count() != n && clock_mono_ms() < deadline)
		poll(NULL, 0, 10);
	assert_int_equal(count(), n);
}

static void
say(const char *text, int64_t time)
{
	struct chat_event *e = store_rig_event(CHAT_MESSAGE);

	e->target = xstrdup("#tea");
	e->text = xstrdup(text);
	e->time = time;
	store_rig_append(&rig, e);
}

static void
say_many(int n, int64_t time)
{
	while (n-- > 0)
		say("text", time);
	store_rig_settle(&rig);
}

/* Advances the clocks and makes the writer read them, which it does after indexing a message. */
static void
pass(int64_t ms)
{
	static const char indexed[] =
	    "SELECT n FROM marks WHERE name = 'indexed'";
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;

	atomic_fetch_add(&boot, ms);
	atomic_fetch_add(&wall, ms);
	say("nudge", wall_fn());
	store_rig_settle(&rig);
	while (number(indexed) < (int64_t)rig.seq && clock_mono_ms() < deadline)
		poll(NULL, 0, 10);
	assert_int_equal(number(indexed), rig.seq);
}

static void
old_history__stays__after_a_start_with_the_clock_ahead(void **state)
{
	(void)state;
	store_rig_open(&rig);
	say_many(100, START);
	store_rig_close(&rig);
	atomic_fetch_add(&wall, 31 * DAY);
	store_rig_open(&rig);
	pass(0);
	expect_log("is kept for now");
	assert_int_equal(count(), 100);
	/* The clock is right again. */
	atomic_fetch_sub(&wall, 31 * DAY);
	pass(0);
	expect_log("the clock jumped");
	pass(DAY);
	say_many(1, START + DAY);
	expect_count(101);
	assert_false(log_has("deleted history"));
}

static void
old_history__is_deleted__when_the_clock_was_consistent_for_a_day(void **state)
{
	(void)state;
	store_rig_open(&rig);
	say_many(100, START);
	say_many(3, START + 10 * DAY);
	atomic_store(&wall, START + 31 * DAY);
	pass(0);
	expect_log("is kept for now");
	assert_int_equal(count(), 103);
	pass(DAY);
	expect_count(3);
	expect_log("deleted history older than 30 days events=100");
}

static void
old_history__stays__when_a_trusted_clock_jumps_ahead(void **state)
{
	(void)state;
	store_rig_open(&rig);
	say_many(100, START);
	pass(0);
	pass(DAY);
	atomic_fetch_add(&wall, 31 * DAY);
	pass(0);
	expect_log("the clock jumped");
	atomic_fetch_sub(&wall, 31 * DAY);
	pass(0);
	expect_log("as it was before it jumped");
	assert_int_equal(count(), 100);
}

static void
on_pruned(enum store_result result, size_t n, void *ctx)
{
	(void)ctx;
	assert_int_equal(result, STORE_OK);
	deleted = n;
	rig.underway--;
}

static void
prune(void)
{
	rig.underway++;
	rig.store->ops->prune(rig.store, on_pruned, NULL);
	store_rig_settle(&rig);
}

static void
old_history__is_deleted_at_once__on_request(void **state)
{
	(void)state;
	store_rig_open(&rig);
	say_many(20, START - 31 * DAY);
	say_many(5, START);
	prune();
	assert_int_equal(deleted, 20);
	expect_count(5);
	prune();
	assert_int_equal(deleted, 0);
	/* The request is done: events that become too old later wait for a trusted clock. */
	atomic_fetch_add(&wall, 31 * DAY);
	pass(0);
	expect_log("is kept for now");
	assert_int_equal(count(), 5);
}

/* In the same boot of the machine. */
static void
restart__keeps_the_trust__unless_the_clock_jumped(void **state)
{
	(void)state;
	store_rig_open(&rig);
	say_many(100, START - 29 * DAY);
	say_many(5, START);
	pass(0);
	pass(DAY - HOUR);
	assert_int_equal(count(), 105);
	store_rig_close(&rig);
	atomic_fetch_add(&boot, 2 * HOUR);
	atomic_fetch_add(&wall, 2 * HOUR);
	store_rig_open(&rig);
	pass(0);
	expect_count(5);
	store_rig_close(&rig);
	atomic_fetch_add(&boot, 40 * DAY);
	atomic_fetch_add(&wall, 80 * DAY);
	store_rig_open(&rig);
	pass(0);
	expect_log("the clock jumped");
	expect_log("is kept for now");
	assert_int_equal(count(), 5);
}

/* A machine without a clock of its own starts in 1970; another was a year ahead. */
static void
recent_history__stays__beside_events_of_a_wrong_clock(void **state)
{
	(void)state;
	store_rig_open(&rig);
	say_many(10, START - 31 * DAY);
	say_many(20, START + 365 * DAY);
	say_many(10, START - 31 * DAY);
	say_many(40, START - DAY);
	say_many(1, 1000);
	say_many(40, START);
	prune();
	assert_int_equal(deleted, 40);
	expect_count(81);
}

#define AGE_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		AGE_TEST(
		    old_history__stays__after_a_start_with_the_clock_ahead),
		AGE_TEST(
		    old_history__is_deleted__when_the_clock_was_consistent_for_a_day),
		AGE_TEST(old_history__stays__when_a_trusted_clock_jumps_ahead),
		AGE_TEST(restart__keeps_the_trust__unless_the_clock_jumped),
		AGE_TEST(old_history__is_deleted_at_once__on_request),
		AGE_TEST(recent_history__stays__beside_events_of_a_wrong_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
