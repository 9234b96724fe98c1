/*
 * WHO and WHOX (checklist 30, 45, 46).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/irc_client.h"

static struct irc_rig rig;

static int
setup(void **state)
{
	(void)state;
	irc_rig_init(&rig, NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	irc_rig_clear(&rig);
	return 0;
}

/* checklist 45 */
static void
who__shows_flags__in_a_room(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", "multi-prefix");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(b, "MODE bob +B");
	client_send(b, "AWAY :x");
	client_skip(b);
	client_skip(a);
	client_send(a, "WHO #C");
	client_expect(
	    a, ":chat.test 352 ada #c ada * chat.test ada H@ :0 Real ada");
	client_expect(
	    a, ":chat.test 352 ada #c bob * chat.test bob GB :0 Real bob");
	client_expect(a, ":chat.test 315 ada #C :*");
	client_expect_nothing(a);
}

/* checklist 45 */
static void
who__matches_masks__and_hides_the_invisible(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "Bob");
	struct irc_client *c = client_enter(&rig, "bobby");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(b, "MODE bob +i");
	client_send(c, "MODE bobby +i");
	client_skip(b);
	client_skip(c);
	client_send(a, "WHO bO*");
	client_expect(a, ":chat.test 352 ada * Bob * Bob H :0 Real Bob");
	client_expect(a, ":chat.test 315 ada bO* :*");
	client_send(a, "WHO BOBBY");
	client_expect(a, ":chat.test 352 ada * bobby * bobby H :0 *");
	client_expect(a, ":chat.test 315 ada BOBBY :*");
	client_send(a, "WHO *");
	client_expect(a, ":chat.test 352 * ada H :0 Real ada");
	client_expect(a, ":chat.test 352 * Bob H :0 Real Bob");
	client_expect(a, ":chat.test 315 ada * :*");
	client_send(a, "WHO *!BOB@*");
	client_expect(a, ":chat.test 352 * Bob H :0 Real Bob");
	client_expect(a, ":chat.test 315 ada *!BOB@* :*");
	client_send(a, "WHO *b r");
	client_expect(a, ":chat.test 352 * Bob H :0 Real Bob");
	client_expect(a, ":chat.test 315 *");
	client_send(a, "WHO * o");
	client_expect(a, ":chat.test 315 *");
	client_expect_nothing(a);
}

/* checklist 46 */
static void
whox__has_its_own_order__whatever_was_asked(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_join(a, "#c");
	client_send(a, "WHO #c %%raflnhtcuisdo,42");
	client_expect(a,
	    ":chat.test 354 ada 42 #c ada * * chat.test ada H@ 0 0 0 n/a "
	    ":Real ada");
	client_expect(a, ":chat.test 315 ada #c :*");
	client_send(a, "WHO ada %%n");
	client_expect(a, ":chat.test 354 ada ada");
	client_expect(a, ":chat.test 315 ada ada :*");
	client_send(a, "WHO ada %%na,9999");
	client_expect(a, ":chat.test 354 ada ada 0");
	client_expect(a, ":chat.test 315 ada ada :*");
	client_expect_nothing(a);
}

/* The people of a room are more than the queue holds, and all of them come. */
static void
who__is_said_in_parts__when_it_is_longer_than_the_queue(void **state)
{
	struct irc_client *a;
	struct user *u;
	struct chat_from from = { NULL, 0, 0 };
	char nick[32];
	const char *line;
	int i, n = 0;

	(void)state;
	irc_rig_set(&rig, "queue-max", "16k");
	a = client_enter_with(&rig, "ada", "labeled-response batch");
	client_join(a, "#c");
	for (i = 0; i < 3000; i++) {
		snprintf(nick, sizeof(nick), "user-%d", i);
		assert_int_equal(chat_enter(rig.server->world, view_of(nick),
				     VIEW("u"), VIEW("h"), VIEW("r"), &u),
		    CHAT_OK);
		from.user = u;
		chat_join(rig.server->world, &from, VIEW("#c"), VIEW(""));
		if (i % 100 == 0)
			client_skip(a);
	}
	client_skip(a);
	client_send(a, "@label=x WHO #c");
	client_send(a, "PING :after");
	client_expect(a, "@label=x :chat.test BATCH +* labeled-response");
	while ((line = client_line(a)) != NULL && strstr(line, " 352 ")) {
		assert_non_null(strstr(line, "@batch="));
		n++;
	}
	assert_int_equal(n, 3001);
	assert_non_null(line);
	assert_non_null(strstr(line, " 315 ada #c "));
	client_expect(a, ":chat.test BATCH -*");
	client_expect(a, ":chat.test PONG chat.test :after");
	client_expect_nothing(a);
	assert_false(client_is_closed(a));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(who__shows_flags__in_a_room),
		T(who__matches_masks__and_hides_the_invisible),
		T(whox__has_its_own_order__whatever_was_asked),
		T(who__is_said_in_parts__when_it_is_longer_than_the_queue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
