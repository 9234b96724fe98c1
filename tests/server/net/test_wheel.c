/*
 * wheel: many coarse timers.
 */

#include "server/net/wheel.h"
#include "tests/support/test.h"

struct probe {
	struct wheel *wheel;
	struct wheel_timer timer;
	struct wheel_timer *other; /* cancelled from the callback */
	int fired;
	int again;
};

static void
fire(struct wheel_timer *t, void *ctx)
{
	struct probe *p = ctx;

	p->fired++;
	if (p->other != NULL)
		wheel_cancel(p->wheel, p->other);
	if (p->again)
		wheel_set(p->wheel, t, 1, fire, p);
}

static void
ticks(struct wheel *w, int n)
{
	while (n-- > 0)
		wheel_tick(w);
}

static void
wheel__fires_once__when_due(void **state)
{
	static const unsigned times[] = { 1, 2, 511, 512, 513, 1024, 5000 };
	struct wheel *w = wheel_new();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		struct probe p = { .wheel = w };

		wheel_set(w, &p.timer, times[i], fire, &p);
		ticks(w, (int)times[i] - 1);
		assert_int_equal(p.fired, 0);
		ticks(w, 1);
		assert_int_equal(p.fired, 1);
		ticks(w, 1500);
		assert_int_equal(p.fired, 1);
	}
	wheel_free(w);
}

static void
wheel__waits_one_tick__when_set_to_zero_seconds(void **state)
{
	struct wheel *w = wheel_new();
	struct probe p = { .wheel = w };

	(void)state;
	wheel_set(w, &p.timer, 0, fire, &p);
	ticks(w, 1);
	assert_int_equal(p.fired, 1);
	wheel_free(w);
}

static void
wheel__takes_the_later_time__when_set_again(void **state)
{
	struct wheel *w = wheel_new();
	struct probe p = { .wheel = w };

	(void)state;
	wheel_set(w, &p.timer, 3, fire, &p);
	wheel_set(w, &p.timer, 10, fire, &p);
	ticks(w, 9);
	assert_int_equal(p.fired, 0);
	ticks(w, 1);
	assert_int_equal(p.fired, 1);
	wheel_free(w);
}

static void
wheel__does_not_fire__when_cancelled(void **state)
{
	struct wheel *w = wheel_new();
	struct probe p = { .wheel = w };

	(void)state;
	wheel_cancel(w, &p.timer);
	wheel_set(w, &p.timer, 3, fire, &p);
	wheel_cancel(w, &p.timer);
	ticks(w, 10);
	assert_int_equal(p.fired, 0);
	wheel_free(w);
}

/* If two timers of one tick cancel each other, exactly one fires. */
static void
wheel__allows_a_due_timer_to_cancel_another(void **state)
{
	struct wheel *w = wheel_new();
	struct probe a = { .wheel = w }, b = { .wheel = w };

	(void)state;
	a.other = &b.timer;
	b.other = &a.timer;
	wheel_set(w, &a.timer, 5, fire, &a);
	wheel_set(w, &b.timer, 5, fire, &b);
	ticks(w, 600);
	assert_int_equal(a.fired + b.fired, 1);
	wheel_free(w);
}

static void
wheel__fires_every_tick__when_set_from_its_callback(void **state)
{
	struct wheel *w = wheel_new();
	struct probe p = { .wheel = w, .again = 1 };

	(void)state;
	wheel_set(w, &p.timer, 1, fire, &p);
	ticks(w, 600);
	assert_int_equal(p.fired, 600);
	wheel_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wheel__fires_once__when_due),
		cmocka_unit_test(
		    wheel__waits_one_tick__when_set_to_zero_seconds),
		cmocka_unit_test(wheel__takes_the_later_time__when_set_again),
		cmocka_unit_test(wheel__does_not_fire__when_cancelled),
		cmocka_unit_test(wheel__allows_a_due_timer_to_cancel_another),
		cmocka_unit_test(
		    wheel__fires_every_tick__when_set_from_its_callback),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
