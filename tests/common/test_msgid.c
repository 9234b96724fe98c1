/*
 * msgid: ids ascend whatever the clock does; and the random numbers behind them. The last id is global, so each
 * test uses a time of its own.
 */
#include <string.h>

#include "common/clock.h"
#include "common/msgid.h"
#include "common/random.h"
#include "tests/support/test.h"

static int64_t now;

static int64_t
test_now(void)
{
	return now;
}

static int
setup(void **state)
{
	(void)state;
	random_seed(42);
	clock_set(test_now);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	random_seed(0);
	clock_set(NULL);
	return 0;
}

static void
msgid__has_26_characters_and_contains_the_time(void **state)
{
	struct msgid id;

	(void)state;
	now = 1767225600123;
	msgid_new(&id, clock_ms());
	assert_int_equal(strlen(id.s), MSGID_LEN);
	assert_true(msgid_valid(view_of(id.s)));
	assert_int_equal(msgid_time(view_of(id.s)), 1767225600123);
}

/* The time's ten digits, computed by hand from the alphabet. */
static void
msgid__writes_crockfords_base_32(void **state)
{
	struct msgid id;

	(void)state;
	now = 1LL << 45;
	msgid_new(&id, clock_ms());
	assert_memory_equal(id.s, "1000000000", 10);
	now = (1LL << 45) + 10 + (18 << 5) + (31 << 10);
	msgid_new(&id, clock_ms());
	assert_memory_equal(id.s, "1000000ZJA", 10);
}

static void
msgid__ascends__when_the_millisecond_is_the_same(void **state)
{
	struct msgid last, id;

	(void)state;
	now = (1LL << 45) + 1000000;
	msgid_new(&last, clock_ms());
	for (int i = 0; i < 100000; i++) {
		msgid_new(&id, clock_ms());
		assert_true(strcmp(last.s, id.s) < 0);
		last = id;
	}
	assert_int_equal(msgid_time(view_of(id.s)), now);
}

static void
msgid__ascends__when_the_clock_goes_back(void **state)
{
	static const int64_t steps[] = { -1, -3600000, 5, 0, 1, -(40LL << 40),
		INT64_MIN / 2 };
	struct msgid last, id;

	(void)state;
	now = (1LL << 45) + 2000000;
	msgid_new(&last, clock_ms());
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		now += steps[i];
		msgid_new(&id, clock_ms());
		assert_true(strcmp(last.s, id.s) < 0);
		last = id;
	}
}

static void
msgid__has_new_random_bits__in_a_new_millisecond(void **state)
{
	struct msgid a, b;

	(void)state;
	now = (1LL << 45) + 3000000;
	msgid_new(&a, now);
	msgid_new(&b, now + 1);
	assert_true(strcmp(a.s, b.s) < 0);
	assert_string_not_equal(a.s + 10, b.s + 10);
}

static void
msgid__repeats__when_seeded_alike(void **state)
{
	struct msgid a, b;

	(void)state;
	now = (1LL << 45) + 4000000;
	random_seed(9);
	msgid_new(&a, now);
	random_seed(9);
	msgid_new(&b, now + 1);
	assert_string_equal(a.s + 10, b.s + 10);
}

/* Must run last: no time is later than this one. */
static void
msgid__ascends_to_the_end_of_time(void **state)
{
	struct msgid last, id;

	(void)state;
	msgid_new(&last, INT64_MAX);
	assert_int_equal(msgid_time(view_of(last.s)), (1LL << 48) - 1);
	assert_memory_equal(last.s, "7ZZZZZZZZZ", 10);
	for (int i = 0; i < 1000; i++) {
		msgid_new(&id, i % 2 == 0 ? INT64_MAX : 0);
		assert_true(strcmp(last.s, id.s) < 0);
		last = id;
	}
}

