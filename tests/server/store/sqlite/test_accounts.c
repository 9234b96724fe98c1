/*
 * Accounts in the SQLite store: saved, changed, deleted, ordered with messages; on a full disk; in
 * the memory store; in databases of older versions.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/schema.h"
#include "tests/support/bad_disk.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

enum { BEFORE_PENDING = 9 }; /* the version without pending keys */

#define KEY_A "aaaa"
#define KEY_B "bbbb"

static struct store_rig rig;

static int
setup(void **state)
{
	(void)state;
	store_rig_init(&rig);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	bad_disk_set(BAD_DISK_GOOD);
	store_rig_clear(&rig);
	return 0;
}

static void
on_done(enum store_result result, void *ctx)
{
	rig.underway--;
	buf_printf(&rig.told, "%s%s ", (const char *)ctx,
	    result == STORE_OK	   ? ""
	    : result == STORE_FULL ? ":full"
				   : ":failed");
}

static struct store_account
bare(const char *name, const char *folded)
{
	return (struct store_account){
		.name = name, .folded = folded, .created = 1000, .seen = 2000
	};
}

static void
keep(const struct store_account *a, const char *what)
{
	rig.underway++;
	rig.store->ops->save_account(
	    rig.store, a, on_done, (void *)(uintptr_t)what);
}

/* Saves an account with a password and n keys. */
static void
keep_whole(const char *name, const char *folded, size_t n, const char *what)
{
	static const struct store_key keys[] = {
		{ .digest = KEY_B, .added = 5 },
		{ .digest = KEY_A, .added = 9, .is_pending = 1, .expires = 12 }
	};
	struct store_account a = bare(name, folded);

	a.iterations = 4096;
	a.salt = (struct view){ "s\0lt", 4 };
	a.stored_key = (struct view){ "\0stored", 7 };
	a.server_key = VIEW("server");
	a.keys = keys;
	a.nkeys = n;
	keep(&a, what);
}

static void
forget(const char *folded, const char *what)
{
	rig.underway++;
	rig.store->ops->delete_account(
	    rig.store, folded, on_done, (void *)(uintptr_t)what);
}

static void
write_down(const struct store_account *a, void *ctx)
{
	size_t i;

	buf_printf(ctx, "%s(%s) c%lld s%lld", a->name, a->folded,
	    (long long)a->created, (long long)a->seen);
	if (a->iterations > 0)
		buf_printf(ctx, " %u/%zu:%.*s/%zu:%.*s/%.*s", a->iterations,
		    a->salt.len, 1, a->salt.p, a->stored_key.len,
		    (int)a->stored_key.len - 1, a->stored_key.p + 1,
		    VIEW_ARG(a->server_key));
	if (a->suspended != NULL)
		buf_printf(ctx, " because %s", a->suspended);
	for (i = 0; i < a->nkeys; i++) {
		buf_printf(ctx, " %s@%lld", a->keys[i].digest,
		    (long long)a->keys[i].added);
		if (a->keys[i].is_pending)
			buf_printf(ctx, "?%lld", (long long)a->keys[i].expires);
	}
	buf_add_char(ctx, '\n');
}

static void
expect_accounts(const char *text)
{
	struct buf got = { 0 };

	rig.store->ops->accounts(rig.store, write_down, &got);
	assert_string_equal(buf_str(&got), text);
	buf_clear(&got);
}

static void
reopen(void)
{
	store_rig_close(&rig);
	store_rig_open(&rig);
}

static void
accounts__survive_a_restart__in_their_last_state(void **state)
{
	struct store_account bob = bare("bob", "bob");

	(void)state;
	store_rig_open(&rig);
	expect_accounts("");
	keep_whole("Ada", "ada", 1, "one");
	keep(&bob, "two");
	store_rig_settle(&rig);
	store_rig_expect_told(&rig, "one two ");
	keep_whole("Ada", "ada", 2, "three");
	bob.suspended = "spam";
	bob.seen = 3000;
	keep(&bob, "four");
	reopen();
	store_rig_expect_told(&rig, "three four ");
	expect_accounts(
	    "Ada(ada) c1000 s2000 4096/4:s/7:stored/server bbbb@5 aaaa@9?12\n"
	    "bob(bob) c1000 s3000 because spam\n");
	/* The store reports them only once. */
	expect_accounts("");
	forget("ada", "gone");
	forget("nobody", "none");
	reopen();
	expect_accounts("bob(bob) c1000 s3000 because spam\n");
	keep_whole("ADA", "ada", 0, "anew");
	reopen();
	expect_accounts("ADA(ada) c1000 s2000 4096/4:s/7:stored/server\n"
			"bob(bob) c1000 s3000 because spam\n");
}

static void
accounts__settle_in_order__with_messages(void **state)
{
	struct store_account bob = bare("bob", "bob");

	(void)state;
	store_rig_open(&rig);
	store_rig_say(&rig, "#a", "before");
	keep(&bob, "bob");
	store_rig_say(&rig, "#a", "after");
	forget("bob", "forgotten");
	store_rig_settle(&rig);
	store_rig_expect_told(&rig, "before bob after forgotten ");
}

