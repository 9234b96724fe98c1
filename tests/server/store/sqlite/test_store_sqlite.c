/*
 * The SQLite store: appended events are stored once, in order, and found again. The memory store
 * gives the same pages.
 */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

static struct store_rig rig;
static const struct store_range all = { .limit = 1000 };

static int
setup(void **state)
{
	(void)state;
	store_rig_init(&rig);
	store_rig_open(&rig);
	return 0;
}

static int
setup_memory(void **state)
{
	(void)state;
	store_rig_init(&rig);
	store_rig_open_memory(&rig);
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
reopen(void)
{
	store_rig_close(&rig);
	store_rig_open(&rig);
}

/* Sends a message at that time. */
static void
open__draws_an_epoch_that_no_earlier_run_had(void **state)
{
	uint32_t first = rig.store->epoch;

	(void)state;
	assert_int_equal(first, 1);
	reopen();
	assert_int_equal(rig.store->epoch, 2);
	reopen();
	assert_int_equal(rig.store->epoch, 3);
}

static void
say_at(const char *target, const char *text, int64_t time)
{
	struct chat_event *e = store_rig_event(CHAT_MESSAGE);

	e->target = xstrdup(target);
	e->text = xstrdup(text);
	e->time = time;
	store_rig_append(&rig, e);
}

static void
append__calls_back_in_order__and_only_from_collect(void **state)
{
	struct buf expected = { 0 };
	char text[16];
	int i;

	(void)state;
	for (i = 0; i < 500; i++) {
		snprintf(text, sizeof(text), "%d", i);
		buf_printf(&expected, "%d ", i);
		store_rig_say(&rig, i % 3 ? "#c" : "#d", text);
	}
	assert_int_equal(rig.underway, 500);
	store_rig_settle(&rig);
	store_rig_expect_told(&rig, buf_str(&expected));
	buf_clear(&expected);
}

static void
append__completes__when_the_store_is_freed(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 300; i++)
		store_rig_say(&rig, "#c", "x");
	reopen();
	assert_int_equal(rig.underway, 0);
	assert_int_equal(rig.told.len, strlen("x ") * 300);
	store_rig_query(&rig, "#c", &all);
	assert_int_equal(rig.nevents, 300);
}

static void
assert_same(const struct chat_event *a, const struct chat_event *b)
{
	const char *as[] = { a->nick, a->username, a->host, a->realname,
		a->account, a->target, a->object, a->text, a->tags, a->id.s };
	const char *bs[] = { b->nick, b->username, b->host, b->realname,
		b->account, b->target, b->object, b->text, b->tags, b->id.s };
	size_t i;

	for (i = 0; i < sizeof(as) / sizeof(as[0]); i++) {
		assert_int_equal(as[i] == NULL, bs[i] == NULL);
		if (as[i] != NULL)
			assert_string_equal(as[i], bs[i]);
	}
	assert_int_equal(a->type, b->type);
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->seq, b->seq);
	assert_int_equal(a->time, b->time);
	assert_int_equal(a->bot, b->bot);
}

static void
an_event__is_the_same__after_a_restart(void **state)
{
	static char account[] = "ada.acc";
	struct chat_event *said = store_rig_event(CHAT_MESSAGE), *by, *kick;

	(void)state;
	said->account = account;
	said->bot = 1;
	by = chat_event_copy(said);
	said->account = NULL;
	chat_event_unref(said);
	by->kind = CHAT_NOTICE;
	by->target = xstrdup("#Café");
	by->text = xstrdup("first line\nsecond \xf0\x9f\x90\x88\rand more");
	by->tags = xstrdup("+draft/reply=abc;+x=\\:y");
	kick = store_rig_event(CHAT_KICK);
	kick->target = xstrdup("#café");
	kick->victim = xstrdup("bo");
	store_rig_append(&rig, chat_event_ref(by));
	store_rig_append(&rig, chat_event_ref(kick));
	store_rig_settle(&rig);
	reopen();
	store_rig_query(&rig, "#café", &all);
	assert_int_equal(rig.nevents, 2);
	assert_same(rig.events[0], by);
	assert_same(rig.events[1], kick);
	chat_event_unref(by);
	chat_event_unref(kick);
}

