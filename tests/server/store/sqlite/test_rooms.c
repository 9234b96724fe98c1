/*
 * What stays of rooms: kept, changed, forgotten, also when the disk was full meanwhile, and in
 * databases that had no place for it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "server/store/sqlite/db.h"
#include "server/store/sqlite/schema.h"
#include "tests/support/bad_disk.h"
#include "tests/support/store_rig.h"

enum { BEFORE_ROOMS = 3 }; /* the version */

static struct store_rig rig;

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

static void
keep(const char *name, const char *folded, const char *topic, size_t nmasks)
{
	static const struct store_mask masks[] = {
		{ 'b', "bo!*@*", "ada", 11 },
		{ 'e', "*!*@h", "ada", 12 },
		{ 'b', "cy!*@*", "eve", 13 },
	};
	const struct store_room room = {
		.name = name,
		.folded = folded,
		.modes = "mn",
		.limit = 7,
		.created = 1234567890123,
		.topic = topic,
		.topic_by = topic == NULL ? NULL : "ada!u@h",
		.topic_time = topic == NULL ? 0 : 99,
		.masks = masks,
		.nmasks = nmasks,
	};

	rig.store->ops->keep_room(rig.store, &room);
}

static void
write_down(const struct store_room *r, void *ctx)
{
	size_t i;

	buf_printf(ctx, "%s(%s) +%s l%lld c%lld", r->name, r->folded, r->modes,
	    (long long)r->limit, (long long)r->created);
	if (r->topic != NULL)
		buf_printf(ctx, " \"%s\" by %s at %lld", r->topic, r->topic_by,
		    (long long)r->topic_time);
	for (i = 0; i < r->nmasks; i++)
		buf_printf(ctx, " %c%s by %s at %lld", r->masks[i].list,
		    r->masks[i].mask, r->masks[i].by,
		    (long long)r->masks[i].time);
	buf_add_char(ctx, '\n');
}

/* Of a store that was opened now. */
static void
expect_rooms(const char *text)
{
	struct buf got = { 0 };

	rig.store->ops->rooms(rig.store, write_down, &got);
	assert_string_equal(buf_str(&got), text);
	buf_clear(&got);
}

static void
reopen(void)
{
	store_rig_close(&rig);
	store_rig_open(&rig);
}

static void
rooms__are_there_after_a_restart__as_they_were_last(void **state)
{
	(void)state;
	store_rig_open(&rig);
	expect_rooms("");
	keep("#Tea", "#tea", "first", 2);
	store_rig_say(&rig, "#tea", "x");
	store_rig_settle(&rig);
	keep("#b", "#b", NULL, 0);
	keep("#Tea", "#tea", "leaves", 3);
	reopen();
	expect_rooms("#b(#b) +mn l7 c1234567890123\n"
		     "#Tea(#tea) +mn l7 c1234567890123 \"leaves\" by ada!u@h "
		     "at 99 bbo!*@* by ada at 11 e*!*@h by ada at 12 bcy!*@* "
		     "by eve at 13\n");
	/* Told once. */
	expect_rooms("");
	rig.store->ops->forget_room(rig.store, "#tea");
	rig.store->ops->forget_room(rig.store, "#none");
	keep("#b", "#b", NULL, 1);
	reopen();
	expect_rooms("#b(#b) +mn l7 c1234567890123 bbo!*@* by ada at 11\n");
}

static void
full_disk__writes_the_rooms_later__as_they_are_then(void **state)
{
	(void)state;
	store_rig_open(&rig);
	keep("#a", "#a", "old", 3);
	store_rig_say(&rig, "#a", "one");
	store_rig_settle(&rig);
	store_rig_expect_told(&rig, "one ");
	bad_disk_set(BAD_DISK_FULL);
	keep("#a", "#a", "lost", 0);
	keep("#b", "#b", "later", 0);
	store_rig_say(&rig, "#a", "two");
	store_rig_settle(&rig);
	store_rig_expect_told(&rig, "two:full ");
	keep("#a", "#a", "new", 0);
	bad_disk_set(BAD_DISK_GOOD);
	store_rig_say(&rig, "#a", "three");
	store_rig_settle(&rig);
	store_rig_expect_told(&rig, "three ");
	reopen();
	expect_rooms("#a(#a) +mn l7 c1234567890123 \"new\" by ada!u@h at 99\n"
		     "#b(#b) +mn l7 c1234567890123 \"later\" by ada!u@h at "
		     "99\n");
}

static void
database_of_before__gets_a_place_for_rooms__and_keeps_what_was_said(
    void **state)
{
	static const struct store_range all = { .limit = 10 };
	char *cause = NULL;
	struct db *db;

	(void)state;
	db = db_open_to_write(rig.file, 1000, &cause);
	assert_non_null(db);
	assert_int_equal(
	    schema_update(db, schema_steps, BEFORE_ROOMS, rig.file, &cause), 0);
	assert_int_equal(
	    db_exec(db, "INSERT INTO people VALUES (1, 'ada', 'u', 'h', '', "
			"'', 0);"
			"INSERT INTO targets VALUES (1, '#tea');"
			"INSERT INTO events (seq, time, msgid, type, kind, who,"
			" places, target, text, place) VALUES (5, 1000, "
			"zeroblob(16), 0, 0, 1, 1, '#tea', 'of old', 1);"
			"INSERT INTO placed VALUES (1, 0, 5);"),
	    SQLITE_OK);
	db_close(db);
	store_rig_open(&rig);
	expect_rooms("");
	store_rig_expect_page(&rig, "#tea", &all, "of old ");
	keep("#a", "#a", NULL, 0);
	reopen();
	expect_rooms("#a(#a) +mn l7 c1234567890123\n");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(rooms__are_there_after_a_restart__as_they_were_last),
		CASE(full_disk__writes_the_rooms_later__as_they_are_then),
		CASE(
		    database_of_before__gets_a_place_for_rooms__and_keeps_what_was_said),
	};

	bad_disk_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
