/*
 * OPER, KILL, WALLOPS, REHASH (checklist 51). Only the client whose password is being checked waits
 * (checklist 2).
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/auth/password.h"
#include "server/net/conn_impl.h"
#include "server/net/work_queue.h"
#include "server/session/session.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

static char *hash;

static void
add_operator(const char *name, const char *host)
{
	struct config_operator *o = settings_add_section(
	    settings_find(config_settings, "operator"), &rig.config, name);

	o->password = xstrdup(hash);
	if (host != NULL) {
		o->hosts.v = xcalloc(1, sizeof(*o->hosts.v));
		o->hosts.v[o->hosts.n++] = xstrdup(host);
	}
}

static int
setup(void **state)
{
	irc_set_up(state);
	if (hash == NULL)
		hash = password_hash("sesame", NULL);
	add_operator("root", NULL);
	return hash == NULL;
}

static int
free_hash(void **state)
{
	(void)state;
	free(hash);
	return 0;
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

/* A job that keeps the worker thread busy until the gate is opened. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static void
wait_at_gate(void *ctx)
{
	(void)ctx;
	pthread_mutex_lock(&gate);
	pthread_mutex_unlock(&gate);
}

static void
do_nothing(void *ctx)
{
	(void)ctx;
}

static void
add_job(const char *key)
{
	static const struct work_queue_ops ops = { wait_at_gate, do_nothing,
		do_nothing };

	assert_int_equal(
	    work_queue_submit(rig.server->work, key, &ops, NULL), 0);
}

static void
shut_gate(void)
{
	pthread_mutex_lock(&gate);
	add_job("");
}

/* checklist 51 */
static void
oper__is_381_and_one_mode__with_the_right_password(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "OPER root sesame");
	irc_rig_work(&rig);
	client_expect(a, ":chat.test 381 ada :*");
	client_expect(a, ":ada!ada@* MODE ada +o");
	client_expect_nothing(a);
	client_send(a, "MODE ada");
	client_expect(a, ":chat.test 221 ada +o");
	client_send(a, "OPER root sesame");
	irc_rig_work(&rig);
	client_expect(a, ":chat.test 381 ada :*");
	client_expect_nothing(a);
	client_send(a, "MODE ada -o");
	client_expect(a, ":ada!ada@* MODE ada -o");
	client_send(a, "WALLOPS :no more");
	client_expect(a, ":chat.test 481 ada :*");
}

/* checklist 51 */
static void
oper__is_464__with_a_wrong_password_or_name(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "OPER root Sesame");
	irc_rig_work(&rig);
	client_expect(a, ":chat.test 464 ada :*");
	client_send(a, "OPER nobody sesame");
	irc_rig_work(&rig);
	client_expect(a, ":chat.test 464 ada :*");
	client_send(a, "OPER root");
	client_expect(a, ":chat.test 461 ada OPER :*");
	client_expect_nothing(a);
	client_send(a, "MODE ada");
	client_expect(a, ":chat.test 221 ada +");
}

/* checklist 51 */
static void
oper__is_491__from_another_host(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	add_operator("far", "*.example.org");
	add_operator("near", "ad?@*");
	client_send(a, "OPER far sesame");
	client_expect(a, ":chat.test 491 ada :*");
	client_expect_nothing(a);
	client_send(a, "OPER near sesame");
	irc_rig_work(&rig);
	client_expect(a, ":chat.test 381 *");
}

static void
oper__is_491__where_others_may_read_along(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct conn *conn = rig.server->sessions->conn;

	(void)state;
	conn->is_loopback = 0;
	client_send(a, "OPER root sesame");
	client_expect(
	    a, ":chat.test 491 ada :Passwords are not accepted over *");
	conn->is_tls = 1;
	client_send(a, "OPER root sesame");
	irc_rig_work(&rig);
	client_expect(a, ":chat.test 381 *");
	client_await(a, "*MODE * +o");
	client_send(a, "WHOIS ada");
	client_await(a, ":chat.test 671 ada ada :is using a secure *");
}

static void
oper__closes_the_connection__after_too_many_wrong_passwords(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	irc_rig_set(&rig, "operator-tries", "2");
	client_send(a, "OPER root x");
	client_send(a, "OPER root y");
	client_send(a, "OPER root sesame");
	irc_rig_work(&rig);
	client_expect(a, ":chat.test 464 ada :*");
	client_expect(a, ":chat.test 464 ada :*");
	client_expect(a, "ERROR :*");
	client_expect_nothing(a);
	assert_true(client_is_closed(a));
}

static void
oper__has_the_label_on_its_answers(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "labeled-response batch");

	(void)state;
	client_send(a, "@label=1 OPER root no");
	irc_rig_work(&rig);
	client_expect(a, "@label=1 :chat.test 464 ada :*");
	client_send(a, "@label=2 OPER root sesame");
	irc_rig_work(&rig);
	client_expect(a, "@label=2 :chat.test BATCH +* labeled-response");
	client_expect(a, "@batch=* :chat.test 381 ada :*");
	client_expect(a, "@batch=* :ada!ada@* MODE ada +o");
	client_expect(a, ":chat.test BATCH -*");
	client_expect_nothing(a);
}

