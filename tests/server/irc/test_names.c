/*
 * NAMES of huge rooms, which are sent in parts (checklist 2, 27, 29).
 */
#include <stdio.h>
#include <string.h>

#include <event2/event.h>

#include "common/view.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

enum { CROWD = 3000 };

static int
setup(void **state)
{
	irc_set_up(state);
	irc_rig_set(&rig, "queue-max", "16k");
	return 0;
}

/* Fill the rooms with users who have no client. */
static void
fill(const char *one, const char *two)
{
	struct chat_from from = { NULL, 0, 0, 0 };
	struct world *w = rig.server->world;
	struct user *u;
	char nick[32];
	int i;

	for (i = 0; i < CROWD; i++) {
		snprintf(nick, sizeof(nick), "user-%d", i);
		assert_int_equal(
		    chat_add_user(w,
			&(struct chat_newcomer){ .nick = view_of(nick),
			    .username = VIEW("u"),
			    .host = VIEW("h"),
			    .realname = VIEW("r") },
			&u),
		    CHAT_OK);
		from.user = u;
		chat_join(w, &from, view_of(one), VIEW(""));
		if (two != NULL)
			chat_join(w, &from, view_of(two), VIEW(""));
	}
}

/* Count the users of the crowd in the 353 lines of that room; set *last to the line after them. */
static int
count_names(struct irc_client *c, const char *room, const char **last)
{
	char head[64];
	const char *p;
	int n = 0;

	snprintf(head, sizeof(head), " = %s :", room);
	while ((*last = client_line(c)) != NULL && strstr(*last, " 353 ")) {
		p = strstr(*last, head);
		assert_non_null(p);
		for (; (p = strstr(p, "user-")) != NULL; p++)
			n++;
	}
	return n;
}

static void
assert_end(const char *line, const char *room)
{
	char end[64];

	snprintf(end, sizeof(end), " 366 ada %s ", room);
	assert_true(line != NULL && strstr(line, end) != NULL);
}

/* checklist 2, 27 */
static void
join__lists_all_names__of_a_large_room(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	const char *line;

	(void)state;
	fill("#c", NULL);
	client_send(a, "JOIN #c");
	client_send(a, "PING :after");
	client_expect(a, ":ada!ada@* JOIN #c");
	assert_int_equal(count_names(a, "#c", &line), CROWD);
	assert_end(line, "#c");
	client_expect(a, ":chat.test PONG chat.test :after");
	client_expect_nothing(a);
}

/* checklist 24, 29 */
static void
names__of_several_rooms__are_listed_in_turn(void **state)
{
	struct irc_client *a = client_enter_with(
	    &rig, "ada", "labeled-response batch userhost-in-names");
	const char *line, *p;
	int n = 0;

	(void)state;
	fill("#c", "#d");
	client_send(a, "@label=n NAMES #c,#nowhere,#d");
	client_expect(a, "@label=n :chat.test BATCH +* labeled-response");
	while ((line = client_line(a)) != NULL && strstr(line, " 353 ")) {
		assert_true(view_has_prefix(view_of(line), VIEW("@batch=")));
		for (p = line; (p = strstr(p, "!u@h")) != NULL; p++)
			n++;
	}
	assert_int_equal(n, 2 * CROWD);
	assert_end(line, "#c,#nowhere,#d");
	client_expect(a, ":chat.test BATCH -*");
	client_expect_nothing(a);
}

/* A user who joins or leaves meanwhile is listed as the JOIN and PART lines say. */
static void
names__lists_members_who_are_still_in_the_room(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct chat_from from = { NULL, 0, 0, 0 };
	const char *line;

	(void)state;
	fill("#c", NULL);
	client_send(a, "NAMES #c");
	event_base_loop(rig.base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	from.user = world_find_user(rig.server->world, VIEW("user-2999"));
	chat_part(rig.server->world, &from, VIEW("#c"), VIEW(""));
	assert_int_equal(count_names(a, "#c", &line), CROWD - 1);
	assert_end(line, "#c");
}

/* checklist 42 */
static void
rename__shows_topic_and_names_to_clients_without_the_capability(void **state)
{
	struct irc_client *a, *b;
	const char *line;

	(void)state;
	/* bob sees them all come in one turn of the loop. */
	irc_rig_set(&rig, "queue-max", "1M");
	b = client_enter(&rig, "bob");
	irc_rig_set(&rig, "queue-max", "16k");
	a = client_enter(&rig, "ada");
	client_join(b, "#c");
	fill("#c", NULL);
	client_join(a, "#c");
	client_skip(a);
	client_skip(b);
	client_send(b, "RENAME #c #d");
	client_send(a, "PING :after");
	client_expect(a, ":ada!ada@* PART #c*");
	client_expect(a, ":ada!ada@* JOIN #d");
	assert_int_equal(count_names(a, "#d", &line), CROWD);
	assert_end(line, "#d");
	client_expect(a, ":chat.test PONG chat.test :after");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, irc_tear_down)
	const struct CMUnitTest tests[] = {
		T(join__lists_all_names__of_a_large_room),
		T(names__of_several_rooms__are_listed_in_turn),
		T(names__lists_members_who_are_still_in_the_room),
		T(rename__shows_topic_and_names_to_clients_without_the_capability),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
