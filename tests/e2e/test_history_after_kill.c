/*
 * CHATHISTORY over SQLite after a kill of the server: messages are there with their ids, deleted ones
 * are not, and messages of closed rooms stay closed.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

#define CAPS                                                            \
	"batch draft/chathistory draft/message-redaction echo-message " \
	"message-tags server-time soju.im/search"

static int
teardown(void **state)
{
	(void)state;
	e2e_server_stop(&server);
	e2e_server_free(&server);
	return 0;
}

static void
enter(struct peer *p, const char *nick)
{
	peer_connect(p, server.port);
	peer_say(p,
	    "CAP REQ :" CAPS "\r\nNICK %s\r\nUSER %s 0 * :x\r\nCAP END\r\n",
	    nick, nick);
	assert_true(peer_expect(p, " 366 "));
}

/* Send a message and read its echo; return its id, which the caller frees. */
static char *
say(struct peer *p, const char *room, const char *text)
{
	size_t from = p->mark;
	struct view line;
	const char *at;

	peer_say(p, "PRIVMSG %s :%s\r\n", room, text);
	assert_true(peer_expect(p, text));
	line = (struct view){ p->got.p + from, p->got.len - from };
	at = memmem(line.p, line.len, "msgid=", 6);
	assert_non_null(at);
	return xviewdup((struct view){ at + 6, 26 });
}

/* A message becomes searchable a moment later. */
static int
finds(struct peer *p, const char *words, const char *text)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;
	size_t from = p->mark;

	while (clock_mono_ms() < deadline) {
		peer_say(p, "SEARCH text=%s\r\nPING sought\r\n", words);
		if (!peer_expect(p, " PONG "))
			return 0;
		if (memmem(p->got.p + from, p->got.len - from, text,
			strlen(text)) != NULL)
			return 1;
		peer_pump(p, 50);
	}
	return 0;
}

static void
messages__are_there_after_a_kill_with_their_ids_and_searchable(void **state)
{
	char *one, *two, *three;
	struct peer a;

	(void)state;
	enter(&a, "ada");
	one = say(&a, "#lobby", "first words");
	two = say(&a, "#lobby", "mistaken words");
	three = say(&a, "#lobby", "last words");
	peer_say(&a, "REDACT #lobby %s\r\n", two);
	assert_true(peer_expect(&a, " REDACT #lobby "));
	assert_true(finds(&a, "last", ":last words"));
	peer_close(&a);
	server_kill_and_restart(NULL);
	enter(&a, "ada");
	peer_say(&a, "CHATHISTORY LATEST #lobby * 10\r\n");
	assert_true(peer_expect(&a, " chathistory #lobby"));
	assert_true(peer_expect(&a, one));
	assert_true(peer_expect(&a, ":first words"));
	assert_true(peer_expect(&a, three));
	assert_true(peer_expect(&a, ":last words"));
	assert_true(peer_expect(&a, " BATCH -"));
	assert_false(peer_has(&a, "mistaken"));
	assert_true(finds(&a, "WORDS\\sfirst", ":first words"));
	peer_say(&a, "REDACT #lobby %s\r\n", one);
	assert_true(peer_expect(&a, "FAIL REDACT REDACT_FORBIDDEN #lobby "));
	peer_say(&a, "CHATHISTORY AFTER #lobby msgid=%s 10\r\n", two);
	assert_true(peer_expect(&a, ":last words"));
	peer_close(&a);
	free(one);
	free(two);
	free(three);
}

static void
closed_history__stays_closed_for_who_creates_the_room_again(void **state)
{
	struct peer a;

	(void)state;
	enter(&a, "ada");
	peer_say(&a, "JOIN #s\r\n");
	assert_true(peer_expect(&a, " 366 "));
	free(say(&a, "#s", "in the open"));
	peer_say(&a, "MODE #s +k key\r\n");
	assert_true(peer_expect(&a, " MODE #s "));
	free(say(&a, "#s", "in private"));
	peer_close(&a);
	server_kill_and_restart(NULL);
	enter(&a, "eve");
	peer_say(&a, "JOIN #s\r\nMODE #s +H\r\nCHATHISTORY LATEST #s * 10\r\n");
	assert_true(peer_expect(&a, " chathistory #s"));
	assert_true(peer_expect(&a, " BATCH -"));
	assert_true(peer_has(&a, "in the open"));
	assert_false(peer_has(&a, "in private"));
	peer_close(&a);
}

/* The last message on joining, and again with /history. */
static void
nc__gets_the_last_messages_and_asks_for_history(void **state)
{
	struct peer a, p;

	(void)state;
	enter(&a, "ada");
	free(say(&a, "#lobby", "hello there"));
	peer_connect(&p, server.port);
	peer_say(&p, "/history 1\n");
	assert_true(peer_expect(&p, "<ada> hello there"));
	assert_true(peer_expect(&p, "<ada> hello there"));
	peer_close(&p);
	peer_close(&a);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, server_setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(
		    messages__are_there_after_a_kill_with_their_ids_and_searchable),
		TEST(
		    closed_history__stays_closed_for_who_creates_the_room_again),
		TEST(nc__gets_the_last_messages_and_asks_for_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
