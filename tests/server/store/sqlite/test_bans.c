/*
 * Bans of the server in the database.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/store/sqlite/ban_notes.h"
#include "tests/support/store_rig.h"

static struct store_rig rig;

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
keep(const char *key, int64_t time, int64_t until, const char *reason)
{
	const struct store_ban ban = { .key = key,
		.kind = key[0],
		.mask = key + 2,
		.by = "ada",
		.reason = reason,
		.time = time,
		.until = until };

	rig.store->ops->keep_ban(rig.store, &ban);
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
bans__are_there_after_a_restart__as_they_were_last(void **state)
{
	(void)state;
	keep("k *!*@a.example", 2000, 0, "");
	keep("d 192.0.2.0/24", 1000, 9000, "noise");
	keep("a eve", 3000, 0, "more noise");
	expect_after_restart(
	    "d 192.0.2.0/24 d 192.0.2.0/24 ada 1000 9000 noise, "
	    "k *!*@a.example k *!*@a.example ada 2000 0 , "
	    "a eve a eve ada 3000 0 more noise, ");
	rig.store->ops->forget_ban(rig.store, "k *!*@a.example");
	rig.store->ops->forget_ban(rig.store, "k nothing");
	keep("a eve", 4000, 5000, "again");
	expect_after_restart(
	    "d 192.0.2.0/24 d 192.0.2.0/24 ada 1000 9000 noise, "
	    "a eve a eve ada 4000 5000 again, ");
}

/* However much waits while the disk is busy, of each there is one note. */
static void
notes__are_one_for_each__and_newer_ones_win(void **state)
{
	const struct store_ban ban = {
		.kind = 'k', .mask = "m", .by = "ada", .reason = "r", .time = 1
	};
	struct ban_note *newer = NULL, *older = NULL;
	struct buf got = { 0 };
	struct store_ban other = ban;

	(void)state;
	ban_notes_put(&older, "k a", &ban);
	ban_notes_put(&older, "k b", &ban);
	other.time = 2;
	ban_notes_put(&newer, "k a", &ban);
	ban_notes_put(&newer, "k a", &other);
	ban_notes_add_older(&newer, older);
	ban_notes_each(newer, write_down, &got);
	assert_string_equal(
	    buf_str(&got), "k a k m ada 2 0 r, k b k m ada 1 0 r, ");
	ban_notes_free(newer);
	buf_clear(&got);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(bans__are_there_after_a_restart__as_they_were_last),
		T(notes__are_one_for_each__and_newer_ones_win),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