/* checklist 2 */
static void
checks__hold_up_their_own_client_alone(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	shut_gate();
	client_send(a, "OPER root sesame");
	client_send(a, "PING :after");
	client_send(b, "PING :now");
	client_expect(b, ":chat.test PONG chat.test :now");
	client_send(b, "PRIVMSG ada :busy?");
	client_expect(a, ":bob!bob@* PRIVMSG ada :busy?");
	client_expect_nothing(a);
	pthread_mutex_unlock(&gate);
	irc_rig_work(&rig);
	client_expect(a, ":chat.test 381 ada :*");
	client_expect(a, ":ada!ada@* MODE ada +o");
	client_expect(a, ":chat.test PONG chat.test :after");
	client_expect_nothing(a);
}

static void
password_checks__are_refused__when_too_many_wait(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	char key[SESSION_KEY];

	(void)state;
	irc_rig_set(&rig, "check-queue", "1");
	session_fair_key(rig.server->sessions, key);
	shut_gate();
	add_job(key);
	client_send(a, "OPER root sesame");
	client_expect(a, ":chat.test 263 ada OPER :*");
	pthread_mutex_unlock(&gate);
	irc_rig_work(&rig);
	client_expect_nothing(a);
	client_send(a, "OPER root sesame");
	irc_rig_work(&rig);
	client_expect(a, ":chat.test 381 *");
}

static void
password_checks__are_dropped__when_the_client_or_the_server_ends(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	shut_gate();
	client_send(a, "OPER root sesame");
	irc_rig_run(&rig);
	client_close(a);
	irc_rig_run(&rig);
	client_send(b, "ISON ada");
	client_expect(b, ":chat.test 303 bob :");
	pthread_mutex_unlock(&gate);
	irc_rig_work(&rig);
	/* and the end finds one that is not done */
	client_send(b, "OPER root sesame");
	irc_rig_run(&rig);
}

static void
operator_removed_by_a_reload__is_refused(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	shut_gate();
	client_send(a, "OPER root sesame");
	irc_rig_run(&rig);
	xreplace(&rig.config.operators.v[0].title, "other");
	pthread_mutex_unlock(&gate);
	irc_rig_work(&rig);
	client_expect(a, ":chat.test 464 ada :*");
}

/* checklist 51 */
static void
kill_and_wallops_and_rehash__are_481__for_others(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_enter(&rig, "bob");
	client_send(a, "KILL bob :why not");
	client_expect(a, ":chat.test 481 ada :*");
	client_send(a, "WALLOPS :hear me");
	client_expect(a, ":chat.test 481 ada :*");
	client_send(a, "REHASH");
	client_expect(a, ":chat.test 481 ada :*");
	client_send(a, "ISON bob");
	client_expect(a, ":chat.test 303 ada :bob");
	client_expect_nothing(a);
}

static void
kill__closes_the_connection__and_all_read_why(void **state)
{
	struct irc_client *a = enter_operator("ada");
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *c = client_enter(&rig, "cyd");

	(void)state;
	client_join(b, "#c");
	client_join(c, "#c");
	client_send(a, "KILL BOB :too loud");
	client_expect_nothing(a);
	client_expect(b, ":ada!ada@* KILL bob :too loud");
	client_expect(b, "ERROR :Killed (ada (too loud))");
	client_expect_nothing(b);
	assert_true(client_is_closed(b));
	client_expect(c, ":bob!bob@* QUIT :Killed (ada (too loud))");
	client_send(a, "KILL bob :again");
	client_expect(a, ":chat.test 401 ada bob :*");
	client_send(a, "KILL cyd");
	client_expect(a, ":chat.test 461 ada KILL :*");
}

