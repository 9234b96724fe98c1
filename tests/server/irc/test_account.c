/*
 * ACCOUNT: a user's account, and what its owner or a server operator can do with it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/account/operation.h"
#include "server/auth/password.h"
#include "server/auth/verifier.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"
#include "server/net/conn_impl.h"
#include "server/session/session.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

#define SIXTEEN "0123456789abcdef"
#define KEY	SIXTEEN SIXTEEN SIXTEEN SIXTEEN
#define COLONS	"01:23:45:67:89:AB:CD:EF"
#define OTHER	"ffffffffffffffff" SIXTEEN SIXTEEN SIXTEEN

static char *hash;

static int
set_up(void **state)
{
	struct config_operator *o;

	irc_set_up_late(state);
	irc_rig_set(&rig, "password-iterations", "4096");
	if (hash == NULL)
		hash = password_hash("sesame", NULL);
	o = settings_add_section(
	    settings_find(config_settings, "operator"), &rig.config, "root");
	o->password = xstrdup(hash);
	return 0;
}

static int
free_hash(void **state)
{
	(void)state;
	free(hash);
	return 0;
}

static struct account *
find(const char *name)
{
	return world_find_account(rig.server->world, view_of(name));
}

/* Connect with that nick and register it as an account. */
static struct irc_client *
enter_owner(const char *nick)
{
	struct irc_client *c = client_enter(&rig, nick);

	client_send(c, "REGISTER * * correcthorse");
	irc_rig_work(&rig);
	client_await(c, "* 900 *");
	client_skip(c);
	return c;
}

static struct irc_client *
enter_operator(const char *nick)
{
	struct irc_client *c = client_enter(&rig, nick);

	client_send(c, "OPER root sesame");
	irc_rig_work(&rig);
	client_await(c, "*MODE * +o");
	return c;
}

static void
send_and_work(struct irc_client *c, const char *line)
{
	client_send(c, "%s", line);
	irc_rig_work(&rig);
}

static void
account__shows_name_keys_and_sessions(void **state)
{
	struct irc_client *a = enter_owner("Ada");

	(void)state;
	send_and_work(a, "ACCOUNT KEY ADD " KEY);
	client_expect(a, ":chat.test NOTE ACCOUNT KEY_PENDING " KEY " :*");
	client_send(a, "ACCOUNT");
	client_expect(
	    a, ":chat.test NOTE ACCOUNT NAME Ada :*registered 2023-*");
	client_expect(a, ":chat.test NOTE ACCOUNT PASSWORD yes :*");
	client_expect(
	    a, ":chat.test NOTE ACCOUNT KEY " KEY " :Pending until 2023-*");
	client_expect(a, ":chat.test NOTE ACCOUNT SESSION Ada * "
			 ":This connection, from an IRC client, not encrypted");
	client_expect(a, ":chat.test NOTE ACCOUNT END :*");
	client_send(a, "account key list");
	client_expect(a, ":chat.test NOTE ACCOUNT KEY " KEY " :*");
	client_expect(a, ":chat.test NOTE ACCOUNT END :*");
	client_send(a, "ACCOUNT SESSIONS");
	client_expect(a, ":chat.test NOTE ACCOUNT SESSION Ada *");
	client_expect(a, ":chat.test NOTE ACCOUNT END :*");
	client_expect_nothing(a);
}

static void
account__is_refused__to_guests(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	static const char *const subs[] = { "", " PASSWORD :12345678",
		" KEY LIST", " KEY ADD", " SESSIONS", " LOGOUT", " DROP ada" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(subs) / sizeof(subs[0]); i++) {
		client_send(a, "ACCOUNT%s", subs[i]);
		client_expect(a, ":chat.test FAIL ACCOUNT ACCOUNT_REQUIRED :*");
	}
	client_send(a, "ACCOUNT SUSPEND ada");
	client_expect(
	    a, ":chat.test FAIL ACCOUNT PRIVILEGES_REQUIRED SUSPEND :*");
	client_send(a, "ACCOUNT NONSENSE");
	client_expect(a, ":chat.test FAIL ACCOUNT UNKNOWN_COMMAND NONSENSE :*");
	client_expect_nothing(a);
}

