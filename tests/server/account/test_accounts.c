/*
 * accounts: what the server knows about accounts agrees with the store at every moment.
 */
#include <string.h>

#include "common/buf.h"
#include "server/account/account_draft.h"
#include "server/account/accounts.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "server/wiring/wiring.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

#define SIXTEEN	  "0123456789abcdef"
#define KEY	  SIXTEEN SIXTEEN SIXTEEN SIXTEEN
#define OTHER_KEY "f" SIXTEEN SIXTEEN SIXTEEN "0123456789abcde"

static struct buf told;

static int
set_up(void **state)
{
	buf_reset(&told);
	return irc_set_up_late(state);
}

static int
tear_down(void **state)
{
	irc_tear_down(state);
	buf_clear(&told);
	return 0;
}

static void
on_done(struct server *server, enum store_result result, void *ctx)
{
	buf_printf(&told, "%s%s%s ", (const char *)ctx,
	    result == STORE_OK ? "" : ":failed", server == NULL ? ":gone" : "");
}

static void *
word(const char *s)
{
	return (void *)(uintptr_t)s;
}

static void
expect_told(const char *text)
{
	assert_string_equal(buf_str(&told), text);
	buf_reset(&told);
}

static struct account *
find(const char *name)
{
	return world_find_account(rig.server->world, view_of(name));
}

static int
change(struct account *draft, const char *what)
{
	int rc = accounts_change(rig.server, draft, on_done, word(what));

	if (rc != 0)
		draft_free(draft);
	return rc;
}

static struct account *
ada_with_password(void)
{
	struct account *a = draft_new(VIEW("Ada"));

	a->verifier.iterations = 4096;
	a->verifier.salt_len = 3;
	memcpy(a->verifier.salt, "abc", 3);
	assert_int_equal(draft_add_key(a, KEY), 0);
	return a;
}

static void
settle(enum store_result result)
{
	store_late_settle(rig.store, SIZE_MAX, result);
}

static void
new_account__exists__after_the_store_committed(void **state)
{
	(void)state;
	store_late_hurry(rig.store, 0);
	assert_int_equal(change(ada_with_password(), "new"), 0);
	assert_null(find("ada"));
	assert_true(accounts_is_busy(rig.server, VIEW("ADA")));
	assert_false(accounts_is_busy(rig.server, VIEW("bob")));
	expect_told("");
	settle(STORE_OK);
	expect_told("new ");
	assert_string_equal(find("ada")->name, "Ada");
	assert_int_equal(find("ada")->verifier.iterations, 4096);
	assert_ptr_equal(world_account_by_key(rig.server->world, KEY, VIEW("")),
	    find("ada"));
	assert_false(accounts_is_busy(rig.server, VIEW("ada")));
}

static void
name__is_registered_once__when_two_register_it(void **state)
{
	(void)state;
	store_late_hurry(rig.store, 0);
	assert_int_equal(change(ada_with_password(), "first"), 0);
	assert_int_equal(change(draft_new(VIEW("ADA")), "second"), -1);
	settle(STORE_OK);
	expect_told("first ");
	assert_string_equal(find("ada")->name, "Ada");
}

static void
change__is_undone__when_the_store_fails(void **state)
{
	struct account *draft;

	(void)state;
	store_late_hurry(rig.store, 0);
	change(ada_with_password(), "new");
	settle(STORE_FULL);
	expect_told("new:failed ");
	assert_null(find("ada"));
	assert_false(accounts_is_busy(rig.server, VIEW("ada")));
	change(ada_with_password(), "again");
	settle(STORE_OK);
	draft = draft_copy(find("ada"));
	assert_int_equal(draft_drop_key(draft, KEY), 0);
	assert_int_equal(draft_drop_key(draft, KEY), -1);
	assert_int_equal(draft_add_key(draft, OTHER_KEY), 0);
	assert_int_equal(draft_add_key(draft, OTHER_KEY), -1);
	assert_int_equal(draft_add_key(draft, "0123"), -1);
	change(draft, "keys");
	settle(STORE_FAILED);
	accounts_delete(rig.server, "ada", on_done, word("forget"));
	settle(STORE_FAILED);
	expect_told("again keys:failed forget:failed ");
	assert_int_equal(find("ada")->nkeys, 1);
	assert_string_equal(TAILQ_FIRST(&find("ada")->keys)->digest, KEY);
}

