/*
 * Other IRC clients, each run by a script as a person would use it: join, talk, change nick, see
 * topics, modes, kicks and parts, ask about users and rooms, and quit. Nothing that the client shows
 * or logs reports a problem.
 */
#include <sys/wait.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/real_client.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

static struct peer op, friend, outsider;
static struct real_client client;

static int
sees(const char *text)
{
	return real_client_sees(&client, text);
}

static int
setup(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	peer_connect(&op, server.port);
	peer_connect(&friend, server.port);
	peer_connect(&outsider, server.port);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	real_client_clear(&client);
	peer_close(&outsider);
	peer_close(&friend);
	peer_close(&op);
	e2e_server_free(&server);
	return 0;
}

static void
type(const char *line)
{
	client.kind->type(&client, line);
}

/* The operator sees the client's nick do this. */
static void
op_hears(const char *nick, const char *what)
{
	char *source;

	xasprintf(&source, ":%s!", nick);
	if (!peer_expect(&op, source) || !peer_expect(&op, what)) {
		fprintf(stderr, "%s\n", real_client_shown(&client));
		fail_msg("%s is not heard: %s", source, what);
	}
	free(source);
}

static void
comes_in(const struct real_kind *kind)
{
	assert_true(peer_register(&op, "op"));
	peer_say(&op, "JOIN #den\r\nTOPIC #den :what dens are for\r\n");
	assert_true(peer_expect(&op, "what dens are for"));
	assert_true(peer_register(&friend, "pal"));
	peer_say(&friend, "JOIN #den\r\n");
	assert_true(peer_expect(&op, ":pal!"));
	assert_true(peer_register(&outsider, "outsider"));
	assert_true(peer_expect(&op, ":outsider!"));
	real_client_init(&client, kind, server.port);
	kind->start(&client);
	op_hears(kind->nick, " JOIN #lobby\r\n");
	assert_true(sees("#lobby"));
	if (kind->prepare != NULL)
		type(kind->prepare);
	type(kind->join);
	op_hears(kind->nick, " JOIN #den\r\n");
	assert_true(sees("what dens are for"));
}

static void
talks(const struct real_kind *kind)
{
	char *hello;

	xasprintf(&hello, " PRIVMSG #den :hello from %s\r\n", kind->nick);
	type(kind->say);
	op_hears(kind->nick, hello);
	free(hello);
	if (kind->act != NULL) {
		type(kind->act);
		op_hears(kind->nick, " PRIVMSG #den :\001ACTION waves\001\r\n");
	}
	peer_say(&op, "PRIVMSG #den :gr\xc3\xbc\xc3\x9f dich\r\n");
	assert_true(sees("gr\xc3\xbc\xc3\x9f dich"));
	peer_say(&op, "PRIVMSG %s :psst\r\n", kind->nick);
	assert_true(sees("psst"));
	peer_say(&op, "TOPIC #den :another matter\r\n");
	assert_true(sees("another matter"));
	peer_say(&op, "MODE #den +v %s\r\n", kind->nick);
	assert_true(sees("+v"));
	peer_say(&op, "MODE #den +b nobody!*@*\r\n");
	assert_true(sees("nobody!*@*"));
}

/* Older clients get what newer clients send in a form that they know. */
static void
hears_newer_clients(void)
{
	peer_say(&friend, "CAP REQ :batch draft/multiline message-tags\r\n"
			  "@+typing=active TAGMSG #den\r\n"
			  "BATCH +1 draft/multiline #den\r\n"
			  "@batch=1 PRIVMSG #den :there is more\r\n"
			  "@batch=1 PRIVMSG #den :than one line\r\n"
			  "BATCH -1\r\n"
			  "@+draft/react=:-);+reply=x TAGMSG #den\r\n");
	assert_true(sees("there is more"));
	assert_true(sees("than one line"));
}

static void
asks(const struct real_kind *kind)
{
	size_t i;

	for (i = 0; kind->ask[i].line != NULL; i++) {
		type(kind->ask[i].line);
		assert_true(
		    kind->ask[i].sign == NULL || sees(kind->ask[i].sign));
	}
}

static void
changes_nicks(const struct real_kind *kind)
{
	const char *nick = strrchr(kind->nick_to, ' ') + 1;

	type(kind->nick_to);
	op_hears(kind->nick, " NICK ");
	assert_true(sees(nick));
	peer_say(&friend, "NICK buddy\r\n");
	assert_true(sees("buddy"));
	peer_say(&friend, "QUIT :gone home\r\n");
	assert_true(sees("gone home"));
	peer_say(&op, "KICK #den %s :out with you\r\n", nick);
	assert_true(sees("out with you"));
	type(kind->join);
	op_hears(nick, " JOIN #den\r\n");
	peer_say(&op, "PRIVMSG #den :welcome back\r\n");
	assert_true(sees("welcome back"));
}

static void
leaves(const struct real_kind *kind)
{
	int status = 0;

	type(kind->quit);
	op_hears(strrchr(kind->nick_to, ' ') + 1, " QUIT ");
	if (client.vt != NULL)
		assert_int_equal(
		    vt_wait_exit(client.vt, PROC_DEADLINE, &status), 0);
	else /* some call the server's ERROR an error */
		assert_in_range(proc_wait(client.proc, PROC_DEADLINE), 0, 1);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void
feels_at_home(const struct real_kind *kind)
{
	e2e_require(kind->program);
	comes_in(kind);
	talks(kind);
	hears_newer_clients();
	asks(kind);
	changes_nicks(kind);
	/* Read before it exits: the server's answer to QUIT is ERROR. */
	assert_true(real_client_is_at_ease(&client));
	leaves(kind);
}

static void
weechat__works(void **state)
{
	(void)state;
	feels_at_home(&real_weechat);
}

static void
irssi__works(void **state)
{
	(void)state;
	feels_at_home(&real_irssi);
}

static void
ii__works(void **state)
{
	(void)state;
	feels_at_home(&real_ii);
}

static void
sic__works(void **state)
{
	(void)state;
	feels_at_home(&real_sic);
}

static void
epic__works(void **state)
{
	(void)state;
	feels_at_home(&real_epic);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(weechat__works),
		TEST(irssi__works),
		TEST(ii__works),
		TEST(sic__works),
		TEST(epic__works),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
