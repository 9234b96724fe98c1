/*
 * server_bans: who is refused, and the commands of operators.
 */
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/clock_watch.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/moderation/cloak.h"
#include "server/moderation/server_bans.h"
#include "server/store/store.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/irc_from.h"
#include "tests/support/plain_client.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

static struct irc_client *root;

static int
setup(void **state)
{
	irc_set_up(state);
	irc_rig_set_net(&rig, "exempt-loopback", "no");
	irc_rig_set(&rig, "ping-seconds", "1d");
	root = client_enter_operator(&rig, "root");
	return 0;
}

/* Expect that a new connection is refused with a reason. */
static void
expect_banned(const char *address, const char *nick, const char *why)
{
	struct irc_client *c = client_connect_from(&rig, address);
	char *line;

	client_register(c, nick);
	xasprintf(&line, ":chat.test 465 * :%s", why);
	client_await(c, line);
	free(line);
	xasprintf(&line, "ERROR :*%s*", why);
	client_await(c, line);
	free(line);
	irc_rig_pass(&rig, 3);
	client_expect_nothing(c);
	assert_true(c->closed);
}

static void
say(const char *line, const char *answer)
{
	client_send(root, "%s", line);
	client_await(root, answer);
}

static int64_t wall;
static size_t nforgotten, nthere;

static int64_t
set_clock(void)
{
	return wall;
}

/* A store with one ban, which ends an hour after `wall`. */
static void
give_ban(struct store *store, store_ban_fn *fn, void *ctx)
{
	const struct store_ban ban = { .key = "R 192.0.2.0/24",
		.kind = BAN_RANGE,
		.mask = "192.0.2.0/24",
		.by = "x",
		.reason = "spam",
		.time = wall,
		.until = wall + 3600000 };

	(void)store;
	fn(&ban, ctx);
}

static void
delete_ban(struct store *store, const char *key, store_done_fn *done, void *ctx)
{
	(void)store;
	(void)key;
	nforgotten++;
	done(STORE_OK, ctx);
}

static void
copy_reason(struct server *server, enum store_result result,
    const struct ban *set, void *ctx)
{
	(void)server;
	assert_int_equal(result, STORE_OK);
	*(char **)ctx = xstrdup(set->reason);
}

static void
count_ban(const struct ban *ban, void *ctx)
{
	(void)ban;
	(void)ctx;
	nthere++;
}

static size_t
count_bans(void)
{
	nthere = 0;
	server_bans_each(rig.server, count_ban, NULL);
	return nthere;
}

static void
restored_ban__stays__after_a_start_with_the_clock_ahead(void **state)
{
	static const struct store_ops ops = { .bans = give_ban,
		.delete_ban = delete_ban };
	struct store fake = { .ops = &ops }, *store = rig.server->store;
	int64_t right = clock_ms();

	(void)state;
	nforgotten = 0;
	wall = right;
	rig.server->store = &fake;
	server_bans_free(rig.server);
	server_bans_restore(rig.server);
	assert_int_equal(count_bans(), 1);
	/* The same with the clock ahead, and set right later. */
	clock_set_wall(set_clock);
	wall += 31 * 86400000LL;
	clock_expiry_begin();
	assert_int_equal(count_bans(), 1);
	wall = right;
	assert_int_equal(count_bans(), 1);
	assert_int_equal(nforgotten, 0);
	irc_rig_pass(&rig, 3599);
	wall = right + 3599000;
	assert_int_equal(count_bans(), 1);
	irc_rig_pass(&rig, 2);
	wall = right + 3601000;
	assert_int_equal(count_bans(), 0);
	assert_int_equal(nforgotten, 1);
	rig.server->store = store;
}

/* A reason from the command line or an older database, which could start a line of its own. */
static void
reason__is_cleaned__before_a_refused_peer_sees_it(void **state)
{
	const struct ban_request wish = { .kind = BAN_RANGE,
		.mask = VIEW("127.0.0.9"),
		.by = VIEW("x"),
		.reason = VIEW("no\r\nPRIVMSG me :injected\x1b[2J\u202e") };
	char *reason = NULL;

	(void)state;
	assert_int_equal(
	    server_bans_add(rig.server, &wish, copy_reason, &reason, NULL), 0);
	assert_string_equal(reason, "noPRIVMSG me :injected[2J");
	free(reason);
	expect_banned("127.0.0.9", "zed",
	    "You are banned from this server: noPRIVMSG me :injected[2J");
}

/* Restart with a store that settles changes when the test says so. */
static void
start_late(void)
{
	irc_rig_clear(&rig);
	irc_rig_init(&rig, store_late_new());
	store_late_hurry(rig.store, 1);
	irc_rig_set_net(&rig, "exempt-loopback", "no");
	root = client_enter_operator(&rig, "root");
	client_skip(root);
	store_late_hurry(rig.store, 0);
}