static void
kill__may_end_the_operator_too(void **state)
{
	struct irc_client *a = enter_operator("ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "KILL ada :enough");
	client_send(a, "PRIVMSG #c :still here?");
	client_expect(a, ":ada!ada@* KILL ada :enough");
	client_expect(a, "ERROR :Killed (ada (enough))");
	assert_true(client_is_closed(a));
	client_expect(b, ":ada!ada@* QUIT :Killed (ada (enough))");
	client_expect_nothing(b);
}

/* Earlier messages are stored and shown; then the user quits. */
static void
kill__comes_after_messages_in_flight(void **state)
{
	struct irc_client *a, *b, *c;
	struct chat_from from = { NULL, 0, 0, 0 };

	irc_rig_clear(&rig);
	irc_rig_init(&rig, store_late_new());
	a = client_enter(&rig, "ada");
	b = client_enter(&rig, "bob");
	c = client_enter(&rig, "cyd");
	(void)state;
	from.user = world_find_user(rig.server->world, VIEW("ada"));
	LIST_FIRST(session_list_of(from.user))->opered = 1;
	chat_user_modes(rig.server->world, &from, USER_OPERATOR, 0);
	client_join(b, "#c");
	client_join(c, "#c");
	client_skip(a);
	client_send(b, "PRIVMSG #c :last words");
	irc_rig_run(&rig);
	client_send(a, "KILL bob :hush");
	client_expect(b, ":ada!ada@* KILL bob :hush");
	client_expect(b, "ERROR :Killed (ada (hush))");
	assert_true(client_is_closed(b));
	client_expect_nothing(c);
	client_send(a, "KILL bob :again");
	client_expect_nothing(a);
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	client_expect(c, ":bob!bob@* PRIVMSG #c :last words");
	client_expect(c, ":bob!bob@* QUIT :Killed (ada (hush))");
	client_expect_nothing(c);
}

/* checklist 51 */
static void
wallops__reaches_those_with_w__from_the_operator(void **state)
{
	struct irc_client *a = enter_operator("ada");
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *c = client_enter(&rig, "cyd");

	(void)state;
	client_send(b, "MODE bob +w");
	client_await(b, "*MODE bob +w");
	client_send(a, "WALLOPS :disk is full");
	client_expect(b, ":ada!ada@* WALLOPS :disk is full");
	client_expect_nothing(a);
	client_expect_nothing(c);
	client_send(a, "MODE ada +w");
	client_await(a, "*MODE ada +w");
	client_send(a, "WALLOPS :and empty");
	client_expect(a, ":ada!ada@* WALLOPS :and empty");
	client_expect(b, ":ada!ada@* WALLOPS :and empty");
	client_send(a, "WALLOPS :");
	client_expect(a, ":chat.test 461 ada WALLOPS :*");
}

static int reloads;

static int
reload(void *ctx, char **said)
{
	assert_ptr_equal(ctx, &rig);
	*said = ++reloads == 1 ? xstrdup("port has changed\nname has changed")
			       : NULL;
	return reloads == 3 ? -1 : 0;
}

static void
rehash__reloads_the_settings__and_reports_the_result(void **state)
{
	struct irc_client *a = enter_operator("ada");

	(void)state;
	rig.server->reload = reload;
	rig.server->reload_ctx = &rig;
	client_send(a, "REHASH");
	client_expect(a, ":chat.test 382 ada * :Reloading the settings");
	client_expect(a, ":chat.test NOTICE ada :port has changed");
	client_expect(a, ":chat.test NOTICE ada :name has changed");
	client_expect(a, ":chat.test NOTICE ada :The settings were reloaded.");
	client_expect_nothing(a);
	client_send(a, "REHASH");
	client_expect(a, ":chat.test 382 *");
	client_expect(a, ":chat.test NOTICE ada :The settings were reloaded.");
	client_send(a, "REHASH");
	client_expect(a, ":chat.test 382 *");
	client_expect(a, ":chat.test NOTICE ada :The settings did not change.");
	client_expect_nothing(a);
}

/* checklist 49 */
static void
lusers__counts_operators_and_the_most_there_were(void **state)
{
	struct irc_client *a = enter_operator("ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_send(b, "MODE bob +i");
	client_await(b, "*MODE bob +i");
	client_send(client_enter(&rig, "cyd"), "QUIT");
	client_connect(&rig);
	irc_rig_pass(&rig, 2);
	client_send(a, "LUSERS");
	client_expect(a,
	    ":chat.test 251 ada :There are 1 users and 1 invisible on 1 "
	    "servers");
	client_expect(a, ":chat.test 252 ada 1 :*");
	client_expect(a, ":chat.test 253 ada 0 :*");
	client_expect(a, ":chat.test 254 ada 0 :*");
	client_expect(a, ":chat.test 255 ada :I have 2 clients and 0 servers");
	client_expect(a, ":chat.test 265 ada 2 3 :*");
	client_expect(a, ":chat.test 266 ada 2 3 :*");
	client_expect_nothing(a);
	client_send(client_connect(&rig), "NICK dan");
	irc_rig_run(&rig);
	client_send(a, "LUSERS");
	client_await(a, ":chat.test 253 ada 1 :*");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, irc_tear_down)
	const struct CMUnitTest tests[] = {
		T(oper__is_381_and_one_mode__with_the_right_password),
		T(oper__is_464__with_a_wrong_password_or_name),
		T(oper__is_491__from_another_host),
		T(oper__is_491__where_others_may_read_along),
		T(oper__closes_the_connection__after_too_many_wrong_passwords),
		T(oper__has_the_label_on_its_answers),
		T(checks__hold_up_their_own_client_alone),
		T(password_checks__are_refused__when_too_many_wait),
		T(password_checks__are_dropped__when_the_client_or_the_server_ends),
		T(operator_removed_by_a_reload__is_refused),
		T(kill_and_wallops_and_rehash__are_481__for_others),
		T(kill__closes_the_connection__and_all_read_why),
		T(kill__may_end_the_operator_too),
		T(kill__comes_after_messages_in_flight),
		T(wallops__reaches_those_with_w__from_the_operator),
		T(rehash__reloads_the_settings__and_reports_the_result),
		T(lusers__counts_operators_and_the_most_there_were),
	};

	return cmocka_run_group_tests(tests, NULL, free_hash);
}