static void
password__is_another__when_it_is_kept(void **state)
{
	struct irc_client *a = enter_owner("ada");

	(void)state;
	client_send(a, "ACCOUNT PASSWORD short");
	client_expect(a, ":chat.test FAIL ACCOUNT WEAK_PASSWORD ada :*");
	store_late_hurry(rig.store, 0);
	send_and_work(a, "ACCOUNT PASSWORD :battery staple");
	client_expect_nothing(a);
	assert_true(verifier_matches(&find("ada")->verifier, "correcthorse"));
	store_late_settle(rig.store, SIZE_MAX, STORE_FULL);
	client_expect(
	    a, ":chat.test FAIL ACCOUNT TEMPORARILY_UNAVAILABLE ada :*");
	assert_true(verifier_matches(&find("ada")->verifier, "correcthorse"));
	send_and_work(a, "ACCOUNT PASSWORD :battery staple");
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	client_expect(a, ":chat.test NOTE ACCOUNT PASSWORD_SET ada :*");
	assert_true(verifier_matches(&find("ada")->verifier, "battery staple"));
}

static void
last_password_or_key__cannot_be_removed(void **state)
{
	struct irc_client *a = enter_owner("ada");
	struct world *w = rig.server->world;

	(void)state;
	send_and_work(a, "ACCOUNT PASSWORD");
	client_expect(a, ":chat.test FAIL ACCOUNT LAST_CREDENTIAL ada :*");
	send_and_work(a, "ACCOUNT KEY ADD " KEY);
	client_expect(a, "* KEY_PENDING *");
	send_and_work(a, "ACCOUNT PASSWORD");
	client_expect(a, ":chat.test FAIL ACCOUNT LAST_CREDENTIAL ada :*");
	world_drop_key(w, find("ada"), KEY);
	world_add_key(w, find("ada"), KEY, 1);
	send_and_work(a, "ACCOUNT PASSWORD");
	client_expect(a, ":chat.test NOTE ACCOUNT PASSWORD_REMOVED ada :*");
	assert_int_equal(find("ada")->verifier.iterations, 0);
	send_and_work(a, "ACCOUNT KEY DEL " KEY);
	client_expect(a, ":chat.test FAIL ACCOUNT LAST_CREDENTIAL " KEY " :*");
	assert_int_equal(find("ada")->nkeys, 1);
	send_and_work(a, "ACCOUNT KEY ADD " OTHER);
	client_expect(a, "* KEY_PENDING *");
	send_and_work(a, "ACCOUNT KEY DEL " KEY);
	client_expect(a, ":chat.test FAIL ACCOUNT LAST_CREDENTIAL " KEY " :*");
	world_drop_key(w, find("ada"), OTHER);
	world_add_key(w, find("ada"), OTHER, 1);
	send_and_work(a, "ACCOUNT KEY DEL " KEY);
	client_expect(a, ":chat.test NOTE ACCOUNT KEY_REMOVED " KEY " :*");
	assert_string_equal(TAILQ_FIRST(&find("ada")->keys)->digest, OTHER);
}