/* The server may be killed at any moment: a ban that was acknowledged is stored. */
static void
changes__are_acknowledged_and_in_force__when_the_store_has_them(void **state)
{
	struct irc_client *eve;

	(void)state;
	start_late();
	eve = client_enter_from(&rig, "127.0.0.9", "eve");
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	client_skip(root);
	client_send(root, "DLINE 127.0.0.9 :noise");
	client_send(root, "UNDLINE 127.0.0.9");
	irc_rig_run(&rig);
	client_expect_nothing(root);
	assert_false(client_is_closed(eve));
	assert_int_equal(count_bans(), 0);
	store_late_settle(rig.store, 1, STORE_OK);
	client_await(root, ":chat.test NOTICE root :Banned 127.0.0.9 *: noise");
	client_await(eve, "ERROR *");
	assert_int_equal(count_bans(), 1);
	irc_rig_run(&rig);
	client_expect_nothing(root);
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	client_await(
	    root, ":chat.test NOTICE root :Removed the ban on 127.0.0.9");
	assert_int_equal(count_bans(), 0);
}

static void
full_disk__refuses_the_change__and_nothing_is_in_force(void **state)
{
	(void)state;
	start_late();
	client_send(root, "KLINE *!*@192.0.2.1 :noise");
	irc_rig_run(&rig);
	store_late_settle(rig.store, SIZE_MAX, STORE_FULL);
	client_await(root, ":chat.test FAIL KLINE TEMPORARILY_UNAVAILABLE "
			   "*192.0.2.1 :*disk is full*");
	assert_int_equal(count_bans(), 0);
	client_send(root, "KLINE *!*@192.0.2.1 :noise");
	irc_rig_run(&rig);
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	client_await(root, ":chat.test NOTICE root :Banned *");
	client_send(root, "UNKLINE *!*@192.0.2.1");
	irc_rig_run(&rig);
	store_late_settle(rig.store, SIZE_MAX, STORE_FAILED);
	client_await(root, ":chat.test FAIL UNKLINE TEMPORARILY_UNAVAILABLE *");
	assert_int_equal(count_bans(), 1);
	/* The operator and the server may disconnect meanwhile. */
	client_send(root, "UNKLINE *!*@192.0.2.1");
	irc_rig_run(&rig);
	client_close(root);
	irc_rig_run(&rig);
}

static void
masks__match_user_address_and_cloak__and_no_others(void **state)
{
	char cloak[CLOAK_SHOWN_HOST], *line;

	(void)state;
	say("KLINE eve@127.0.0.2 :noise", ":chat.test NOTICE root :Banned "
					  "*!eve@127.0.0.2 permanently: noise");
	expect_banned(
	    "127.0.0.2", "eve", "You are banned from this server: noise");
	client_enter_from(&rig, "127.0.0.3", "eve");
	client_enter_from(&rig, "127.0.0.2", "ada");
	cloak_address(cloak, rig.server->cloak_key, "127.0.5.9");
	xasprintf(&line, "KLINE 1h *@*%s :range", cloak + 9);
	say(line, ":chat.test NOTICE root :Banned *");
	free(line);
	expect_banned("127.0.5.77", "bob",
	    "You are banned from this server until 2023-11-14 23:13 UTC: "
	    "range");
	client_enter_from(&rig, "127.0.6.77", "bob");
	say("KLINE 127.0.9.0/24", ":chat.test NOTICE root :Banned *");
	expect_banned("127.0.9.200", "cid", "You are banned from this server");
}

static void
banned_range__is_refused_on_connecting__until_unbanned(void **state)
{
	struct irc_client *early = client_connect_from(&rig, "127.0.2.9");
	struct irc_client *c;

	(void)state;
	irc_rig_run(&rig);
	say("DLINE 127.0.2.0/24 :go away",
	    ":chat.test NOTICE root :Banned 127.0.2.0/24 permanently: go away");
	client_await(early, ":chat.test 465 * :*go away");
	c = client_connect_from(&rig, "127.0.2.1");
	client_expect(
	    c, ":chat.test 465 * :You are banned from this server: go away");
	client_expect(c, "ERROR :You are banned from this server: go away");
	client_enter_from(&rig, "127.0.3.1", "ada");
	say("UNDLINE 127.0.2.7/24",
	    ":chat.test NOTICE root :Removed the ban on 127.0.2.7/24");
	client_enter_from(&rig, "127.0.2.1", "bob");
	say("UNDLINE 127.0.2.0/24",
	    ":chat.test FAIL UNDLINE NO_SUCH_BAN 127.0.2.0/24 :*");
}

