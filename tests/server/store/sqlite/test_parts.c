/* The search table in many small parts: a search finds the same as in one part. */
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/store/archive.h"
#include "server/store/sqlite/db.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

enum { PART = 100, MESSAGES = 1000, TIMES = 1000 };

static struct store_rig rig;

static void
sql(const char *text)
{
	char *cause = NULL;
	struct db *db = db_open_to_write(rig.file, 1000, &cause);

	assert_non_null(db);
	assert_int_equal(db_exec(db, text), SQLITE_OK);
	db_close(db);
}

static int64_t
number(const char *text)
{
	char *cause = NULL;
	struct db *db = db_open_to_read(rig.file, 1000, &cause);
	int64_t n = -1;

	assert_non_null(db);
	assert_true(db_number(db_stmt(db, text), &n) >= 0);
	db_close(db);
	return n;
}

static const char *const in[] = { "#c" };
static const struct store_search all = { .in = in, .n = 1, .limit = 100 };

static struct store_search
words(const char *text)
{
	struct store_search s = all;

	s.text = text;
	return s;
}

static void
await_index(void)
{
	struct store_search s = words("endmark");

	store_rig_expect_found(&rig, &s, "endmark ");
}

/* Every 100th message contains "rare", the others "common"; one message a second. */
static int
setup(void **state)
{
	char text[32];
	int i;

	(void)state;
	store_rig_init(&rig);
	store_rig_open(&rig);
	store_rig_close(&rig);
	sql("UPDATE marks SET n = 100 WHERE name = 'part'");
	store_rig_open(&rig);
	for (i = 0; i < MESSAGES; i++) {
		struct chat_event *e = store_rig_event(CHAT_MESSAGE);

		snprintf(text, sizeof(text), "%s m%d",
		    i % PART == 50 ? "rare" : "common", i);
		e->time = (i + 1) * (int64_t)TIMES;
		e->target = xstrdup("#c");
		e->text = xstrdup(text);
		store_rig_append(&rig, e);
		if (i % PART == PART - 1)
			store_rig_settle(&rig);
	}
	store_rig_say(&rig, "#c", "endmark");
	await_index();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	store_rig_clear(&rig);
	return 0;
}

static void
parts__are_several__and_none_is_much_too_large(void **state)
{
	(void)state;
	assert_in_range(number("SELECT count(*) FROM parts"), 3, 12);
	assert_in_range(
	    number("SELECT max(size) FROM parts"), PART, PART + 200);
	assert_int_equal(number("SELECT sum(size) FROM parts"), MESSAGES + 1);
}

static void
search__covers_all_parts__in_both_directions(void **state)
{
	struct store_search s = words("rare");

	(void)state;
	store_rig_expect_found(&rig, &s,
	    "rare m50 rare m150 rare m250 rare m350 rare m450 rare m550 "
	    "rare m650 rare m750 rare m850 rare m950 ");
	s.limit = 3;
	store_rig_expect_found(&rig, &s, "rare m750 rare m850 rare m950 ");
	s.forward = 1;
	store_rig_expect_found(&rig, &s, "rare m50 rare m150 rare m250 ");
	s.after = 300 * (int64_t)TIMES;
	store_rig_expect_found(&rig, &s, "rare m350 rare m450 rare m550 ");
	s.before = 500 * (int64_t)TIMES;
	store_rig_expect_found(&rig, &s, "rare m350 rare m450 ");
	s.forward = 0;
	s.after = 0;
	store_rig_expect_found(&rig, &s, "rare m250 rare m350 rare m450 ");
	s.before = 40 * (int64_t)TIMES;
	store_rig_expect_found(&rig, &s, "");
}

static void
redacted_message__is_removed_from_its_part(void **state)
{
	struct store_search s = words("rare");
	struct chat_event *e = store_rig_event(CHAT_REDACT);

	(void)state;
	s.limit = 1;
	s.forward = 1;
	store_rig_search(&rig, &s);
	e->target = xstrdup("#c");
	e->message_id = xstrdup(rig.events[0]->id.s);
	store_rig_append(&rig, e);
	store_rig_settle(&rig);
	store_rig_expect_found(&rig, &s, "rare m150 ");
	store_rig_close(&rig);
	sql("INSERT INTO search (search) VALUES ('integrity-check');"
	    "INSERT INTO search_1 (search_1) VALUES ('integrity-check')");
	store_rig_open(&rig);
	store_rig_say(&rig, "#c", "rare last");
	s.forward = 0;
	store_rig_expect_found(&rig, &s, "rare last ");
}

/* Deleting removes the words from all parts, and importing builds all parts again. */
static void
deleting_and_importing__cover_all_parts(void **state)
{
	struct store_search s = words("rare");
	struct chat_event *early;
	struct archive *a;
	char *cause = NULL;
	size_t n = 0;

	(void)state;
	store_rig_close(&rig);
	a = archive_open(rig.file, ARCHIVE_CHANGE, &cause);
	assert_non_null(a);
	assert_int_equal(archive_begin(a, &cause), 0);
	early = store_rig_event(CHAT_MESSAGE);
	early->time = 20 * (int64_t)TIMES;
	early->target = xstrdup("#c");
	early->text = xstrdup("rare early");
	assert_int_equal(
	    archive_add(
		a, &(struct archive_record){ early, view_of("#c") }, &cause),
	    1);
	chat_event_unref(early);
	assert_int_equal(archive_commit(a, &cause), 0);
	assert_int_equal(number("SELECT count(*) FROM parts"), 1);
	store_rig_open(&rig);
	await_index();
	s.limit = 2;
	s.forward = 1;
	store_rig_expect_found(&rig, &s, "rare early rare m50 ");
	assert_true(number("SELECT count(*) FROM parts") > 2);
	assert_int_equal(archive_forget(a, "ada", &n, &cause), 0);
	assert_int_equal(n, MESSAGES + 2);
	archive_close(a);
	store_rig_expect_found(&rig, &s, "");
	assert_int_equal(
	    number("SELECT count(*) FROM search WHERE search MATCH 'common'"),
	    0);
	assert_int_equal(number("SELECT count(*) FROM search_1 WHERE search_1"
				" MATCH 'common'"),
	    0);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(parts__are_several__and_none_is_much_too_large),
		CASE(search__covers_all_parts__in_both_directions),
		CASE(redacted_message__is_removed_from_its_part),
		CASE(deleting_and_importing__cover_all_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