static void
keys__are_digests__as_people_copy_them(void **state)
{
	struct irc_client *a = enter_owner("ada");
	char digest[ACCOUNT_DIGEST + 1];
	int i;

	(void)state;
	client_send(a, "ACCOUNT KEY ADD");
	client_expect(a, ":chat.test FAIL ACCOUNT NO_CERTIFICATE ada :*");
	send_and_work(a, "ACCOUNT KEY ADD 0123");
	client_expect(a, ":chat.test FAIL ACCOUNT INVALID_KEY 0123 :*");
	send_and_work(
	    a, "ACCOUNT KEY ADD " COLONS ":" COLONS ":" COLONS ":" COLONS);
	client_expect(a, "* KEY_PENDING " KEY " *");
	send_and_work(a, "ACCOUNT KEY ADD " KEY);
	client_expect(a, "* KEY_PENDING " KEY " *");
	assert_int_equal(account_pending_keys(find("ada")), 1);
	world_drop_key(rig.server->world, find("ada"), KEY);
	world_add_key(rig.server->world, find("ada"), KEY, 1);
	send_and_work(a, "ACCOUNT KEY ADD " KEY);
	client_expect(a, ":chat.test FAIL ACCOUNT KEY_EXISTS " KEY " :*");
	send_and_work(a, "ACCOUNT KEY DEL " OTHER);
	client_expect(a, ":chat.test FAIL ACCOUNT NO_SUCH_KEY " OTHER " :*");
	client_send(a, "ACCOUNT KEY DEL");
	client_expect(a, ":chat.test FAIL ACCOUNT NEED_MORE_PARAMS KEY :*");
	client_send(a, "ACCOUNT KEY NONSENSE");
	client_expect(a, ":chat.test FAIL ACCOUNT UNKNOWN_COMMAND NONSENSE :*");
	for (i = 0; i < ACCOUNT_PENDING_MAX; i++) {
		client_send(a, "ACCOUNT KEY ADD %064x", (unsigned)i);
		irc_rig_work(&rig);
		client_expect(a, "* KEY_PENDING *");
	}
	send_and_work(a, "ACCOUNT KEY ADD " OTHER);
	client_expect(a,
	    ":chat.test FAIL ACCOUNT TOO_MANY_KEYS " OTHER " :*are pending*");
	for (i = 1; i + ACCOUNT_PENDING_MAX < ACCOUNT_KEYS_MAX; i++) {
		snprintf(digest, sizeof(digest), "%063xf", (unsigned)i);
		world_add_key(rig.server->world, find("ada"), digest, 1);
	}
	send_and_work(a, "ACCOUNT KEY ADD " OTHER);
	client_expect(a, ":chat.test FAIL ACCOUNT TOO_MANY_KEYS " OTHER " :*");
}

static void
logout__is_901__and_leaves_the_account(void **state)
{
	struct irc_client *a = enter_owner("ada");

	(void)state;
	client_send(a, "ACCOUNT LOGOUT");
	client_await(a, ":chat.test 901 ada ada!ada@* :*");
	assert_non_null(find("ada"));
	assert_null(world_find_user(rig.server->world, VIEW("ada"))->account);
}

static void
drop__wants_the_name_or_the_password__and_leaves_nothing(void **state)
{
	struct irc_client *a = enter_owner("ada"), *b = enter_owner("bob");

	(void)state;
	client_send(a, "ACCOUNT DROP");
	client_expect(a, ":chat.test FAIL ACCOUNT NEED_MORE_PARAMS DROP :*");
	send_and_work(a, "ACCOUNT DROP bob");
	client_expect(a, ":chat.test FAIL ACCOUNT INVALID_PASSWORD ada :*");
	store_late_hurry(rig.store, 0);
	send_and_work(a, "ACCOUNT DROP ADA");
	client_expect_nothing(a);
	assert_non_null(find("ada"));
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	client_await(a, ":chat.test NOTE ACCOUNT DROPPED ada :*");
	client_await(a, ":chat.test 901 ada *");
	assert_null(find("ada"));
	assert_null(world_find_user(rig.server->world, VIEW("ada"))->account);
	store_late_hurry(rig.store, 1);
	send_and_work(b, "ACCOUNT DROP correcthorse");
	client_await(b, ":chat.test NOTE ACCOUNT DROPPED bob :*");
	assert_int_equal(world_accounts(rig.server->world), 0);
	client_skip(a);
	send_and_work(a, "REGISTER * * correcthorse");
	client_expect(a, "* REGISTER SUCCESS ada :*");
}

