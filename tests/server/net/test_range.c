/*
 * range: parsing and printing, containment, and looking up an address in a large table.
 */
#include <stdio.h>
#include <string.h>

#include "server/net/range.h"
#include "tests/support/test.h"

static struct range
range(const char *text)
{
	struct range r;

	assert_int_equal(range_parse(&r, view_of(text)), 0);
	return r;
}

static void
range_parse__clears_bits_after_the_prefix__and_range_text_is_its_inverse(
    void **state)
{
	static const char *const rows[][2] = {
		{ "192.0.2.7", "192.0.2.7" },
		{ "192.0.2.7/32", "192.0.2.7" },
		{ "192.0.2.7/24", "192.0.2.0/24" },
		{ "192.0.2.255/25", "192.0.2.128/25" },
		{ "0.0.0.0/0", "0.0.0.0/0" },
		{ "::ffff:192.0.2.7", "192.0.2.7" },
		{ "2001:db8::7", "2001:db8::7" },
		{ "2001:db8:1:2::7/64", "2001:db8:1:2::/64" },
		{ "0::1", "::1" },
	};
	char text[RANGE_TEXT];
	struct range r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		r = range(rows[i][0]);
		range_text(text, &r);
		assert_string_equal(text, rows[i][1]);
	}
}

static void
range_parse__rejects_invalid_ranges(void **state)
{
	static const char *const rows[] = { "", "/", "/24", "192.0.2",
		"192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/x",
		"2001:db8::/129", "localhost", "192.0.2.0/24/24", "192.0.*" };
	struct range r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(range_parse(&r, view_of(rows[i])), -1);
}

static void
range_contains__compares_prefixes(void **state)
{
	struct range net = range("192.0.2.0/24"), six = range("2001:db8::/32");
	struct range in = range("192.0.2.200"), out = range("192.0.3.1");
	struct range half = range("192.0.2.128/25"),
		     wide = range("192.0.0.0/16");
	struct range none = { 0 }, all6 = range("::/0");

	(void)state;
	assert_true(range_contains(&net, &in));
	assert_true(range_contains(&net, &half));
	assert_true(range_contains(&net, &net));
	assert_false(range_contains(&net, &out));
	assert_false(range_contains(&net, &wide));
	assert_false(range_contains(&net, &six));
	assert_false(range_contains(&all6, &none));
}

static void
range_table__finds_the_widest_range__among_many(void **state)
{
	struct range_table *t = range_table_new();
	struct range r, net = range("10.0.0.0/8"), at = range("10.1.2.3");
	char text[32];
	static int values[3000], wide;
	unsigned i;

	(void)state;
	for (i = 0; i < 3000; i++) {
		snprintf(text, sizeof(text), "10.%u.%u.0/%u", i / 250, i % 250,
		    24 + i % 3);
		r = range(text);
		assert_null(range_table_put(t, &r, &values[i]));
	}
	assert_ptr_equal(range_table_find(t, &at), &values[252]);
	at = range("11.1.2.3");
	assert_null(range_table_find(t, &at));
	assert_null(range_table_put(t, &net, &wide));
	at = range("10.1.2.3");
	assert_ptr_equal(range_table_find(t, &at), &wide);
	assert_ptr_equal(range_table_remove(t, &net), &wide);
	assert_ptr_equal(range_table_find(t, &at), &values[252]);
	assert_int_equal(range_table_count(t), 3000);
	assert_null(range_table_remove(t, &net));
	range_table_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    range_parse__clears_bits_after_the_prefix__and_range_text_is_its_inverse),
		cmocka_unit_test(range_parse__rejects_invalid_ranges),
		cmocka_unit_test(range_contains__compares_prefixes),
		cmocka_unit_test(
		    range_table__finds_the_widest_range__among_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
