/*
 * The saved state of rooms: saved, changed, deleted, also if the disk was full meanwhile, and in
 * databases of older versions.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/schema.h"
#include "tests/support/bad_disk.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

enum { BEFORE_ROOMS = 3, BEFORE_OWNED = 6 }; /* database versions */

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
		{ 'b', "bo!*@*", "ada", 11, 0 },
		{ 'e', "*!*@h", "ada", 12, 0 },
		{ 'b', "cy!*@*", "eve", 13, 0 },
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

	rig.store->ops->save_room(rig.store, &room);
}

/* Saves a registered room with a key, slow mode, ranks and a timed ban. */
static void
keep_owned(const char *founder)
{
	static const struct store_mask ban = { 'b', "m:x!*@*", "ada", 5, 77 };
	static const struct store_access access[] = {
		{ "Bo", 2 },
		{ "cleo", 3 },
	};
	const struct store_room room = {
		.name = "#Den",
		.folded = "#den",
		.modes = "i",
		.slow = 30,
		.key = "tea",
		.founder = founder,
		.first_seq = 12345678901234,
		.created = 1,
		.masks = &ban,
		.nmasks = 1,
		.access = access,
		.naccess = founder == NULL ? 0 : 2,
	};

	rig.store->ops->save_room(rig.store, &room);
}

static void
write_owned(struct buf *out, const struct store_room *r)
{
	size_t i;

	if (r->founder != NULL)
		buf_printf(out, " of %s k%s W%lld s%llu", r->founder, r->key,
		    (long long)r->slow, (unsigned long long)r->first_seq);
	for (i = 0; i < r->naccess; i++)
		buf_printf(
		    out, " %s=%u", r->access[i].account, r->access[i].ranks);
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
	for (i = 0; i < r->nmasks; i++)
		if (r->masks[i].until != 0)
			buf_printf(
			    ctx, " until %lld", (long long)r->masks[i].until);
	write_owned(ctx, r);
	buf_add_char(ctx, '\n');
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorts the lines of a text, because a store gives its rooms in no order. */
static void
sort_lines(struct buf *text)
{
	char *lines[16] = { NULL }, *copy = xstrdup(buf_str(text)),
	     *rest = copy;
	size_t n = 0, i;

	while (rest != NULL && *rest != '\0') {
		assert_true(n < sizeof(lines) / sizeof(lines[0]));
		lines[n++] = strsep(&rest, "\n");
	}
	qsort(lines, n, sizeof(lines[0]), by_text);
	buf_reset(text);
	for (i = 0; i < n; i++)
		buf_printf(text, "%s\n", lines[i]);
	free(copy);
}

/* Compares the rooms of a store that was just opened, one per line. */
static void
expect_rooms(const char *text)
{
	struct buf got = { 0 }, want = { 0 };

	rig.store->ops->rooms(rig.store, write_down, &got);
	buf_add_str(&want, text);
	sort_lines(&got);
	sort_lines(&want);
	assert_string_equal(buf_str(&got), buf_str(&want));
	buf_clear(&got);
	buf_clear(&want);
}

static void
reopen(void)
{
	store_rig_close(&rig);
	store_rig_open(&rig);
}

static void
rooms__survive_a_restart__in_their_last_state(void **state)
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
	/* The store reports them only once. */
	expect_rooms("");
	rig.store->ops->delete_room(rig.store, "#tea");
	rig.store->ops->delete_room(rig.store, "#none");
	keep("#b", "#b", NULL, 1);
	reopen();
	expect_rooms("#b(#b) +mn l7 c1234567890123 bbo!*@* by ada at 11\n");
}

static void
registered_rooms__survive_a_restart__with_all_their_settings(void **state)
{
	(void)state;
	store_rig_open(&rig);
	expect_rooms("");
	keep_owned("ada");
	reopen();
	expect_rooms("#Den(#den) +i l0 c1 bm:x!*@* by ada at 5 until 77 of ada "
		     "ktea W30 s12345678901234 Bo=2 cleo=3\n");
	keep_owned(NULL);
	reopen();
	expect_rooms("#Den(#den) +i l0 c1 bm:x!*@* by ada at 5 until 77\n");
	keep_owned("ada");
	rig.store->ops->delete_room(rig.store, "#den");
	reopen();
	expect_rooms("");
}

static void
full_disk__delays_rooms__and_writes_their_last_state(void **state)
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
old_database__stores_rooms__and_keeps_its_messages(void **state)
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

/* Rooms from before rooms could be registered. */
static void
old_database__has_unregistered_rooms__and_permanent_bans(void **state)
{
	char *cause = NULL;
	struct db *db = db_open_to_write(rig.file, 1000, &cause);

	(void)state;
	assert_non_null(db);
	assert_int_equal(
	    schema_update(db, schema_steps, BEFORE_OWNED, rig.file, &cause), 0);
	assert_int_equal(
	    db_exec(db, "INSERT INTO rooms (folded, name, created, modes, most,"
			" topic_time) VALUES ('#a', '#A', 3, 'n', 0, 0);"
			"INSERT INTO room_masks VALUES ('#a', 'b', 0, 'x!*@*',"
			" 'ada', 5);"),
	    SQLITE_OK);
	db_close(db);
	store_rig_open(&rig);
	expect_rooms("#A(#a) +n l0 c3 bx!*@* by ada at 5\n");
	keep_owned("ada");
	reopen();
	expect_rooms("#A(#a) +n l0 c3 bx!*@* by ada at 5\n"
		     "#Den(#den) +i l0 c1 bm:x!*@* by ada at 5 until 77 of ada "
		     "ktea W30 s12345678901234 Bo=2 cleo=3\n");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(rooms__survive_a_restart__in_their_last_state),
		CASE(
		    registered_rooms__survive_a_restart__with_all_their_settings),
		CASE(old_database__has_unregistered_rooms__and_permanent_bans),
		CASE(full_disk__delays_rooms__and_writes_their_last_state),
		CASE(old_database__stores_rooms__and_keeps_its_messages),
	};

	bad_disk_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
