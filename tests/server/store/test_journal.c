/*
 * The journal over a store that settles at once and over one that settles late.
 */
#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "common/xmalloc.h"
#include "server/chat/user.h"
#include "server/store/journal.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

static struct buf seen;

static void
settled(struct chat_event *e, void *ctx)
{
	(void)ctx;
	buf_printf(&seen, "%s ", e->text);
}

static void
failed(struct chat_event *e, enum store_result result, void *ctx)
{
	(void)ctx;
	buf_printf(
	    &seen, "%s:%s ", e->text, result == STORE_FULL ? "full" : "failed");
}

static const struct journal_ops ops = { settled, failed };

static struct chat_event *
event_of(enum chat_event_type type, const char *target, const char *text)
{
	static char nick[] = "ada", username[] = "u", host[] = "h", real[] = "";
	static const struct user u = { .id = 1,
		.nick = nick,
		.username = username,
		.host = host,
		.realname = real };
	struct chat_event *e = chat_event_new(type, &u);

	e->target = xstrdup(target);
	e->text = xstrdup(text);
	return e;
}

static void
append(struct journal *j, const char *target, const char *text)
{
	struct chat_event *e = event_of(CHAT_MESSAGE, target, text);

	journal_append(j, e);
	chat_event_unref(e);
}

/* A PART does not wait for the store. */
static void
append_part(struct journal *j, const char *reason)
{
	struct chat_event *e = event_of(CHAT_PART, "#c", reason);

	journal_append(j, e);
	chat_event_unref(e);
}

static void
expect_seen(const char *text)
{
	assert_string_equal(buf_str(&seen), text);
	buf_clear(&seen);
}

static void
collect(enum store_result result, struct chat_event *const *events, size_t n,
    void *ctx)
{
	size_t i;

	(void)ctx;
	assert_int_equal(result, STORE_OK);
	for (i = 0; i < n; i++)
		buf_printf(&seen, "%s ", events[i]->text);
}

static void
journal__settles_at_once__over_the_memory_store(void **state)
{
	struct store *s = store_memory_new(10);
	struct journal *j = journal_new(s, &ops, NULL);

	(void)state;
	append(j, "#c", "a");
	append(j, "#c", "b");
	assert_int_equal(journal_unsettled(j), 0);
	expect_seen("a b ");
	journal_free(j);
	s->ops->free(s);
}

static void
journal__settles_in_order_of_appending__when_the_store_is_late(void **state)
{
	struct store *s = store_late_new();
	struct journal *j = journal_new(s, &ops, NULL);

	(void)state;
	append(j, "#c", "a");
	append(j, "#d", "b");
	append(j, "#c", "c");
	assert_int_equal(journal_unsettled(j), 3);
	expect_seen("");
	store_late_settle(s, 2, STORE_OK);
	expect_seen("a b ");
	store_late_settle(s, 1, STORE_FULL);
	expect_seen("c:full ");
	assert_int_equal(journal_unsettled(j), 0);
	journal_free(j);
	s->ops->free(s);
}

static void
journal__calls_nothing__when_freed_with_events_unsettled(void **state)
{
	struct store *s = store_late_new();
	struct journal *j = journal_new(s, &ops, NULL);

	(void)state;
	append(j, "#c", "a");
	journal_free(j);
	store_late_settle(s, 1, STORE_OK);
	expect_seen("");
	s->ops->free(s);
}

static void
journal__settles_at_once__what_does_not_wait_for_the_store(void **state)
{
	struct store *s = store_late_new();
	struct journal *j = journal_new(s, &ops, NULL);
	struct chat_event *e = event_of(CHAT_PART, "#c", "parted");

	(void)state;
	append(j, "#c", "a");
	journal_append(j, e);
	expect_seen("parted ");
	assert_int_equal(e->seq, 2);
	assert_int_equal(journal_unsettled(j), 1);
	assert_int_equal(store_late_waiting(s), 2);
	chat_event_unref(e);
	store_late_settle(s, 2, STORE_OK);
	expect_seen("a ");
	journal_free(j);
	s->ops->free(s);
}

/* Applying a PART appends a message and another PART. */
static void
settled_with_more(struct chat_event *e, void *ctx)
{
	struct journal *j = *(struct journal **)ctx;

	settled(e, NULL);
	if (strcmp(e->text, "first") != 0)
		return;
	append(j, "#c", "message");
	append_part(j, "second");
}

static void
journal__stores_in_the_order_of_seq__when_applying_appends_more(void **state)
{
	static const struct journal_ops more = { settled_with_more, failed };
	struct store *s = store_memory_new(10);
	struct store_range all = { .limit = 100 };
	struct journal *j;

	(void)state;
	j = journal_new(s, &more, &j);
	append_part(j, "first");
	expect_seen("first second message ");
	s->ops->query(s, "#c", &all, collect, NULL);
	expect_seen("first message second ");
	journal_free(j);
	s->ops->free(s);
}