static void
change__applies_to_the_account__with_logged_in_users(void **state)
{
	struct account *a, *draft;
	struct user *u;

	(void)state;
	change(ada_with_password(), "new");
	a = find("ada");
	client_enter(&rig, "ada_");
	u = world_find_user(rig.server->world, VIEW("ada_"));
	chat_login(rig.server->world, &(struct chat_from){ .user = u }, a);
	draft = draft_copy(a);
	draft_drop_key(draft, KEY);
	draft_add_key(draft, OTHER_KEY);
	draft->verifier.iterations = 0;
	change(draft, "changed");
	expect_told("new changed ");
	assert_ptr_equal(find("ada"), a);
	assert_ptr_equal(LIST_FIRST(&a->users), u);
	assert_int_equal(a->verifier.iterations, 0);
	assert_int_equal(a->nkeys, 1);
	assert_null(world_account_by_key(rig.server->world, KEY, VIEW("")));
	assert_ptr_equal(
	    world_account_by_key(rig.server->world, OTHER_KEY, VIEW("")), a);
}

/* A small update that was queued earlier must not bring the account back. */
static void
forget__logs_out_and_deletes_everything(void **state)
{
	struct user *u;

	(void)state;
	change(ada_with_password(), "new");
	client_enter(&rig, "ada_");
	u = world_find_user(rig.server->world, VIEW("ada_"));
	chat_login(
	    rig.server->world, &(struct chat_from){ .user = u }, find("ada"));
	store_late_hurry(rig.store, 0);
	accounts_delete(rig.server, "ada", on_done, word("forget"));
	accounts_save(rig.server, find("ada"), on_done, word("kept"));
	assert_non_null(find("ada"));
	settle(STORE_OK);
	assert_null(find("ada"));
	assert_null(u->account);
	settle(STORE_OK);
	expect_told("new forget kept ");
	assert_int_equal(store_late_waiting(rig.store), 0);
	server_free(rig.server);
	rig.server = server_new(&rig.config, rig.net, rig.store);
	assert_null(find("ada"));
}

static void
keep__waits_for_a_change__and_writes_its_result(void **state)
{
	struct account *draft;

	(void)state;
	change(ada_with_password(), "new");
	store_late_hurry(rig.store, 0);
	draft = draft_copy(find("ada"));
	draft->verifier.iterations = 9999;
	change(draft, "changed");
	find("ada")->seen = 77;
	accounts_save(rig.server, find("ada"), on_done, word("kept"));
	settle(STORE_OK);
	settle(STORE_OK);
	expect_told("new changed kept ");
	server_free(rig.server);
	rig.server = server_new(&rig.config, rig.net, rig.store);
	assert_int_equal(find("ada")->verifier.iterations, 9999);
	assert_int_equal(find("ada")->seen, 77);
}

