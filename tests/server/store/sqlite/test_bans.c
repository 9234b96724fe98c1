/* Server bans in the database. */

#include "tests/support/store_rig.h"
#include "tests/support/test.h"

static struct store_rig rig;
static size_t nsettled;

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
count(enum store_result result, void *ctx)
{
	assert_int_equal(result, STORE_OK);
	++*(size_t *)ctx;
}

static void
keep(const char *key, int64_t time, int64_t until, const char *reason)
{
	const struct store_ban ban = { .key = key,
		.kind = key[0],
		.mask = key + 2,
		.by = "ada",
		.reason = reason,
		.time = time,
		.until = until };

	rig.store->ops->save_ban(rig.store, &ban, count, &nsettled);
}

static void
write_down(const struct store_ban *b, void *ctx)
{
	buf_printf(ctx, "%s %c %s %s %lld %lld %s, ", b->key, b->kind, b->mask,
	    b->by, (long long)b->time, (long long)b->until, b->reason);
}

static void
expect_after_restart(const char *text)
{
	struct buf got = { 0 };

	store_rig_close(&rig);
	store_rig_open(&rig);
	rig.store->ops->bans(rig.store, write_down, &got);
	assert_string_equal(buf_str(&got), text);
	buf_clear(&got);
}

static void
bans__survive_a_restart__in_their_last_state(void **state)
{
	(void)state;
	nsettled = 0;
	keep("k *!*@a.example", 2000, 0, "");
	keep("d 192.0.2.0/24", 1000, 9000, "noise");
	keep("a eve", 3000, 0, "more noise");
	expect_after_restart(
	    "d 192.0.2.0/24 d 192.0.2.0/24 ada 1000 9000 noise, "
	    "k *!*@a.example k *!*@a.example ada 2000 0 , "
	    "a eve a eve ada 3000 0 more noise, ");
	rig.store->ops->delete_ban(
	    rig.store, "k *!*@a.example", count, &nsettled);
	rig.store->ops->delete_ban(rig.store, "k nothing", count, &nsettled);
	keep("a eve", 4000, 5000, "again");
	expect_after_restart(
	    "d 192.0.2.0/24 d 192.0.2.0/24 ada 1000 9000 noise, "
	    "a eve a eve ada 4000 5000 again, ");
	assert_int_equal(nsettled, 6);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(bans__survive_a_restart__in_their_last_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