static void
journal__is_behind__until_enough_has_settled(void **state)
{
	struct store *s = store_late_new();
	struct journal *j = journal_new(s, &ops, NULL);

	(void)state;
	while (!journal_is_behind(j) && journal_unsettled(j) < 1000000)
		append(j, "#c", "x");
	assert_in_range(journal_unsettled(j), 100, 100000);
	store_late_settle(s, 1, STORE_OK);
	assert_false(journal_is_behind(j));
	buf_clear(&seen);
	journal_free(j);
	s->ops->free(s);
}

static void
journal__skips_records__while_too_many_are_unsettled(void **state)
{
	struct store *s = store_late_new();
	struct journal *j = journal_new(s, &ops, NULL);
	size_t most;
	int i;

	(void)state;
	for (i = 0; i < 200000; i++)
		append_part(j, "x");
	buf_reset(&seen);
	most = store_late_waiting(s);
	assert_in_range(most, 100, 100000);
	append(j, "#c", "said");
	assert_int_equal(store_late_waiting(s), most + 1);
	store_late_settle(s, most / 2, STORE_OK);
	append_part(j, "y");
	store_late_settle(s, SIZE_MAX, STORE_OK);
	expect_seen("y said ");
	append_part(j, "z");
	assert_int_equal(store_late_waiting(s), 1);
	buf_clear(&seen);
	journal_free(j);
	s->ops->free(s);
}

static void
memory__keeps_the_last_lines_of_each_target(void **state)
{
	struct store *s = store_memory_new(40);
	struct journal *j = journal_new(s, &ops, NULL);
	struct store_range all = { .limit = 100 };
	struct store_range last = { .limit = 2, .latest = 1 };
	struct store_range between = {
		.after.seq = 98, .before.seq = 101, .limit = 9
	};
	struct store_range first = { .after.seq = 62, .limit = 2 };
	char text[16];
	int i;

	(void)state;
	append(j, "#d", "else");
	for (i = 2; i <= 101; i++) {
		snprintf(text, sizeof(text), "%d", i);
		append(j, i % 2 ? "#C" : "#c", text);
	}
	buf_reset(&seen);
	s->ops->query(s, "#d", &all, collect, NULL);
	expect_seen("else ");
	s->ops->query(s, "#c", &last, collect, NULL);
	expect_seen("100 101 ");
	s->ops->query(s, "#c", &between, collect, NULL);
	expect_seen("99 100 ");
	s->ops->query(s, "#c", &first, collect, NULL);
	expect_seen("63 64 ");
	first.after.seq = 0;
	s->ops->query(s, "#c", &first, collect, NULL);
	expect_seen("62 63 ");
	s->ops->query(s, "#nowhere", &all, collect, NULL);
	expect_seen("");
	journal_free(j);
	s->ops->free(s);
}

static void
memory__drops_the_least_recently_written_target__past_the_limit(void **state)
{
	struct store *s = store_memory_new(2);
	struct journal *j = journal_new(s, &ops, NULL);
	struct store_range all = { .limit = 100 };
	char target[16];
	int i;

	(void)state;
	append(j, "#old", "old");
	append(j, "#kept", "kept");
	for (i = 0; i < 4095; i++) {
		if (i == 2000)
			append(j, "#kept", "kept");
		snprintf(target, sizeof(target), "#%d", i);
		append(j, target, "x");
	}
	buf_reset(&seen);
	s->ops->query(s, "#old", &all, collect, NULL);
	expect_seen("");
	s->ops->query(s, "#kept", &all, collect, NULL);
	expect_seen("kept kept ");
	journal_free(j);
	s->ops->free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    journal__settles_at_once__over_the_memory_store),
		cmocka_unit_test(
		    journal__settles_in_order_of_appending__when_the_store_is_late),
		cmocka_unit_test(
		    journal__calls_nothing__when_freed_with_events_unsettled),
		cmocka_unit_test(
		    journal__settles_at_once__what_does_not_wait_for_the_store),
		cmocka_unit_test(
		    journal__stores_in_the_order_of_seq__when_applying_appends_more),
		cmocka_unit_test(journal__is_behind__until_enough_has_settled),
		cmocka_unit_test(
		    journal__skips_records__while_too_many_are_unsettled),
		cmocka_unit_test(memory__keeps_the_last_lines_of_each_target),
		cmocka_unit_test(
		    memory__drops_the_least_recently_written_target__past_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
