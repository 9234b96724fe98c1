/*
 * message_split: parts keep to the limits, and together they are the text.
 */
#include <stdlib.h>
#include <string.h>

#include "client/irc/message_split.h"
#include "common/buf.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

/* Append a part: "|" before all but the first, "*" after a batch. */
static void
add_part(struct buf *out, struct view text, const struct message_part *part)
{
	if (out->len > 0)
		buf_add_char(out, '|');
	buf_add(out, text.p + part->from, part->end - part->from);
	if (part->is_batch)
		buf_add_char(out, '*');
}

static void
expect_parts(
    const struct message_limits *max, const char *string, const char *parts)
{
	struct view text = view_of(string);
	struct message_part part;
	struct buf out = { 0 };
	size_t at;

	for (at = 0; at < text.len; at = part.next) {
		part = message_split(max, text, at, text.len);
		add_part(&out, text, &part);
	}
	assert_string_equal(buf_str(&out), parts);
	buf_clear(&out);
}

static void
message_split__cuts_lines_at_words(void **state)
{
	struct message_limits max = { .line = 10 };

	(void)state;
	expect_parts(&max, "one", "one");
	expect_parts(&max, "one two three four", "one two|three four");
	expect_parts(&max, "abcdefghijklmno", "abcdefghij|klmno");
	expect_parts(&max, "one\ntwo\n\n\nsix", "one|two|six");
}

static void
message_split__uses_a_batch__when_a_line_is_not_enough(void **state)
{
	struct message_limits max = { 10, 40, 3 };

	(void)state;
	expect_parts(&max, "one", "one");
	expect_parts(&max, "one two three four", "one two three four*");
	expect_parts(&max, "a\n\nb\nc\nd", "a\n\nb*|c\nd*");
	max.max_bytes = 3;
	expect_parts(&max, "abcdef", "abcdef");
	expect_parts(&max, "a\nb\nc", "a\nb*|c");
}

static void
message_fits__counts_whole_lines(void **state)
{
	struct message_limits max = { .line = 10 };

	(void)state;
	assert_int_equal(message_fits(&max, VIEW("one\ntwo")), 3);
	assert_int_equal(
	    message_fits(&max, VIEW("a line that is too long")), 23);
	max.max_bytes = 9;
	max.max_lines = 2;
	assert_int_equal(message_fits(&max, VIEW("one\ntwo\nsix")), 7);
	assert_int_equal(message_fits(&max, VIEW("one\nseventeen")), 3);
}

/* All bytes but spaces and line breaks are in exactly one part, and each line of a part fits. */
static void
message_split__loses_nothing(void **state)
{
	static const char alphabet[] = "ab \n\n\xc3\xa4";
	struct message_limits max;
	struct prng prng = { 7 };
	struct message_part part;
	size_t at, i, before;
	char bytes[64];
	int round;

	(void)state;
	for (round = 0; round < 2000; round++) {
		struct view text = { bytes,
			1 + prng_below(&prng, sizeof(bytes)) };

		prng_pick(
		    &prng, bytes, text.len, alphabet, sizeof(alphabet) - 1);
		max = (struct message_limits){ 8 + prng_below(&prng, 30),
			prng_below(&prng, 2) * (8 + prng_below(&prng, 40)),
			1 + prng_below(&prng, 4) };
		before = 0;
		for (at = 0; at < text.len; at = part.next) {
			part = message_split(&max, text, at, text.len);
			assert_true(part.from == at && part.next > at);
			assert_true(
			    part.end <= part.next && part.next <= text.len);
			for (i = before; i < part.from; i++)
				assert_true(
				    bytes[i] == ' ' || bytes[i] == '\n');
			assert_true(
			    part.is_batch || part.end - part.from <= max.line);
			assert_true(!part.is_batch ||
				    part.end - part.from <= max.max_bytes);
			before = part.end;
		}
		for (i = before; i < text.len; i++)
			assert_true(bytes[i] == ' ' || bytes[i] == '\n');
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(message_split__cuts_lines_at_words),
		cmocka_unit_test(
		    message_split__uses_a_batch__when_a_line_is_not_enough),
		cmocka_unit_test(message_fits__counts_whole_lines),
		cmocka_unit_test(message_split__loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