static void
timed_bans__expire(void **state)
{
	(void)state;
	say("KLINE 60 *@127.0.0.2", ":chat.test NOTICE root :Banned * for 1m");
	say("DLINE 1m 127.0.0.3", ":chat.test NOTICE root :Banned * for 1m");
	say("STATS k", ":chat.test 216 root K *!*@127.0.0.2 * * :*");
	expect_banned("127.0.0.2", "eve", "You are banned from this server *");
	irc_rig_pass(&rig, 60);
	client_enter_from(&rig, "127.0.0.2", "eve");
	client_enter_from(&rig, "127.0.0.3", "bob");
	client_skip(root);
	client_send(root, "STATS k");
	client_expect(root, ":chat.test 219 root k :*");
	client_send(root, "STATS d");
	client_expect(root, ":chat.test 219 root d :*");
}

static void
ban__closes_matching_connections__except_operators(void **state)
{
	struct irc_client *a = client_enter_from(&rig, "127.0.0.2", "ada");
	struct irc_client *b = client_enter_from(&rig, "127.0.0.3", "bob");
	struct irc_client *o = client_enter_operator(&rig, "opal");
	struct irc_client *c = client_enter_from(&rig, "127.0.0.4", "cid");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_skip(a);
	say("KLINE bob@127.0.0.3 :bye", ":chat.test NOTICE root :Banned *");
	client_await(b, ":chat.test 465 bob :You are banned * bye");
	client_await(b, "ERROR :*bye*");
	client_expect(a, ":bob!bob@* QUIT :*Banned*");
	client_await(o, ":chat.test NOTICE opal :root: Banned *bob@127.0.0.3*");
	say("KLINE opal!*@* :no", ":chat.test NOTICE root :Banned opal!*");
	client_expect(o, ":chat.test NOTICE opal :root: Banned opal!*");
	client_expect_nothing(o);
	say("DLINE 127.0.0.4 :bye", ":chat.test NOTICE root :Banned *");
	client_await(c, ":chat.test 465 cid :*bye");
}

static void
nick_change__is_checked_against_bans(void **state)
{
	struct irc_client *a = client_enter_from(&rig, "127.0.0.2", "ada");

	(void)state;
	say("KLINE eve!*@* :noise", ":chat.test NOTICE root :Banned *");
	client_send(a, "NICK eva");
	client_await(a, ":ada!* NICK *eva");
	client_send(a, "NICK Eve");
	client_await(a, ":chat.test 465 Eve :*noise");
}

static void
account_ban__applies_from_every_address(void **state)
{
	struct world *w = rig.server->world;
	struct account *eve = world_add_account(w, VIEW("eve"));
	struct irc_client *a = client_enter(&rig, "ada");
	struct chat_from from = { .user = world_find_user(w, VIEW("ada")) };
	struct ban_peer peer = { .nick = "x", .username = "y" };

	(void)state;
	say("KLINE a:EVE :noise", ":chat.test NOTICE root :Banned a:EVE *");
	chat_login(w, &from, eve);
	client_await(a, ":chat.test 465 ada :*noise");
	peer.account = "Eve";
	assert_non_null(server_bans_find(rig.server, &peer));
	say("UNKLINE a:eve", ":chat.test NOTICE root :Removed the ban on *");
	peer.account = NULL;
	assert_null(server_bans_find(rig.server, &peer));
}

static void
masks__are_refused__when_too_broad_or_matching_the_operator_or_empty(
    void **state)
{
	static const char *const bad[] = { "KLINE *", "KLINE *!*@*",
		"KLINE *@*.ip", "KLINE m:bob", "KLINE *@0.0.0.0/0", "KLINE a:*",
		"KLINE :", "KLINE root", "DLINE 10.0.0.0/7", "DLINE ::/8",
		"DLINE *.example", "DLINE 1h", "KLINE root!*@*" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		say(bad[i], ":chat.test FAIL *LINE INVALID_MASK *");
	say("KLINE", ":chat.test 461 root KLINE :*");
	client_send(root, "STATS k");
	client_expect(root, ":chat.test 219 *");
}

/* checklist 51 */
static void
ban_commands__answer_481__to_non_operators(void **state)
{
	static const char *const lines[] = { "KLINE eve", "UNKLINE eve",
		"DLINE 192.0.2.1", "UNDLINE 192.0.2.1", "STATS k", "STATS d",
		"LOCKDOWN ON" };
	struct irc_client *a = client_enter(&rig, "ada");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		client_send(a, "%s", lines[i]);
		client_expect(a, ":chat.test 481 ada :*");
		client_skip(a);
	}
}

