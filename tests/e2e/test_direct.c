/*
 * Direct messages to accounts that are offline, and read markers, over a kill of a real server
 * (checklist 62 to 64).
 */
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

/* "\0ada\0secret pass" and "\0bo\0secret pass", in base64 */
#define PLAIN_ADA "AGFkYQBzZWNyZXQgcGFzcw=="
#define PLAIN_BO  "AGJvAHNlY3JldCBwYXNz"
#define CAPS                                                                  \
	"sasl batch message-tags server-time echo-message draft/chathistory " \
	"draft/read-marker draft/message-redaction"
#define MARK "timestamp=2023-05-05T05:05:05.005Z"

/* Read the welcome and the join of the lobby. */
static void
enter(struct peer *p, const char *nick, const char *plain, const char *caps)
{
	peer_connect(p, server.port);
	peer_say(p, "CAP REQ :%s\r\nNICK %s\r\nUSER %s 0 * :x\r\n", caps, nick,
	    nick);
	assert_true(peer_expect(p, " ACK "));
	peer_say(p, "AUTHENTICATE PLAIN\r\n");
	assert_true(peer_expect(p, "AUTHENTICATE +"));
	peer_say(p, "AUTHENTICATE %s\r\n", plain);
	assert_true(peer_expect(p, " 903 "));
	peer_say(p, "CAP END\r\n");
	assert_true(peer_expect(p, " 366 "));
}

static void
quit(struct peer *p)
{
	peer_say(p, "QUIT\r\n");
	assert_true(peer_expect(p, "ERROR"));
	peer_close(p);
}

static void
expect_past(struct peer *p, const char *with)
{
	peer_say(p, "CHATHISTORY LATEST %s * 10\r\n", with);
	assert_true(peer_expect(p, " chathistory "));
	assert_true(peer_expect(p, ":while here\r\n"));
	assert_true(peer_expect(p, ":while away\r\n"));
	assert_true(peer_expect(p, ":and again\r\n"));
	assert_true(peer_expect(p, "BATCH -"));
}

/* A message in the millisecond in which its recipient left is shown again on return. */
static void
let_a_millisecond_pass(void)
{
	int64_t now = clock_ms();

	while (clock_ms() <= now + 1)
		proc_pump(server.proc, 1);
}

static void
messages_to_who_is_away__are_kept_and_shown__though_the_server_was_killed(
    void **state)
{
	struct peer ada, bo;

	(void)state;
	server_add_account("ada");
	server_add_account("bo");
	enter(&ada, "ada", PLAIN_ADA, CAPS);
	enter(&bo, "bo", PLAIN_BO, "sasl server-time");
	peer_say(&ada, "PRIVMSG bo :while here\r\n");
	assert_true(peer_expect(&bo, ":while here"));
	let_a_millisecond_pass();
	quit(&bo);
	assert_true(peer_expect(&ada, " QUIT "));
	/* Nothing waits for read markers; they are in the commits of later messages. */
	peer_say(&ada, "MARKREAD bo " MARK "\r\nMARKREAD #lobby " MARK "\r\n");
	assert_true(peer_expect(&ada, "MARKREAD #lobby " MARK));
	peer_say(&ada, "PRIVMSG BO :while away\r\nPRIVMSG bo :and again\r\n");
	assert_true(peer_expect(&ada, " 301 ada bo :is offline. Your "));
	assert_true(peer_expect(&ada, ":and again"));
	expect_past(&ada, "bo");
	proc_signal(server.proc, 9);
	proc_wait(server.proc, PROC_DEADLINE);
	peer_close(&ada);
	e2e_server_restart(&server, NULL);
	enter(&bo, "bo", PLAIN_BO, "sasl server-time");
	assert_true(peer_expect(&bo, "PRIVMSG bo :while away"));
	assert_true(peer_expect(&bo, "PRIVMSG bo :and again"));
	peer_say(&bo, "PING end\r\n");
	assert_true(peer_expect(&bo, "PONG"));
	assert_int_equal(peer_count(&bo, "while"), 1);
	enter(&ada, "ada", PLAIN_ADA, CAPS);
	assert_true(peer_has(&ada, "MARKREAD #lobby " MARK));
	expect_past(&ada, "bo");
	peer_say(&ada, "MARKREAD Bo\r\n");
	assert_true(peer_expect(&ada, "MARKREAD Bo " MARK));
	quit(&ada);
	quit(&bo);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    messages_to_who_is_away__are_kept_and_shown__though_the_server_was_killed,
		    server_setup, server_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
