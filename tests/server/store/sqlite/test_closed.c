/* Messages in closed rooms, redacted messages, and deletion of closed events. */
#include <unistd.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

static struct store_rig rig;

enum { DEADLINE_MS = 10000, TICK_US = 10000 };

static int
setup(void **state)
{
	(void)state;
	store_rig_init(&rig);
	store_rig_open(&rig);
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
say_closed(const char *text)
{
	struct chat_event *e = store_rig_event(CHAT_MESSAGE);

	e->target = xstrdup("#c");
	e->text = xstrdup(text);
	e->closed = 1;
	store_rig_append(&rig, e);
}

/* Returns the id of the first event found. */
static struct msgid
id_of(const char *text)
{
	const struct store_range all = { .limit = 100 };
	size_t i;

	store_rig_query(&rig, "#c", &all);
	for (i = 0; i < rig.nevents; i++)
		if (rig.events[i]->text != NULL &&
		    strcmp(rig.events[i]->text, text) == 0)
			return rig.events[i]->id;
	fail_msg("nobody said %s", text);
	return (struct msgid){ "" };
}

static void
redact(const struct msgid *id)
{
	struct chat_event *e = store_rig_event(CHAT_REDACT);

	e->target = xstrdup("#C");
	e->message_id = xstrdup(id->s);
	store_rig_append(&rig, e);
	store_rig_settle(&rig);
}

static void
find(const char *text, uint64_t closed_from, const char *found)
{
	static const char *const in[] = { "#c" };
	const struct store_search s = { .text = text,
		.in = in,
		.closed_from = &closed_from,
		.n = 1,
		.limit = 100 };

	store_rig_expect_found(&rig, &s, found);
}

static void
closed_events__are_read_from_a_seq_on__others_always(void **state)
{
	struct store_range range = { .limit = 100, .closed_from = 4 };
	struct msgid hidden;

	(void)state;
	store_rig_say(&rig, "#c", "a open");
	say_closed("b shut");
	say_closed("c shut");
	hidden = id_of("c shut");
	store_rig_expect_page(&rig, "#c", &range, "a open ");
	range.latest = 1;
	range.limit = 1;
	store_rig_expect_page(&rig, "#c", &range, "a open ");
	say_closed("d shut");
	range.limit = 100;
	store_rig_expect_page(&rig, "#c", &range, "a open d shut ");
	range.messages_only = 1;
	store_rig_expect_page(&rig, "#c", &range, "a open d shut ");
	range.closed_from = 0;
	store_rig_expect_page(
	    &rig, "#c", &range, "a open b shut c shut d shut ");
	range.closed_from = 4;
	range.after.id = hidden;
	store_rig_query(&rig, "#c", &range);
	assert_int_equal(rig.result, STORE_UNKNOWN);
	store_rig_say(&rig, "#c", "endmark");
	find("endmark", 4, "endmark ");
	find("shut", 4, "d shut ");
	find("shut", 0, "b shut c shut d shut ");
	find("open", 100, "a open ");
}

/* A target's last message is the last one that the requester may read. */
static void
targets__are_ordered_by_the_last_readable_message(void **state)
{
	static const char *const among[] = { "#c" };
	uint64_t closed_from = 3;
	const struct store_span span = {
		.limit = 9, .among = among, .closed_from = &closed_from, .n = 1
	};
	struct chat_event *e = store_rig_event(CHAT_MESSAGE);
	int i;

	(void)state;
	for (i = 1; i <= 3; i++) {
		if (i > 1)
			e = store_rig_event(CHAT_MESSAGE);
		e->target = xstrdup("#c");
		e->text = xstrdup("x");
		e->closed = i > 1;
		e->time = i * 1000;
		store_rig_append(&rig, e);
	}
	store_rig_expect_targets(&rig, &span, "#c=3000 ");
	closed_from = 4;
	store_rig_expect_targets(&rig, &span, "#c=1000 ");
}

static void
redacted_message__is_not_read_or_found__but_is_a_valid_point(void **state)
{
	struct store_range range = { .limit = 100, .messages_only = 1 };
	struct msgid id;

	(void)state;
	store_rig_say(&rig, "#c", "one fish");
	store_rig_say(&rig, "#c", "two fish");
	store_rig_say(&rig, "#c", "red fish");
	store_rig_say(&rig, "#c", "endmark");
	find("endmark", 0, "endmark ");
	id = id_of("two fish");
	redact(&id);
	store_rig_expect_page(&rig, "#c", &range, "one fish red fish endmark ");
	range.messages_only = 0;
	store_rig_expect_page(
	    &rig, "#c", &range, "one fish red fish endmark REDACT ");
	assert_string_equal(rig.events[3]->message_id, id.s);
	range.after.id = id;
	range.messages_only = 1;
	store_rig_expect_page(&rig, "#c", &range, "red fish endmark ");
	find("fish", 0, "one fish red fish ");
	find("two", 0, "");
	redact(&id);
	find("fish", 0, "one fish red fish ");
}

/* Also before it is indexed. */
static void
redaction__keeps_the_search_table_consistent(void **state)
{
	struct msgid id;
	struct db *db;
	char *cause = NULL;

	(void)state;
	store_rig_say(&rig, "#c", "quick");
	id = id_of("quick");
	redact(&id);
	store_rig_say(&rig, "#c", "endmark");
	find("endmark", 0, "endmark ");
	find("quick", 0, "");
	store_rig_close(&rig);
	db = db_open_to_write(rig.file, 1000, &cause);
	assert_non_null(db);
	assert_int_equal(
	    db_exec(
		db, "INSERT INTO search (search) VALUES ('integrity-check')"),
	    0);
	db_close(db);
	store_rig_open(&rig);
}

static void
author__is_found__by_message_id(void **state)
{
	const struct store_range all = { .limit = 9 };

	(void)state;
	store_rig_say(&rig, "#c", "hi");
	store_rig_query(&rig, "#c", &all);
	assert_int_equal(rig.events[0]->user, 1);
	assert_int_equal(rig.events[0]->closed, 0);
	say_closed("ho");
	store_rig_query(&rig, "#c", &all);
	assert_int_equal(rig.events[1]->closed, 1);
}

static void
closed_events__are_deleted__in_the_background(void **state)
{
	struct chat_event *e = store_rig_event(CHAT_FORGET_CLOSED);
	const struct store_range all = { .limit = 100 };
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;

	(void)state;
	store_rig_say(&rig, "#c", "open");
	say_closed("shut");
	e->target = xstrdup("#C");
	store_rig_append(&rig, e);
	store_rig_settle(&rig);
	do {
		usleep(TICK_US);
		store_rig_query(&rig, "#c", &all);
	} while (rig.nevents > 1 && clock_mono_ms() < deadline);
	store_rig_expect_page(&rig, "#c", &all, "open ");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(closed_events__are_read_from_a_seq_on__others_always),
		TEST(targets__are_ordered_by_the_last_readable_message),
		TEST(
		    redacted_message__is_not_read_or_found__but_is_a_valid_point),
		TEST(redaction__keeps_the_search_table_consistent),
		TEST(author__is_found__by_message_id),
		TEST(closed_events__are_deleted__in_the_background),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
