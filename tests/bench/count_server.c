/*
 * count_server: work for callgrind to count: a server and its clients in one process, on socket pairs,
 * with the loop turned by hand, so each run takes the same instructions. Usage: count_server
 * deliveries|registrations N. Used by tests/bench/count.sh.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/event.h>

#include "tests/support/irc_client.h"
#include "tests/support/test.h"

enum { MEMBERS = 200 };

static struct irc_rig rig;

/* Turn the loop as often as a line needs, always the same number of times. */
static void
turn(void)
{
	int i;

	for (i = 0; i < 3; i++)
		event_base_loop(rig.base, EVLOOP_NONBLOCK);
}

/* Read what the kernel holds for a client, and forget it. */
static void
drain(struct irc_client *c)
{
	static char bytes[65536];

	while (recv(c->fd, bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
		;
}

/* In a room of MEMBERS one member sends n lines, one at a time. */
static void
deliver(long n)
{
	struct irc_client *members[MEMBERS];
	char nick[16];
	long line;
	size_t i;

	for (i = 0; i < MEMBERS; i++) {
		snprintf(nick, sizeof(nick), "u%zu", i);
		members[i] = client_enter(&rig, nick);
		client_send(members[i], "JOIN #tea");
		irc_rig_run(&rig);
	}
	for (line = 0; line < n; line++) {
		client_send(members[0], "PRIVMSG #tea :line %ld of many", line);
		turn();
		for (i = 0; i < MEMBERS; i++)
			drain(members[i]);
	}
}

/* n clients, one after the other, register, read the welcome and quit. */
static void
register_many(long n)
{
	struct irc_client *c;
	long i;

	for (i = 0; i < n; i++) {
		c = client_connect(&rig);
		client_send(c, "NICK u%ld", i);
		client_send(c, "USER u 0 * :U");
		turn();
		drain(c);
		client_close(c);
		turn();
		rig.nclients = 0;
	}
}

static void
run(void **state)
{
	const char *const *args = *state;
	long n = strtol(args[2], NULL, 10);

	irc_rig_init(&rig, NULL);
	if (strcmp(args[1], "deliveries") == 0)
		deliver(n);
	else
		register_many(n);
	irc_rig_clear(&rig);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(run, argv),
	};

	if (argc != 3 || (strcmp(argv[1], "deliveries") != 0 &&
			     strcmp(argv[1], "registrations") != 0)) {
		fprintf(stderr, "usage: count_server deliveries|registrations "
				"N\n");
		return 2;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