static void
msgid_valid__rejects_a_wrong_form(void **state)
{
	static const char *const bad[] = { "", "*", "01ARZ3NDEKTSV4RRFFQ69G5FA",
		"01ARZ3NDEKTSV4RRFFQ69G5FAVX", "81ARZ3NDEKTSV4RRFFQ69G5FAV",
		"01ARZ3NDEKTSV4RRFFQ69G5FAI", "01ARZ3NDEKTSV4RRFFQ69G5FAL",
		"01ARZ3NDEKTSV4RRFFQ69G5FAO", "01ARZ3NDEKTSV4RRFFQ69G5FAU",
		"01arz3ndektsv4rrffq69g5fav", "01ARZ3NDEKTSV4RRFFQ69G5FA-" };
	struct view nul = { "01ARZ3NDEKTSV4RRFFQ69G5FA\0", 26 };

	(void)state;
	assert_true(msgid_valid(VIEW("01ARZ3NDEKTSV4RRFFQ69G5FAV")));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(msgid_valid(view_of(bad[i])));
		assert_int_equal(msgid_time(view_of(bad[i])), -1);
	}
	assert_false(msgid_valid(nul));
	assert_false(msgid_valid(view_of(NULL)));
}

static void
random__repeats__when_seeded_alike(void **state)
{
	unsigned char a[64], b[64];

	(void)state;
	random_seed(3);
	random_bytes(a, sizeof(a));
	random_seed(3);
	random_bytes(b, sizeof(b));
	assert_memory_equal(a, b, sizeof(a));
	random_seed(4);
	random_bytes(b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
}

static void
random__differs__without_a_seed(void **state)
{
	unsigned char a[1024], b[1024];

	(void)state;
	random_seed(0);
	random_bytes(a, sizeof(a));
	random_bytes(b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
}

static void
msgid_pack__makes_16_bytes_that_sort_alike(void **state)
{
	unsigned char last[MSGID_PACKED] = { 0 }, packed[MSGID_PACKED];
	struct msgid id, back, none = { "" };

	(void)state;
	random_seed(7);
	for (int i = 0; i < 2000; i++) {
		msgid_new(&id, 1700000000000 + i / 3 * 997);
		msgid_pack(packed, &id);
		assert_true(memcmp(last, packed, sizeof(packed)) < 0);
		msgid_unpack(&back, packed);
		assert_string_equal(back.s, id.s);
		memcpy(last, packed, sizeof(last));
	}
	msgid_pack(packed, &none);
	msgid_unpack(&back, packed);
	assert_string_equal(back.s, "");
}

/* Each of ten values comes up about 10000 times in 100000 (repeatable, because seeded). */
static void
random_below__is_uniform(void **state)
{
	int count[10] = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++) {
		uint32_t n = random_below(10);

		assert_true(n < 10);
		count[n]++;
	}
	for (int i = 0; i < 10; i++)
		assert_in_range(count[i], 9500, 10500);
	assert_int_equal(random_below(1), 0);
	assert_true(random_below(UINT32_MAX) < UINT32_MAX);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    msgid__has_26_characters_and_contains_the_time),
		cmocka_unit_test(msgid__writes_crockfords_base_32),
		cmocka_unit_test(
		    msgid__ascends__when_the_millisecond_is_the_same),
		cmocka_unit_test(msgid__ascends__when_the_clock_goes_back),
		cmocka_unit_test(
		    msgid__has_new_random_bits__in_a_new_millisecond),
		cmocka_unit_test(msgid_pack__makes_16_bytes_that_sort_alike),
		cmocka_unit_test(msgid__repeats__when_seeded_alike),
		cmocka_unit_test(msgid_valid__rejects_a_wrong_form),
		cmocka_unit_test(random__repeats__when_seeded_alike),
		cmocka_unit_test(random__differs__without_a_seed),
		cmocka_unit_test(random_below__is_uniform),
		cmocka_unit_test(msgid__ascends_to_the_end_of_time),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