static void
seqs__continue__after_a_restart(void **state)
{
	(void)state;
	assert_int_equal(rig.store->last_seq, 0);
	store_rig_say(&rig, "#c", "a");
	store_rig_say(&rig, "#c", "b");
	store_rig_close(&rig);
	rig.seq = 0;
	store_rig_open(&rig);
	assert_int_equal(rig.store->last_seq, 2);
}

static void
database_file__is_private(void **state)
{
	struct stat st;
	char *wal;

	(void)state;
	store_rig_say(&rig, "#c", "a");
	store_rig_settle(&rig);
	assert_int_equal(stat(rig.file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	xasprintf(&wal, "%s-wal", rig.file);
	assert_int_equal(stat(wal, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	free(wal);
}

static void
quit_and_nick__are_in_the_history_of_each_room(void **state)
{
	struct chat_event *quit = store_rig_event(CHAT_QUIT);
	struct chat_event *nick = store_rig_event(CHAT_NICK);

	(void)state;
	nick->new_nick = xstrdup("ida");
	nick->rooms = xstrdup("#A,#b");
	quit->text = xstrdup("bye");
	quit->rooms = xstrdup("#b,#c");
	store_rig_append(&rig, nick);
	store_rig_append(&rig, quit);
	store_rig_expect_page(&rig, "#a", &all, "NICK ");
	store_rig_expect_page(&rig, "#b", &all, "NICK QUIT ");
	store_rig_expect_page(&rig, "#c", &all, "QUIT ");
	assert_string_equal(rig.events[0]->text, "bye");
}

static void
events_without_history__are_not_stored__and_settle_in_order(void **state)
{
	struct chat_event *typing = store_rig_event(CHAT_MESSAGE);
	struct chat_event *reaction = store_rig_event(CHAT_MESSAGE);
	struct chat_event *ops = store_rig_event(CHAT_MESSAGE);
	struct chat_event *away = store_rig_event(CHAT_AWAY);

	(void)state;
	store_rig_say(&rig, "bo", "direct");
	assert_int_equal(rig.underway, 0); /* nothing to wait for */
	typing->kind = reaction->kind = CHAT_TAGMSG;
	typing->target = xstrdup("#c");
	typing->tags = xstrdup("+typing=active");
	reaction->target = xstrdup("#c");
	reaction->tags = xstrdup("+typing=done;+draft/react=!");
	ops->target = xstrdup("#c");
	ops->status = xstrdup("@");
	ops->text = xstrdup("secret");
	store_rig_say(&rig, "#c", "room");
	store_rig_say(&rig, "bo", "direct2");
	store_rig_append(&rig, typing);
	store_rig_append(&rig, reaction);
	store_rig_append(&rig, ops);
	store_rig_append(&rig, away);
	store_rig_settle(&rig);
	store_rig_expect_told(&rig, "direct room direct2 ? ? secret ? ");
	store_rig_expect_page(&rig, "#c", &all, "room TAGMSG ");
	store_rig_expect_page(&rig, "bo", &all, "");
}

static void
renamed_room__keeps_its_history(void **state)
{
	struct chat_event *e = store_rig_event(CHAT_RENAME);

	(void)state;
	e->target = xstrdup("#old");
	e->new_name = xstrdup("#New");
	store_rig_say(&rig, "#Old", "before");
	store_rig_append(&rig, e);
	store_rig_say(&rig, "#new", "after");
	store_rig_expect_page(&rig, "#new", &all, "before RENAME after ");
	store_rig_expect_page(&rig, "#old", &all, "");
}

static void
renamed_room__leaves_its_history__when_the_new_name_has_one(void **state)
{
	struct chat_event *e = store_rig_event(CHAT_RENAME);

	(void)state;
	e->target = xstrdup("#old");
	e->new_name = xstrdup("#new");
	store_rig_say(&rig, "#new", "earlier");
	store_rig_say(&rig, "#old", "before");
	store_rig_append(&rig, e);
	store_rig_expect_page(&rig, "#new", &all, "earlier RENAME ");
	store_rig_expect_page(&rig, "#old", &all, "before ");
}

/* 1 to 9 in #c, seq 1 to 9, at 1000 to 9000; 4 is a join, 5 is in #d. */
static struct msgid
fill(int id_of)
{
	struct msgid id = { "" };
	char text[16];
	int i;

	for (i = 1; i <= 9; i++) {
		struct chat_event *e =
		    store_rig_event(i == 4 ? CHAT_JOIN : CHAT_MESSAGE);

		snprintf(text, sizeof(text), "%d", i);
		e->target = xstrdup(i == 5 ? "#d" : "#c");
		e->text = i == 4 ? NULL : xstrdup(text);
		e->time = 1000 * i;
		if (i == id_of)
			id = e->id;
		store_rig_append(&rig, e);
	}
	return id;
}

static void
query__returns_the_first_or_the_last(void **state)
{
	struct store_range r = { .limit = 4 };

	(void)state;
	fill(0);
	store_rig_expect_page(&rig, "#c", &r, "1 2 3 JOIN ");
	r.latest = 1;
	store_rig_expect_page(&rig, "#c", &r, "6 7 8 9 ");
	r.limit = 6;
	store_rig_expect_page(&rig, "#c", &r, "3 JOIN 6 7 8 9 ");
	r.messages_only = 1;
	store_rig_expect_page(&rig, "#c", &r, "2 3 6 7 8 9 ");
	r.latest = 0;
	store_rig_expect_page(&rig, "#c", &r, "1 2 3 6 7 8 ");
	r.limit = 0;
	store_rig_expect_page(&rig, "#c", &r, "");
	store_rig_expect_page(&rig, "#nowhere", &all, "");
}

static void
query__excludes_both_points__of_any_kind(void **state)
{
	struct msgid third = fill(3);
	struct store_range by_seq = {
		.after.seq = 3, .before.seq = 8, .limit = 9
	};
	struct store_range by_id = {
		.after.id = third, .before.time = 8000, .limit = 9
	};
	struct store_range by_time = {
		.after.time = 2999, .before.time = 7001, .limit = 2, .latest = 1
	};

	(void)state;
	store_rig_expect_page(&rig, "#c", &by_seq, "JOIN 6 7 ");
	store_rig_expect_page(&rig, "#c", &by_id, "JOIN 6 7 ");
	store_rig_expect_page(&rig, "#c", &by_time, "6 7 ");
	by_time.latest = 0;
	store_rig_expect_page(&rig, "#c", &by_time, "3 JOIN ");
	by_time.after.time = 100000;
	by_time.before.time = 0;
	store_rig_expect_page(&rig, "#c", &by_time, "");
	by_time.after.time = 0;
	by_time.before.time = 1000;
	store_rig_expect_page(&rig, "#c", &by_time, "");
}

static void
query__swaps_the_points__when_in_the_wrong_order(void **state)
{
	struct store_range r = { .after.seq = 8, .before.seq = 2, .limit = 2 };

	(void)state;
	fill(0);
	store_rig_expect_page(&rig, "#c", &r, "6 7 ");
	r.latest = 1;
	store_rig_expect_page(&rig, "#c", &r, "3 JOIN ");
	r.after = (struct store_point){ .time = 8000 };
	r.before = (struct store_point){ .time = 2000 };
	store_rig_expect_page(&rig, "#c", &r, "3 JOIN ");
}

static void
query__returns_both_sides__around_a_point(void **state)
{
	struct msgid sixth = fill(6);
	struct store_range r = { .around.id = sixth, .limit = 4 };

	(void)state;
	store_rig_expect_page(&rig, "#c", &r, "3 JOIN 6 7 ");
	r.messages_only = 1;
	store_rig_expect_page(&rig, "#c", &r, "2 3 6 7 ");
	r.limit = 1;
	store_rig_expect_page(&rig, "#c", &r, "6 ");
	r.limit = 4;
	r.around = (struct store_point){ .time = 5500 };
	store_rig_expect_page(&rig, "#c", &r, "2 3 6 7 ");
	r.around.time = 99999;
	store_rig_expect_page(&rig, "#c", &r, "8 9 ");
}

static void
query__returns_unknown__for_a_message_in_another_room(void **state)
{
	struct store_range r = { .after.id = fill(5), .limit = 4 };

	(void)state;
	store_rig_expect_page(&rig, "#d", &r, "");
	store_rig_query(&rig, "#c", &r);
	assert_int_equal(rig.result, STORE_UNKNOWN);
	assert_int_equal(rig.nevents, 0);
	msgid_new(&r.after.id, 1);
	store_rig_query(&rig, "#c", &r);
	assert_int_equal(rig.result, STORE_UNKNOWN);
}

static void
targets__have_their_last_message_between_the_points__oldest_first(void **state)
{
	static const char *const among[] = { "#a", "#none", "#c" };
	struct store_span span = { .limit = 10 };
	struct chat_event *join = store_rig_event(CHAT_JOIN);

	(void)state;
	join->target = xstrdup("#empty");
	say_at("#a", "x", 100);
	say_at("#B", "x", 200);
	say_at("#c", "x", 300);
	say_at("#a", "y", 400);
	store_rig_append(&rig, join);
	store_rig_expect_targets(&rig, &span, "#b=200 #c=300 #a=400 ");
	span.limit = 2;
	store_rig_expect_targets(&rig, &span, "#b=200 #c=300 ");
	span.after = 200;
	span.before = 400;
	store_rig_expect_targets(&rig, &span, "#c=300 ");
	span = (struct store_span){ .limit = 9, .among = among, .n = 3 };
	store_rig_expect_targets(&rig, &span, "#c=300 #a=400 ");
	span.n = 0;
	store_rig_expect_targets(&rig, &span, "");
}

#define CASE(f)	  cmocka_unit_test_setup_teardown(f, setup, teardown)
#define MEMORY(f) cmocka_unit_test_setup_teardown(f, setup_memory, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(append__calls_back_in_order__and_only_from_collect),
		CASE(append__completes__when_the_store_is_freed),
		CASE(an_event__is_the_same__after_a_restart),
		CASE(seqs__continue__after_a_restart),
		CASE(open__draws_an_epoch_that_no_earlier_run_had),
		CASE(database_file__is_private),
		CASE(quit_and_nick__are_in_the_history_of_each_room),
		CASE(
		    events_without_history__are_not_stored__and_settle_in_order),
		CASE(renamed_room__keeps_its_history),
		CASE(
		    renamed_room__leaves_its_history__when_the_new_name_has_one),
		CASE(query__returns_the_first_or_the_last),
		CASE(query__excludes_both_points__of_any_kind),
		CASE(query__swaps_the_points__when_in_the_wrong_order),
		CASE(query__returns_both_sides__around_a_point),
		CASE(query__returns_unknown__for_a_message_in_another_room),
		CASE(
		    targets__have_their_last_message_between_the_points__oldest_first),
		MEMORY(quit_and_nick__are_in_the_history_of_each_room),
		MEMORY(renamed_room__keeps_its_history),
		MEMORY(
		    renamed_room__leaves_its_history__when_the_new_name_has_one),
		MEMORY(query__returns_the_first_or_the_last),
		MEMORY(query__excludes_both_points__of_any_kind),
		MEMORY(query__swaps_the_points__when_in_the_wrong_order),
		MEMORY(query__returns_both_sides__around_a_point),
		MEMORY(query__returns_unknown__for_a_message_in_another_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