static void
note_result(struct server *server, enum operation_result result,
    const struct operation *w)
{
	(void)server;
	*(enum operation_result *)w->ctx = result;
}

/* Another account takes the name meanwhile. */
static void
password_of_before__proves_nothing(void **state)
{
	enum operation_result result = OPERATION_OK;
	struct operation *w;

	(void)state;
	enter_owner("ada");
	w = operation_new(
	    rig.server->sessions, OPERATION_CHECK_PASSWORD, VIEW("ada"));
	w->password = xstrdup("correcthorse");
	w->ctx = &result;
	assert_int_equal(
	    operation_begin(rig.server, w, note_result), OPERATION_OK);
	assert_int_equal(
	    verifier_make(&find("ada")->verifier, "battery-staple", 4096), 0);
	irc_rig_work(&rig);
	assert_int_equal(result, OPERATION_WRONG_PASSWORD);
}

/* \0ada\0correcthorse (RFC 4616) */
static void
drop__logs_out_all_clients_of_the_account(void **state)
{
	struct irc_client *a = enter_owner("ada"), *b = client_connect(&rig);
	struct irc_client *c = client_enter(&rig, "bob");

	(void)state;
	client_send(b, "CAP REQ sasl");
	client_send(b, "NICK ada");
	client_send(b, "USER ada 0 * :A");
	client_send(b, "AUTHENTICATE PLAIN");
	client_send(b, "AUTHENTICATE AGFkYQBjb3JyZWN0aG9yc2U=");
	irc_rig_work(&rig);
	client_await(b, "* 903 *");
	client_send(b, "CAP END");
	client_await(b, "* 001 ada *");
	client_send(a, "JOIN #c");
	client_skip(a);
	client_skip(b);
	client_send(a, "ACCOUNT SESSIONS");
	client_expect(a, "* NOTE ACCOUNT SESSION ada *");
	client_expect(a, "* NOTE ACCOUNT SESSION ada *");
	client_expect(a, "* NOTE ACCOUNT END *");
	send_and_work(a, "ACCOUNT DROP ada");
	client_await(a, ":chat.test NOTE ACCOUNT DROPPED ada :*");
	client_await(b, ":chat.test NOTICE ada :The account ada was deleted*");
	client_skip(b);
	client_send(b, "QUIT");
	client_await(b, "ERROR *");
	client_send(c, "PRIVMSG ada :still there?");
	client_await(a, ":bob!* PRIVMSG ada :still there?");
	client_send(a, "PRIVMSG bob :yes");
	client_await(c, ":ada!* PRIVMSG bob :yes");
}

/* checklist 2 */
static void
replies__keep_their_order__while_a_password_is_checked(void **state)
{
	struct irc_client *a = enter_owner("ada");

	(void)state;
	client_send(a, "ACCOUNT PASSWORD :battery staple");
	client_send(a, "PING x");
	irc_rig_work(&rig);
	client_expect(a, "* PASSWORD_SET *");
	client_expect(a, "* PONG *");
}

static void
passwords__are_refused__on_unencrypted_connections(void **state)
{
	struct irc_client *a = enter_owner("ada");
	struct session *s;

	(void)state;
	for (s = rig.server->sessions; s != NULL; s = s->hh.next)
		s->conn->is_loopback = 0;
	client_send(a, "ACCOUNT PASSWORD :battery staple");
	client_expect(
	    a, ":chat.test FAIL ACCOUNT SECURE_CONNECTION_REQUIRED ada :*");
	client_send(a, "ACCOUNT DROP correcthorse");
	client_expect(
	    a, ":chat.test FAIL ACCOUNT SECURE_CONNECTION_REQUIRED ada :*");
	send_and_work(a, "ACCOUNT DROP ADA");
	client_await(a, ":chat.test NOTE ACCOUNT DROPPED ada :*");
}