static void
prove_key__binds_a_pending_key__after_the_running_job(void **state)
{
	struct account *draft;
	struct account_key *k;

	(void)state;
	change(ada_with_password(), "new");
	draft = draft_copy(find("ada"));
	assert_int_equal(draft_add_pending_key(draft, OTHER_KEY), 0);
	assert_int_equal(draft_add_pending_key(draft, OTHER_KEY), 0);
	assert_int_equal(draft_add_pending_key(draft, KEY), -1);
	change(draft, "pending");
	k = account_find_key(find("ada"), OTHER_KEY);
	assert_true(k->is_pending);
	assert_int_equal(k->expires - k->added, ACCOUNT_PENDING_MS);
	store_late_hurry(rig.store, 0);
	draft = draft_copy(find("ada"));
	draft->verifier.iterations = 9999;
	change(draft, "changed");
	accounts_prove_key(rig.server, find("ada"), OTHER_KEY);
	store_late_settle(rig.store, 1, STORE_OK);
	assert_int_equal(find("ada")->verifier.iterations, 9999);
	assert_true(account_find_key(find("ada"), OTHER_KEY)->is_pending);
	settle(STORE_FULL); /* it stays pending */
	assert_true(account_find_key(find("ada"), OTHER_KEY)->is_pending);
	accounts_prove_key(rig.server, find("ada"), OTHER_KEY);
	settle(STORE_OK);
	accounts_prove_key(rig.server, find("ada"), OTHER_KEY);
	accounts_prove_key(rig.server, find("ada"), KEY);
	assert_int_equal(store_late_waiting(rig.store), 0);
	server_free(rig.server);
	rig.server = server_new(&rig.config, rig.net, rig.store);
	k = account_find_key(find("ada"), OTHER_KEY);
	assert_false(k->is_pending);
	assert_int_equal(k->expires, 0);
	assert_int_equal(find("ada")->verifier.iterations, 9999);
}

static void
restart__keeps_pending_keys_pending(void **state)
{
	struct account *a = ada_with_password();

	(void)state;
	assert_int_equal(draft_add_pending_key(a, OTHER_KEY), 0);
	change(a, "new");
	server_free(rig.server);
	rig.server = server_new(&rig.config, rig.net, rig.store);
	assert_int_equal(account_bound_keys(find("ada")), 1);
	assert_int_equal(account_pending_keys(find("ada")), 1);
	assert_null(
	    world_account_by_key(rig.server->world, OTHER_KEY, VIEW("ada")));
}

/* A key of two accounts selects the account to which it was bound first, also after a restart. */
static void
restart__restores_all_accounts(void **state)
{
	struct account *a = ada_with_password(), *b = draft_new(VIEW("bob"));

	(void)state;
	memset(a->verifier.stored_key, 7, ACCOUNT_HASH);
	draft_add_key(a, OTHER_KEY);
	TAILQ_FIRST(&a->keys)->added = 300;
	TAILQ_NEXT(TAILQ_FIRST(&a->keys), link)->added = 400;
	draft_add_key(b, KEY);
	TAILQ_FIRST(&b->keys)->added = 200;
	change(b, "b");
	change(a, "a");
	server_free(rig.server);
	rig.server = server_new(&rig.config, rig.net, rig.store);
	assert_int_equal(world_accounts(rig.server->world), 2);
	assert_ptr_equal(world_account_by_key(rig.server->world, KEY, VIEW("")),
	    find("bob"));
	assert_ptr_equal(
	    world_account_by_key(rig.server->world, KEY, VIEW("ADA")),
	    find("ada"));
	assert_int_equal(find("ada")->verifier.stored_key[31], 7);
	assert_int_equal(find("bob")->verifier.iterations, 0);
}

static void
jobs__are_freed__when_the_server_is_freed(void **state)
{
	(void)state;
	store_late_hurry(rig.store, 0);
	change(ada_with_password(), "new");
	accounts_delete(rig.server, "ada", on_done, word("waits"));
	server_free(rig.server);
	settle(STORE_OK);
	expect_told("waits:failed:gone new:gone ");
	rig.server = server_new(&rig.config, rig.net, rig.store);
	assert_non_null(find("ada"));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(new_account__exists__after_the_store_committed),
		CASE(name__is_registered_once__when_two_register_it),
		CASE(change__is_undone__when_the_store_fails),
		CASE(change__applies_to_the_account__with_logged_in_users),
		CASE(forget__logs_out_and_deletes_everything),
		CASE(keep__waits_for_a_change__and_writes_its_result),
		CASE(prove_key__binds_a_pending_key__after_the_running_job),
		CASE(restart__keeps_pending_keys_pending),
		CASE(restart__restores_all_accounts),
		CASE(jobs__are_freed__when_the_server_is_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
