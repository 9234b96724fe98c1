/*
 * Read markers of accounts in the database (checklist 64).
 */

#include "server/store/sqlite/marker_rows.h"
#include "server/store/sqlite/pending.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

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
keep(const char *account, const char *target, int64_t ms)
{
	rig.store->ops->save_marker(rig.store, account, target, ms);
}

static void
write_down(const char *account, const char *target, int64_t ms, void *ctx)
{
	buf_printf(ctx, "%s %s %lld, ", account, target, (long long)ms);
}

static void
expect_after_restart(const char *text)
{
	struct buf got = { 0 };

	store_rig_close(&rig);
	store_rig_open(&rig);
	rig.store->ops->markers(rig.store, write_down, &got);
	assert_string_equal(buf_str(&got), text);
	buf_clear(&got);
}

static void
markers__survive_a_restart__in_their_last_state(void **state)
{
	(void)state;
	keep("ada", "#a", 3000);
	keep("ada", "bo", 1000);
	keep("bo", "#a", 2000);
	keep("ada", "bo", 4000);
	expect_after_restart("ada #a 3000, ada bo 4000, bo #a 2000, ");
	keep("ada", "#a", 5000);
	keep("bo", "#a", 0);
	expect_after_restart("ada bo 4000, ada #a 5000, ");
}

static void
on_done(enum store_result result, void *ctx)
{
	(void)ctx;
	assert_int_equal(result, STORE_OK);
	rig.underway--;
}

static void
deleted_account__keeps_only_markers_set_later(void **state)
{
	(void)state;
	keep("ada", "#a", 1000);
	keep("bo", "#a", 1000);
	expect_after_restart("ada #a 1000, bo #a 1000, ");
	keep("ada", "#b", 2000);
	keep("ada", NULL, 0);
	keep("ada", "#c", 3000);
	expect_after_restart("ada #c 3000, bo #a 1000, ");
	rig.underway++;
	rig.store->ops->delete_account(rig.store, "ada", on_done, NULL);
	store_rig_settle(&rig);
	expect_after_restart("bo #a 1000, ");
}

/* However many changes wait while the disk is busy, there is one write for each marker. */
static void
pending__keeps_only_the_newest_write_of_each(void **state)
{
	struct pending *writes = NULL, *newer = NULL;
	struct buf got = { 0 };
	int i;

	(void)state;
	for (i = 1; i <= 1000; i++)
		marker_rows_put(&writes, "ada", "#a", i);
	marker_rows_put(&writes, "ada", "#b", 7);
	marker_rows_put(&writes, "bo", "#b", 8);
	marker_rows_put(&newer, "ada", "#a", 2000);
	marker_rows_put(&newer, "bo", NULL, 0);
	pending_put_all(&writes, &newer);
	assert_null(newer);
	marker_rows_each(writes, write_down, &got);
	assert_string_equal(buf_str(&got), "ada #b 7, ada #a 2000, bo  0, ");
	buf_clear(&got);
	pending_clear(&writes);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(markers__survive_a_restart__in_their_last_state),
		CASE(deleted_account__keeps_only_markers_set_later),
		cmocka_unit_test(pending__keeps_only_the_newest_write_of_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
