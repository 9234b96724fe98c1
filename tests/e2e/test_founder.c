/*
 * Rooms with a founder, over a kill of the server: founder, ranks, and timed bans.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

/* "\0ada\0secret pass" and "\0bo\0secret pass" (RFC 4616, base64) */
#define PLAIN_ADA "AGFkYQBzZWNyZXQgcGFzcw=="
#define PLAIN_BO  "AGJvAHNlY3JldCBwYXNz"

static int
setup(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	server_add_account("ada");
	server_add_account("bo");
	return 0;
}

/* Connect and join. plain: the PLAIN message to log in with; NULL for a guest. */
static void
enter(struct peer *p, const char *nick, const char *plain)
{
	peer_connect(p, server.port);
	if (plain == NULL) {
		assert_true(peer_register(p, nick));
		return;
	}
	peer_say(p,
	    "CAP REQ sasl\r\nNICK %s\r\nUSER u 0 * :r\r\n"
	    "AUTHENTICATE PLAIN\r\n",
	    nick);
	assert_true(peer_expect(p, "AUTHENTICATE +"));
	peer_say(p, "AUTHENTICATE %s\r\n", plain);
	assert_true(peer_expect(p, " 903 "));
	peer_say(p, "CAP END\r\n");
	assert_true(peer_expect(p, " 366 "));
}

static void
die_and_come_back(void)
{
	proc_signal(server.proc, SIGKILL);
	proc_wait(server.proc, PROC_DEADLINE);
	e2e_server_restart(&server, NULL);
}

/* ada founds #den, gives bo voice, and bans eve for an hour. */
static void
make_den(struct peer *ada)
{
	struct peer bo;

	enter(ada, "ada", PLAIN_ADA);
	enter(&bo, "bo", PLAIN_BO);
	peer_say(ada, "JOIN #den\r\n");
	assert_true(peer_expect(ada, " 353 ada = #den :~ada"));
	peer_say(&bo, "JOIN #den\r\n");
	assert_true(peer_expect(&bo, " 366 bo #den"));
	peer_say(ada, "MODE #den +vkW bo key 30\r\nMODE #den +i\r\n"
		      "TBAN #den 1h eve\r\nTOPIC #den :quiet\r\n");
	assert_true(peer_expect(ada, " TOPIC #den :quiet"));
	/* A message is stored after the changes before it. */
	peer_say(ada, "PRIVMSG #den :said in private\r\nPING done\r\n");
	assert_true(peer_expect(ada, "PONG"));
	peer_close(&bo);
}

static void
founder__keeps_the_room_over_a_kill(void **state)
{
	struct peer ada, bo, eve;

	(void)state;
	make_den(&ada);
	die_and_come_back();
	peer_close(&ada);
	/* Nobody becomes its operator by joining first. */
	enter(&eve, "eve", NULL);
	peer_say(&eve, "JOIN #den key\r\n");
	assert_true(peer_expect(&eve, " 474 eve #den"));
	enter(&ada, "ada", PLAIN_ADA);
	peer_say(&ada, "JOIN #den\r\n");
	assert_true(peer_expect(&ada, " 332 ada #den :quiet"));
	assert_true(peer_expect(&ada, " 353 ada = #den :~ada\r"));
	peer_say(&ada, "MODE #den\r\nTBAN #den\r\n");
	assert_true(peer_expect(&ada, " 324 ada #den +Wiknt 30 key"));
	assert_true(peer_expect(&ada, "NOTE TBAN LISTED #den eve!*@* 3"));
	peer_say(&ada, "INVITE bo #den\r\n");
	assert_true(peer_expect(&ada, " 401 "));
	enter(&bo, "bo", PLAIN_BO);
	peer_say(&ada, "INVITE bo #den\r\n");
	assert_true(peer_expect(&ada, " 341 "));
	peer_say(&bo, "JOIN #den key\r\n");
	assert_true(peer_expect(&bo, " 353 bo = #den :~ada +bo"));
	assert_true(peer_expect(&ada, " MODE #den +v bo"));
	/* The founder may read the history from before; an invited guest may not. */
	peer_say(&ada, "CAP REQ :batch draft/chathistory server-time "
		       "message-tags\r\nCHATHISTORY LATEST #den * 10\r\n");
	assert_true(peer_expect(&ada, "PRIVMSG #den :said in private"));
	peer_say(&bo, "CAP REQ :batch draft/chathistory server-time "
		      "message-tags\r\nCHATHISTORY LATEST #den * 10\r\n"
		      "PING end\r\n");
	assert_true(peer_expect(&bo, "PONG"));
	assert_false(peer_has(&bo, "said in private"));
	peer_close(&ada);
	peer_close(&bo);
	peer_close(&eve);
}

static void
timed_ban__ends_in_time(void **state)
{
	struct peer ada, eve;

	(void)state;
	enter(&ada, "ada", PLAIN_ADA);
	peer_say(&ada, "JOIN #den\r\nTBAN #den 1 eve\r\n");
	assert_true(peer_expect(&ada, "MODE #den +b eve!*@*"));
	assert_true(peer_expect(&ada, "MODE #den -b eve!*@*"));
	enter(&eve, "eve", NULL);
	peer_say(&eve, "JOIN #den\r\n");
	assert_true(peer_expect(&eve, " 366 eve #den"));
	peer_close(&ada);
	peer_close(&eve);
}