static void
suspended_account__is_disconnected__and_admitted_again_later(void **state)
{
	struct irc_client *o = enter_operator("root");
	struct irc_client *a = enter_owner("ada"), *b;

	(void)state;
	client_send(o, "ACCOUNT SUSPEND");
	client_expect(o, ":chat.test FAIL ACCOUNT NEED_MORE_PARAMS SUSPEND :*");
	send_and_work(o, "ACCOUNT SUSPEND nobody :why");
	client_expect(o, ":chat.test FAIL ACCOUNT NO_SUCH_ACCOUNT nobody :*");
	b = client_connect(&rig);
	client_send(b, "CAP LS 302");
	client_send(b, "NICK eve");
	send_and_work(b, "REGISTER * * correcthorse");
	client_await(b, "* 900 *");
	send_and_work(o, "ACCOUNT SUSPEND ADA :spam");
	client_expect(o, ":chat.test NOTE ACCOUNT SUSPENDED ADA :*");
	client_await(a, "ERROR :*spam*");
	assert_true(client_is_closed(a));
	assert_string_equal(find("ada")->suspended, "spam");
	send_and_work(o, "ACCOUNT SUSPEND eve");
	client_expect(o, ":chat.test NOTE ACCOUNT SUSPENDED eve :*");
	client_await(b, "ERROR :*");
	send_and_work(o, "ACCOUNT UNSUSPEND ada");
	client_expect(o, ":chat.test NOTE ACCOUNT UNSUSPENDED ada :*");
	assert_null(find("ada")->suspended);
}

static void
operator__does_not_suspend_himself(void **state)
{
	struct irc_client *o = enter_operator("root");

	(void)state;
	send_and_work(o, "REGISTER * * correcthorse");
	client_await(o, "* 900 *");
	client_skip(o);
	send_and_work(o, "ACCOUNT SUSPEND root");
	client_expect(o, ":chat.test FAIL ACCOUNT INVALID_TARGET root :*");
}

static void
invitation__is_an_operators__and_gets_one_in(void **state)
{
	struct irc_client *o = enter_operator("root");
	struct irc_client *a = client_enter(&rig, "ada");
	const char *line, *code;

	(void)state;
	irc_rig_set(&rig, "registration", "invite");
	client_skip(a);
	client_send(a, "ACCOUNT INVITE");
	client_expect(
	    a, ":chat.test FAIL ACCOUNT PRIVILEGES_REQUIRED INVITE :*");
	client_send(o, "ACCOUNT INVITE");
	line = client_line(o);
	assert_non_null(line);
	code = strstr(line, "INVITATION ");
	assert_non_null(code);
	client_send(a, "REGISTER * code:%.16s correcthorse",
	    code + strlen("INVITATION "));
	irc_rig_work(&rig);
	client_expect(a, "* REGISTER SUCCESS ada :*");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(account__shows_name_keys_and_sessions),
		CASE(account__is_refused__to_guests),
		CASE(password__is_another__when_it_is_kept),
		CASE(last_password_or_key__cannot_be_removed),
		CASE(keys__are_digests__as_people_copy_them),
		CASE(logout__is_901__and_leaves_the_account),
		CASE(drop__wants_the_name_or_the_password__and_leaves_nothing),
		CASE(password_of_before__proves_nothing),
		CASE(drop__logs_out_all_clients_of_the_account),
		CASE(replies__keep_their_order__while_a_password_is_checked),
		CASE(passwords__are_refused__on_unencrypted_connections),
		CASE(
		    suspended_account__is_disconnected__and_admitted_again_later),
		CASE(operator__does_not_suspend_himself),
		CASE(invitation__is_an_operators__and_gets_one_in),
	};

	return cmocka_run_group_tests(tests, NULL, free_hash);
}