static void
full_disk__refuses_an_account__and_keeps_the_saved_ones(void **state)
{
	(void)state;
	store_rig_open(&rig);
	keep_whole("ada", "ada", 1, "one");
	store_rig_settle(&rig);
	bad_disk_set(BAD_DISK_FULL);
	keep_whole("ada", "ada", 2, "two");
	store_rig_settle(&rig);
	forget("ada", "three");
	store_rig_settle(&rig);
	bad_disk_set(BAD_DISK_BROKEN);
	keep_whole("bob", "bob", 2, "four");
	store_rig_settle(&rig);
	store_rig_expect_told(&rig, "one two:full three:full four:failed ");
	bad_disk_set(BAD_DISK_GOOD);
	reopen();
	expect_accounts(
	    "ada(ada) c1000 s2000 4096/4:s/7:stored/server bbbb@5\n");
}

static void
memory__keeps_accounts__until_freed(void **state)
{
	struct store_account bob = bare("bob", "bob");

	(void)state;
	store_rig_open_memory(&rig);
	keep_whole("ada", "ada", 2, "one");
	keep(&bob, "two");
	keep_whole("Ada", "ada", 1, "three");
	forget("bob", "four");
	store_rig_expect_told(&rig, "one two three four ");
	expect_accounts(
	    "Ada(ada) c1000 s2000 4096/4:s/7:stored/server bbbb@5\n");
	store_rig_close(&rig);
	store_rig_open_memory(&rig);
	expect_accounts("");
}

static void
old_databases__store_accounts__after_the_upgrade(void **state)
{
	size_t version;
	char *cause = NULL;
	struct db *db;

	(void)state;
	for (version = 0; version < schema_nsteps; version++) {
		db = db_open_to_write(rig.file, 1000, &cause);
		assert_non_null(db);
		assert_int_equal(
		    schema_update(db, schema_steps, version, rig.file, &cause),
		    0);
		db_close(db);
		store_rig_open(&rig);
		expect_accounts("");
		keep_whole("ada", "ada", 1, "one");
		reopen();
		expect_accounts(
		    "ada(ada) c1000 s2000 4096/4:s/7:stored/server bbbb@5\n");
		store_rig_close(&rig);
		assert_int_equal(unlink(rig.file), 0);
	}
}

static void
secret__stays_the_same__for_one_database(void **state)
{
	static const unsigned char none[STORE_SECRET];
	unsigned char secret[STORE_SECRET], *own;

	(void)state;
	store_rig_open(&rig);
	own = rig.store->secret;
	memcpy(secret, own, STORE_SECRET);
	assert_memory_not_equal(own, none, STORE_SECRET);
	reopen();
	assert_memory_equal(rig.store->secret, secret, STORE_SECRET);
	store_rig_close(&rig);
	store_rig_open_memory(&rig);
	assert_memory_not_equal(rig.store->secret, none, STORE_SECRET);
	assert_memory_not_equal(rig.store->secret, secret, STORE_SECRET);
}

/* It is unknown whether they were proved, but nobody may lose access to an account. */
static void
old_keys__become_pending__except_the_only_one_of_an_account(void **state)
{
	char *cause = NULL;
	struct db *db = db_open_to_write(rig.file, 1000, &cause);

	(void)state;
	assert_non_null(db);
	assert_int_equal(
	    schema_update(db, schema_steps, BEFORE_PENDING, rig.file, &cause),
	    0);
	assert_int_equal(
	    db_exec(db, "INSERT INTO accounts (folded, name, iterations, salt,"
			" stored_key, server_key, created, seen) VALUES"
			" ('key', 'key', 0, '', '', '', 1, 2),"
			" ('keys', 'keys', 0, '', '', '', 1, 2),"
			" ('password', 'password', 4096, 's', ' k', 'k', 1, 2);"
			"INSERT INTO account_keys VALUES ('key', 'aaaa', 5),"
			" ('keys', 'aaaa', 6), ('keys', 'bbbb', 7),"
			" ('password', 'aaaa', 8)"),
	    SQLITE_OK);
	db_close(db);
	store_rig_open(&rig);
	expect_accounts("key(key) c1 s2 aaaa@5\n"
			"keys(keys) c1 s2 aaaa@6?0 bbbb@7?0\n"
			"password(password) c1 s2 4096/1:s/2:k/k aaaa@8?0\n");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(accounts__survive_a_restart__in_their_last_state),
		CASE(accounts__settle_in_order__with_messages),
		CASE(full_disk__refuses_an_account__and_keeps_the_saved_ones),
		CASE(memory__keeps_accounts__until_freed),
		CASE(old_databases__store_accounts__after_the_upgrade),
		CASE(
		    old_keys__become_pending__except_the_only_one_of_an_account),
		CASE(secret__stays_the_same__for_one_database),
	};

	bad_disk_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