static void
second_ban_of_a_mask__replaces_the_first(void **state)
{
	(void)state;
	say("KLINE eve@x.example :first", ":chat.test NOTICE root :*first");
	say("KLINE 1d eve@x.example :second",
	    ":chat.test NOTICE root :*for 1d: second");
	client_send(root, "STATS K");
	client_expect(root, ":chat.test 216 root K *!eve@x.example * * "
			    ":second (set by root, *; until *)");
	client_expect(root, ":chat.test 219 root k :*");
}

static void
lockdown__refuses_new_guests__until_it_ends(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *o = client_enter_operator(&rig, "op");
	struct irc_client *c;

	(void)state;
	say("LOCKDOWN", ":chat.test NOTICE root :No lockdown is on*");
	say("LOCKDOWN ON 10m", ":chat.test NOTICE root :*for 10m.");
	client_await(o, ":chat.test NOTICE op :root: Lockdown on*");
	c = client_connect(&rig);
	client_register(c, "bob");
	client_expect(c, ":chat.test FAIL * ACCOUNT_REQUIRED :No new guests *");
	client_expect(c, "ERROR :*No new guests *");
	c = client_connect(&rig);
	client_send(c, "CAP LS 302");
	client_send(c, "NICK bob");
	client_skip(c);
	client_send(c, "REGISTER * * :a good password");
	client_expect(
	    c, ":chat.test FAIL REGISTER TEMPORARILY_UNAVAILABLE * :*");
	client_send(a, "PING x");
	client_expect(a, "*PONG*");
	irc_rig_pass(&rig, 300);
	say("LOCKDOWN", ":chat.test NOTICE root :*for another 5m.");
	irc_rig_pass(&rig, 301);
	client_await(o, ":chat.test NOTICE op :The lockdown is over*");
	client_enter(&rig, "bob");
	say("LOCKDOWN ON", ":chat.test NOTICE root :*");
	say("LOCKDOWN OFF", ":chat.test NOTICE root :The lockdown is over.");
	client_enter(&rig, "cid");
	say("LOCKDOWN ON fish", ":chat.test FAIL LOCKDOWN INVALID_PARAMS *");
	say("LOCKDOWN maybe", ":chat.test FAIL LOCKDOWN INVALID_PARAMS *");
}

static void
lockdown__refuses_plain_peers__with_a_sentence(void **state)
{
	struct irc_client *c = plain_connect(&rig, 1), *d;

	(void)state;
	client_await(c, "* Welcome to *");
	say("KLINE guest@localhost :noise", ":chat.test NOTICE root :*");
	client_await(c, "* Goodbye. The server closes the connection: You are "
			"banned *: noise");
	d = plain_connect(&rig, 1);
	client_expect(d, "* You are banned from this server: noise");
	say("UNKLINE guest@localhost", ":chat.test NOTICE root :*");
	say("LOCKDOWN ON", ":chat.test NOTICE root :*");
	d = plain_connect(&rig, 1);
	client_expect(d, "* No new guests are accepted *");
}

/* checklist 17 */
static void
connections__from_one_address__are_limited(void **state)
{
	struct irc_client *c;

	(void)state;
	irc_rig_set_net(&rig, "clients-per-address", "2");
	client_enter_from(&rig, "127.0.0.2", "ada");
	client_enter_from(&rig, "127.0.0.2", "bob");
	c = client_connect_from(&rig, "127.0.0.2");
	client_expect(c, "ERROR :Too many connections *");
	client_enter_from(&rig, "127.0.0.3", "cid");
	irc_rig_set_net(&rig, "exempt", "127.0.0.2");
	client_enter_from(&rig, "127.0.0.2", "dan");
	irc_rig_set_net(&rig, "exempt", "");
	irc_rig_set_net(&rig, "clients-per-address", "0");
	client_enter_from(&rig, "127.0.0.2", "eve");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, irc_tear_down)
	const struct CMUnitTest tests[] = {
		T(reason__is_cleaned__before_a_refused_peer_sees_it),
		T(changes__are_acknowledged_and_in_force__when_the_store_has_them),
		T(full_disk__refuses_the_change__and_nothing_is_in_force),
		T(masks__match_user_address_and_cloak__and_no_others),
		T(banned_range__is_refused_on_connecting__until_unbanned),
		T(timed_bans__expire),
		T(ban__closes_matching_connections__except_operators),
		T(nick_change__is_checked_against_bans),
		T(account_ban__applies_from_every_address),
		T(restored_ban__stays__after_a_start_with_the_clock_ahead),
		T(masks__are_refused__when_too_broad_or_matching_the_operator_or_empty),
		T(ban_commands__answer_481__to_non_operators),
		T(second_ban_of_a_mask__replaces_the_first),
		T(lockdown__refuses_new_guests__until_it_ends),
		T(lockdown__refuses_plain_peers__with_a_sentence),
		T(connections__from_one_address__are_limited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