static struct vt *
start_client(const char *nick)
{
	char *port = e2e_port(&server), *config, *state_dir;
	const char *argv[] = { e2e_program("tchat"), "-n", nick, "127.0.0.1",
		port, NULL };
	const char *env[6] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
		"INPUTRC=/dev/null" };
	struct vt *screen = vt_new(80, 24);

	xasprintf(&config, "XDG_CONFIG_HOME=%s", server.home);
	xasprintf(&state_dir, "XDG_STATE_HOME=%s", server.home);
	env[3] = config;
	env[4] = state_dir;
	vt_spawn(screen, argv, env);
	free(config);
	free(state_dir);
	free(port);
	return screen;
}

static void
client__bans_and_mutes_by_account_for_a_time(void **state)
{
	struct vt *screen;
	struct peer bo;

	(void)state;
	enter(&bo, "bo", PLAIN_BO);
	screen = start_client("eve");
	assert_true(e2e_shows(screen, "#lobby, "));
	vt_keys(screen, "/join tea\r");
	assert_true(e2e_shows(screen, "#tea, 1 member"));
	peer_say(&bo, "JOIN #tea\r\n");
	assert_true(peer_expect(&bo, " 353 bo = #tea :@eve bo"));
	assert_true(e2e_shows(screen, "#tea, 2 members"));
	vt_keys(screen, "/mute bo 1h\r");
	assert_true(peer_expect(&bo, " MODE #tea +b m:a:bo"));
	assert_true(e2e_shows(screen, "eve muted bo by account for 1 hour"));
	peer_say(&bo, "PRIVMSG #tea :hello\r\n");
	assert_true(peer_expect(&bo, " 404 bo #tea"));
	vt_keys(screen, "/unmute bo\r");
	assert_true(peer_expect(&bo, " MODE #tea -b m:a:bo"));
	vt_keys(screen, "/ban bo 1s too loud\r");
	assert_true(peer_expect(&bo, " MODE #tea +b a:bo"));
	assert_true(peer_expect(&bo, " KICK #tea bo :too loud"));
	assert_true(e2e_shows(screen, "eve banned bo by account for 1 second"));
	assert_true(e2e_shows(screen, "removed the ban on the account bo"));
	peer_say(&bo, "JOIN #tea\r\n");
	assert_true(peer_expect(&bo, " 353 bo = #tea :@eve bo"));
	vt_close(screen);
	peer_close(&bo);
}

/* Whoever registers that name later is another person. */
static void
dropped_account__leaves_its_rooms_without_founder(void **state)
{
	struct peer ada;

	(void)state;
	make_den(&ada);
	proc_free(server_command(
	    "account", 0, NULL, (const char *[]){ "drop", "ada", NULL }));
	assert_true(peer_expect(&ada, " MODE #den -q+o ada ada"));
	peer_close(&ada);
	die_and_come_back();
	server_add_account("ada");
	enter(&ada, "ada", PLAIN_ADA);
	peer_say(&ada, "JOIN #den\r\n");
	assert_true(peer_expect(&ada, " 366 ada #den"));
	assert_false(peer_has(&ada, ":quiet"));
	peer_close(&ada);
}

/* The accounts of the setting lobby-operators act in the lobby, and their bans outlive a kill. */
static void
lobby_operator__bans__over_a_kill(void **state)
{
	const char *more[] = { "--lobby-operators", "ada", NULL };
	struct peer ada, eve;

	(void)state;
	assert_int_equal(e2e_server_stop(&server), 0);
	e2e_server_restart(&server, more);
	enter(&ada, "ada", PLAIN_ADA);
	enter(&eve, "eve", NULL);
	peer_say(&eve, "MODE #lobby +m\r\n");
	assert_true(peer_expect(&eve, " 482 eve #lobby"));
	peer_say(&ada, "MODE #lobby +b eve!*@*\r\nKICK #lobby eve :enough\r\n");
	assert_true(peer_expect(&eve, " KICK #lobby eve :enough"));
	/* Stored with the topic, which waits for the store. */
	peer_say(&ada, "TOPIC #lobby :quiet\r\n");
	assert_true(peer_expect(&ada, " TOPIC #lobby :quiet"));
	peer_close(&eve);
	peer_close(&ada);
	proc_signal(server.proc, SIGKILL);
	proc_wait(server.proc, PROC_DEADLINE);
	e2e_server_restart(&server, more);
	peer_connect(&eve, server.port);
	peer_say(&eve, "NICK eve\r\nUSER u 0 * :r\r\n");
	assert_true(peer_expect(&eve, " 474 eve #lobby"));
	peer_close(&eve);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, server_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(founder__keeps_the_room_over_a_kill),
		CASE(timed_ban__ends_in_time),
		CASE(client__bans_and_mutes_by_account_for_a_time),
		CASE(dropped_account__leaves_its_rooms_without_founder),
		CASE(lobby_operator__bans__over_a_kill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
