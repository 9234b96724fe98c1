/*
 * input_history: one list per room, without duplicates, within its limits.
 */
#include <stdio.h>
#include <string.h>

#include "client/input/input_history.h"
#include "common/buf.h"
#include "tests/support/test.h"

static long long max;
static struct input_history *h;

static int
setup(void **state)
{
	(void)state;
	max = 3;
	h = input_history_new(&max);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	input_history_free(h);
	return 0;
}

static void
add(const char *room, const char *text)
{
	input_history_add(h, view_of(room), view_of(text));
}

static void
expect(const char *room, const char *want)
{
	struct buf got = { 0 };
	size_t n;
	char *const *lines = input_history_lines(h, view_of(room), &n);

	for (size_t i = 0; i < n; i++)
		buf_printf(&got, "%s|", lines[i]);
	assert_string_equal(buf_str(&got), want);
	buf_clear(&got);
}

static void
input_history__has_a_list_per_room(void **state)
{
	(void)state;
	expect("#tea", "");
	add("#tea", "one");
	add("#ops", "two");
	add("#TEA", "three");
	add("", "to the server");
	expect("#tea", "one|three|");
	expect("#ops", "two|");
	expect("", "to the server|");
	assert_int_equal(input_history_count(h), 4);
}

static void
input_history__keeps_the_last_of_equal_lines(void **state)
{
	(void)state;
	add("#tea", "one");
	add("#tea", "two");
	add("#tea", "one");
	add("#ops", "two");
	expect("#tea", "two|one|");
	add("#tea", "one");
	expect("#tea", "two|one|");
}

static void
input_history__drops_the_oldest_lines_of_a_room(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++) {
		char text[8];

		snprintf(text, sizeof(text), "%d", i);
		add("#tea", text);
	}
	expect("#tea", "2|3|4|");
	max = 1;
	add("#tea", "last");
	expect("#tea", "last|");
	max = 0;
	add("#tea", "none");
	expect("#tea", "");
}

static void
input_history__drops_the_rooms_that_were_not_used_for_longest(void **state)
{
	static char text[INPUT_HISTORY_LINE_MAX + 2];
	char room[16];
	size_t n;

	(void)state;
	memset(text, 'x', INPUT_HISTORY_LINE_MAX);
	add("#first", "kept");
	for (int i = 0; i < INPUT_HISTORY_BYTES / INPUT_HISTORY_LINE_MAX; i++) {
		snprintf(room, sizeof(room), "#%d", i);
		add(room, text);
		add("#first", "kept");
	}
	expect("#first", "kept|");
	expect("#0", "");
	input_history_lines(h, VIEW("#1"), &n);
	assert_int_equal(n, 1);
	text[INPUT_HISTORY_LINE_MAX] = 'x';
	add("#long", text);
	expect("#long", "");
}

static void
input_history__follows_a_renamed_room(void **state)
{
	(void)state;
	add("bo", "one");
	input_history_rename(h, VIEW("BO"), VIEW("bob"));
	expect("bob", "one|");
	expect("bo", "");
	add("kim", "two");
	input_history_rename(h, VIEW("kim"), VIEW("bob"));
	expect("bob", "one|");
	expect("kim", "two|");
}

static void
input_history__ignores_what_is_no_line(void **state)
{
	(void)state;
	add("#tea", "");
	input_history_add(h, VIEW("#tea"), VIEW("a\0b"));
	expect("#tea", "");
	assert_int_equal(input_history_count(h), 0);
	add("\377", "a name that is not UTF-8");
	expect("\377", "a name that is not UTF-8|");
}

static void
copy(struct view room, struct view text, void *to)
{
	input_history_add(to, room, text);
}

static void
write_line(struct view room, struct view text, void *out)
{
	buf_printf(out, "%.*s:%.*s ", VIEW_ARG(room), VIEW_ARG(text));
}

static void
input_history_each__makes_the_same_history_again(void **state)
{
	struct input_history *again = input_history_new(&max);
	struct buf first = { 0 }, second = { 0 };

	(void)state;
	add("#tea", "one");
	add("#ops", "two");
	add("#tea", "three");
	input_history_each(h, copy, again);
	input_history_each(h, write_line, &first);
	input_history_each(again, write_line, &second);
	assert_string_equal(buf_str(&first), "#ops:two #tea:one #tea:three ");
	assert_string_equal(buf_str(&second), buf_str(&first));
	buf_clear(&first);
	buf_clear(&second);
	input_history_free(again);
}

#define HISTORY_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HISTORY_TEST(input_history__has_a_list_per_room),
		HISTORY_TEST(input_history__keeps_the_last_of_equal_lines),
		HISTORY_TEST(input_history__drops_the_oldest_lines_of_a_room),
		HISTORY_TEST(
		    input_history__drops_the_rooms_that_were_not_used_for_longest),
		HISTORY_TEST(input_history__follows_a_renamed_room),
		HISTORY_TEST(input_history__ignores_what_is_no_line),
		HISTORY_TEST(input_history_each__makes_the_same_history_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
