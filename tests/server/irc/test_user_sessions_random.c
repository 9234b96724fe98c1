/*
 * Property: after random actions, all clients of one user have seen the same, and the truth: nick,
 * rooms, members, topics, away state. And each of them got every message once, in one order.
 */
#include <stdio.h>
#include <string.h>

#include "server/deliver/deliver.h"
#include "server/session/session.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/irc_view.h"
#include "tests/support/prng.h"
#include "tests/support/siblings.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

#define CAPS "echo-message multi-prefix"

enum { ADAS = 3, OTHERS = 2, STEPS = 250, BURST = 4, CLIENTS = ADAS + OTHERS };

/* The first ones are ada's clients. One or two of them may be disconnected. */
struct run {
	struct prng rnd;
	struct irc_client *clients[CLIENTS];
	struct irc_view views[ADAS];
	char nicks[1 + OTHERS][16];
	int is_late;
	unsigned said;
};

static const char *const rooms[] = { "#a", "#b", "#c" };

static const char *
pick_room(struct run *run)
{
	return rooms[prng_below(&run->rnd, 3)];
}

static const char *
pick_nick(struct run *run)
{
	return run->nicks[prng_below(&run->rnd, 1 + OTHERS)];
}

static void
enter_ada(struct run *run, int i)
{
	run->clients[i] = client_enter_as(&rig, run->nicks[0], "ada", CAPS);
	irc_view_clear(&run->views[i]);
	irc_view_init(&run->views[i], run->nicks[0]);
}

/* A user that one of ada's clients knows is known to all of them. */
static void
do_nick(struct run *run, struct irc_client *c, int i)
{
	char *nick = run->nicks[i < ADAS ? 0 : i - ADAS + 1];

	snprintf(nick, sizeof(run->nicks[0]), "%c%u", i < ADAS ? 'a' : 'b' + i,
	    (unsigned)prng_below(&run->rnd, 100));
	client_send(c, "NICK %s", nick);
	irc_rig_run(&rig);
	if (run->is_late)
		store_late_settle(rig.store, 1000, STORE_OK);
	irc_rig_run(&rig);
}

static void
do_something(struct run *run, struct irc_client *c, int i)
{
	/* One after the other: arguments are evaluated in any order. */
	const char *room = pick_room(run);
	const char *nick = pick_nick(run);
	int flip = (int)prng_below(&run->rnd, 2);

	switch (prng_below(&run->rnd, 13)) {
	case 0:
	case 1:
	case 2:
		client_send(c, "JOIN %s", room);
		break;
	case 3:
		client_send(c, "PART %s :bye", room);
		break;
	case 4:
		client_send(c, "TOPIC %s :t%u", room, ++run->said);
		break;
	case 5:
		client_send(c, "KICK %s %s", room, nick);
		break;
	case 6:
		client_send(c, "MODE %s %co %s", room, flip ? '+' : '-', nick);
		break;
	case 7:
		client_send(c, flip ? "AWAY :off" : "AWAY");
		break;
	case 8:
		client_send(c, "PRIVMSG %s :m%u", run->nicks[1], ++run->said);
		break;
	case 9:
		do_nick(run, c, i);
		break;
	default:
		client_send(c, "PRIVMSG %s :m%u", room, ++run->said);
		break;
	}
}

static void
settle(struct run *run)
{
	irc_rig_run(&rig);
	while (run->is_late && store_late_waiting(rig.store) > 0) {
		store_late_settle(
		    rig.store, 1 + prng_below(&run->rnd, 3), STORE_OK);
		irc_rig_run(&rig);
	}
}

static void
read_all(struct run *run)
{
	const char *line;
	int i;

	for (i = 0; i < CLIENTS; i++) {
		while (run->clients[i] != NULL &&
		       (line = client_line(run->clients[i])) != NULL) {
			if (i < ADAS)
				irc_view_line(&run->views[i], line);
		}
	}
}

static void
check(struct run *run)
{
	struct buf want = { 0 }, got = { 0 };
	const struct irc_view *first = NULL, *v;
	int i;

	irc_view_expect(rig.server->world, run->nicks[0], &want);
	for (i = 0; i < ADAS; i++) {
		v = &run->views[i];
		if (run->clients[i] == NULL)
			continue;
		buf_reset(&got);
		irc_view_print(v, &got);
		assert_string_equal(buf_str(&got), buf_str(&want));
		assert_int_equal(v->strangers, 0);
		if (first == NULL)
			first = v;
		assert_true(
		    view_equal(buf_view(&first->said), buf_view(&v->said)));
	}
	for (i = 0; i < ADAS; i++)
		buf_reset(&run->views[i].said);
	buf_clear(&want);
	buf_clear(&got);
}

/* Connect one more client of ada, or disconnect one, but not the last. */
static void
come_or_go(struct run *run)
{
	int i = (int)prng_below(&run->rnd, ADAS);

	if (run->clients[i] == NULL) {
		enter_ada(run, i);
	} else if (!session_is_only(LIST_FIRST(
		       session_list_of(rig_user(&rig, run->nicks[0]))))) {
		if (prng_below(&run->rnd, 2))
			client_send(run->clients[i], "QUIT");
		client_close(run->clients[i]);
		run->clients[i] = NULL;
	}
}

static void
begin(struct run *run, uint64_t seed, int is_late)
{
	int i;

	*run = (struct run){ .rnd = { seed }, .is_late = is_late };
	snprintf(run->nicks[0], sizeof(run->nicks[0]), "ada");
	for (i = 0; i < 2; i++)
		enter_ada(run, i);
	for (i = 0; i < OTHERS; i++) {
		snprintf(run->nicks[1 + i], sizeof(run->nicks[0]), "b%d", i);
		run->clients[ADAS + i] = client_enter(&rig, run->nicks[1 + i]);
	}
	if (is_late)
		store_late_hurry(rig.store, 0);
}

static void
do_run(uint64_t seed, int is_late)
{
	struct run run;
	size_t n;
	int i, k;

	begin(&run, seed, is_late);
	for (i = 0; i < STEPS; i++) {
		for (n = 1 + prng_below(&run.rnd, BURST); n > 0; n--) {
			k = (int)prng_below(&run.rnd, CLIENTS);
			if (run.clients[k] != NULL)
				do_something(&run, run.clients[k], k);
		}
		settle(&run);
		read_all(&run);
		check(&run);
		if (rig.nclients < IRC_CLIENTS_MAX && i % 8 == 7)
			come_or_go(&run);
	}
	assert_int_equal(deliver_open_batches(rig.server->deliver), 0);
	for (i = 0; i < ADAS; i++)
		irc_view_clear(&run.views[i]);
}

static void
clients_of_one_user__see_the_same__after_random_actions(void **state)
{
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= 4; seed++) {
		do_run(seed, 0);
		irc_tear_down(NULL);
		irc_set_up(NULL);
	}
}

static void
clients_of_one_user__see_the_same__with_many_events_in_flight(void **state)
{
	uint64_t seed;

	(void)state;
	for (seed = 11; seed <= 14; seed++) {
		do_run(seed, 1);
		irc_tear_down(NULL);
		irc_set_up_late(NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IRC_TEST(
		    clients_of_one_user__see_the_same__after_random_actions),
		IRC_TEST_LATE(
		    clients_of_one_user__see_the_same__with_many_events_in_flight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
