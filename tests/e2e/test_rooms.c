/*
 * Rooms over a stop and a kill of the server (rooms-kept in tchat-server.conf(5)).
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

static void
enter(struct peer *p, const char *nick)
{
	peer_connect(p, server.port);
	assert_true(peer_register(p, nick));
}

/* Once this message is echoed, everything before it is stored. */
static void
ping(struct peer *p, const char *token)
{
	peer_say(p, "PING %s\r\n", token);
	assert_true(peer_expect(p, token));
}

/* Return the time of creation from 329; the caller frees it. */
static char *
creation_of(struct peer *p, const char *room)
{
	const char *at;

	peer_say(p, "MODE %s\r\n", room);
	assert_true(peer_expect(p, " 329 "));
	ping(p, "shown");
	at =
	    strstr(buf_str(&p->got) + p->mark - 200 * (p->mark > 200), " 329 ");
	assert_non_null(at);
	return strndup(at, strcspn(at, "\r"));
}

static void
make_rooms(struct peer *ana)
{
	peer_say(ana,
	    "JOIN #Tea\r\nTOPIC #tea :green leaves\r\n"
	    "MODE #tea +ml 9\r\nMODE #tea +b eve!*@*\r\n"
	    "MODE #tea +I bo!*@*\r\n"
	    "JOIN #secret\r\nTOPIC #secret :hidden\r\nMODE #secret +i\r\n"
	    "JOIN #empty\r\nTOPIC #empty :left behind\r\nPART #empty\r\n"
	    "TOPIC #lobby :welcome\r\n");
	assert_true(peer_expect(ana, ":welcome"));
	ping(ana, "made");
}

static void
expect_rooms(struct peer *bo)
{
	assert_true(peer_has(bo, ":welcome"));
	peer_say(bo, "JOIN #tea\r\n");
	assert_true(peer_expect(bo, "JOIN #Tea"));
	assert_true(peer_expect(bo, " 332 bo #Tea :green leaves"));
	assert_true(peer_expect(bo, " 333 bo #Tea ana!"));
	peer_say(bo, "MODE #tea\r\n");
	assert_true(peer_expect(bo, " 324 bo #Tea +lmnt 9"));
	peer_say(bo, "MODE #tea b\r\n");
	assert_true(peer_expect(bo, " 367 bo #Tea eve!*@* ana"));
	peer_say(bo, "MODE #tea I\r\n");
	assert_true(peer_expect(bo, " 346 bo #Tea bo!*@* ana"));
	peer_say(bo, "JOIN #empty\r\n");
	assert_true(peer_expect(bo, " 332 bo #empty :left behind"));
	peer_say(bo, "JOIN #secret\r\n");
	assert_true(peer_expect(bo, " 366 bo #secret"));
	ping(bo, "entered");
	assert_false(peer_has(bo, "hidden"));
}

static void
rooms__are_restored_after_a_stop_and_after_a_kill(void **state)
{
	static const int signals[] = { SIGTERM, SIGKILL };
	char *before, *after;
	struct peer ana, bo;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		enter(&ana, "ana");
		make_rooms(&ana);
		before = creation_of(&ana, "#tea");
		/* A message is stored after the changes before it. */
		peer_say(&ana, "PRIVMSG #lobby :last\r\nPING last\r\n");
		assert_true(peer_expect(&ana, "PONG"));
		proc_signal(server.proc, signals[i]);
		proc_wait(server.proc, PROC_DEADLINE);
		peer_close(&ana);
		e2e_server_restart(&server, NULL);
		enter(&bo, "bo");
		expect_rooms(&bo);
		after = creation_of(&bo, "#tea");
		assert_string_equal(strrchr(before, ' '), strrchr(after, ' '));
		free(before);
		free(after);
		/* Start with a new server for the next round. */
		peer_say(&bo, "MODE #tea +i\r\nMODE #empty +i\r\n"
			      "MODE #secret +i\r\nQUIT\r\n");
		assert_true(peer_expect_end(&bo));
		peer_close(&bo);
	}
}

static void
rooms_kept_0__forgets_empty_rooms(void **state)
{
	static const char *const none[] = { "--rooms-kept", "0", NULL };
	struct peer ana;

	(void)state;
	e2e_server_free(&server);
	e2e_server_start(&server, none);
	enter(&ana, "ana");
	peer_say(&ana, "JOIN #tea\r\nTOPIC #tea :x1y2\r\nPART #tea\r\n"
		       "JOIN #tea\r\n");
	assert_true(peer_expect(&ana, "PART #tea"));
	assert_true(peer_expect(&ana, " 366 ana #tea"));
	assert_int_equal(peer_count(&ana, " 332 ana #tea"), 0);
	peer_close(&ana);
}

#define CASE(f) \
	cmocka_unit_test_setup_teardown(f, server_setup, server_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(rooms__are_restored_after_a_stop_and_after_a_kill),
		CASE(rooms_kept_0__forgets_empty_rooms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
