/*
 * WHO and WHOX (checklist 30, 45, 46).
 */
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include <event2/event.h>

#include "common/clock.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

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
whox__sends_fields_in_its_own_order(void **state)
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

/* Let this many users without a client join the room. */
static void
fill_room(struct irc_client *reader, const char *room, int n)
{
	struct chat_from from = { NULL, 0, 0, 0 };
	struct user *u;
	char nick[32];
	int i;

	for (i = 0; i < n; i++) {
		snprintf(nick, sizeof(nick), "user-%d", i);
		assert_int_equal(
		    chat_add_user(rig.server->world,
			&(struct chat_newcomer){ .nick = view_of(nick),
			    .username = VIEW("u"),
			    .host = VIEW("h"),
			    .realname = VIEW("r") },
			&u),
		    CHAT_OK);
		from.user = u;
		chat_join(rig.server->world, &from, view_of(room), VIEW(""));
		if (i % 100 == 0)
			client_skip(reader);
	}
	client_skip(reader);
}

/* Count the 352 lines, each of which must contain this text; set *last to the line after them. */
static int
count_replies(struct irc_client *c, const char *with, const char **last)
{
	int n = 0;

	while ((*last = client_line(c)) != NULL && strstr(*last, " 352 ")) {
		assert_non_null(strstr(*last, with));
		n++;
	}
	return n;
}

/*
 * The room has more members than fit in the queue. All are listed, and the next reply comes after
 * them (checklist 2, 24).
 */
static void
who__is_sent_in_parts__when_it_is_longer_than_the_queue(void **state)
{
	struct irc_client *a;
	const char *line;

	(void)state;
	irc_rig_set(&rig, "queue-max", "16k");
	a = client_enter_with(&rig, "ada", "labeled-response batch");
	client_join(a, "#c");
	fill_room(a, "#c", 3000);
	client_send(a, "@label=x WHO #c");
	client_send(a, "PING :after");
	client_expect(a, "@label=x :chat.test BATCH +* labeled-response");
	assert_int_equal(count_replies(a, "@batch=", &line), 3001);
	assert_non_null(line);
	assert_non_null(strstr(line, " 315 ada #c "));
	client_expect(a, ":chat.test BATCH -*");
	client_expect(a, ":chat.test PONG chat.test :after");
	client_expect_nothing(a);
	assert_false(client_is_closed(a));
}

/* checklist 24: without batches the first line alone has the label. */
static void
who__is_sent_in_parts__also_without_batches(void **state)
{
	struct irc_client *a;
	const char *line;

	(void)state;
	irc_rig_set(&rig, "queue-max", "16k");
	a = client_enter_with(&rig, "ada", "labeled-response");
	client_join(a, "#c");
	fill_room(a, "#c", 1000);
	client_send(a, "@label=x WHO #c");
	client_expect(a, "@label=x :chat.test 352 ada #c ada *");
	assert_int_equal(count_replies(a, ":chat.test", &line), 1000);
	assert_non_null(line);
	assert_non_null(strstr(line, ":chat.test 315 ada #c "));
	client_expect_nothing(a);
	assert_false(client_is_closed(a));
}

static int
unread(const struct irc_client *c)
{
	int n = -1;

	assert_int_equal(ioctl(c->fd, FIONREAD, &n), 0);
	return n;
}

/* Other clients are served between the parts. */
static void
who__lets_other_sessions_run_between_its_parts(void **state)
{
	struct irc_client *a, *b;
	const char *line;
	int i;

	(void)state;
	irc_rig_set(&rig, "queue-max", "16k");
	a = client_enter(&rig, "ada");
	b = client_enter(&rig, "bob");
	client_join(a, "#c");
	fill_room(a, "#c", 3000);
	client_send(a, "WHO #c");
	client_send(b, "PING :x");
	for (i = 0; i < 3; i++)
		event_base_loop(rig.base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	assert_in_range(unread(a), 1, 64 * 1024);
	assert_in_range(unread(b), 1, 64);
	assert_int_equal(count_replies(a, ":chat.test", &line), 3001);
	assert_non_null(line);
	assert_non_null(strstr(line, " 315 ada #c "));
}

static void
who__stops_when_its_session_ends(void **state)
{
	struct irc_client *a, *b;
	int i;

	(void)state;
	irc_rig_set(&rig, "queue-max", "16k");
	a = client_enter(&rig, "ada");
	b = client_enter_with(&rig, "bob", "labeled-response batch");
	client_join(a, "#c");
	fill_room(a, "#c", 3000);
	client_send(a, "WHO #c");
	client_send(b, "@label=x WHO #c");
	for (i = 0; i < 3; i++)
		event_base_loop(rig.base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	client_close(a);
	for (i = 0; i < 3; i++)
		event_base_loop(rig.base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	assert_non_null(world_find_user(rig.server->world, VIEW("bob")));
	/* b's goes on until all is taken down. */
}

static int64_t
slow_clock(void)
{
	static int64_t now = 1700000000000;

	return now += 10;
}

/* On a machine that takes long for each step: one reply has the label itself (checklist 24). */
static void
who__keeps_its_label__when_it_is_deferred(void **state)
{
	struct irc_client *a;

	(void)state;
	a = client_enter_with(&rig, "ada", "labeled-response batch");
	clock_set(slow_clock);
	client_send(a, "@label=1 WHO nobody");
	client_send(a, "@label=2 WHO ada");
	client_send(a, "PING :after");
	client_expect(a, "@label=1 :chat.test 315 ada nobody :*");
	client_expect(a, "@label=2 :chat.test BATCH +* labeled-response");
	client_expect(a, "@batch=* :chat.test 352 ada *");
	client_expect(a, "@batch=* :chat.test 315 ada ada :*");
	client_expect(a, ":chat.test BATCH -*");
	client_expect(a, ":chat.test PONG chat.test :after");
	client_expect_nothing(a);
}

static void
who__shows_no_secret_room__to_outsiders(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	world_find_room(rig.server->world, VIEW("#c"))->modes |= ROOM_SECRET;
	client_send(b, "WHO #c");
	client_expect(b, ":chat.test 315 bob #c :*");
	client_expect_nothing(b);
	client_send(a, "WHO #c");
	client_expect(a, ":chat.test 352 ada #c ada *");
}

/* checklist 45 */
static void
who__repeats_the_mask_as_sent(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "WHO 0");
	client_expect(a, ":chat.test 352 ada * ada * chat.test ada H :0 *");
	client_expect(a, ":chat.test 315 ada 0 :*");
	client_send(a, "WHO NoBody");
	client_expect(a, ":chat.test 315 ada NoBody :*");
	client_expect_nothing(a);
}

int
main(void)
{
#define T(f) IRC_TEST(f)
	const struct CMUnitTest tests[] = {
		T(who__shows_flags__in_a_room),
		T(who__matches_masks__and_hides_the_invisible),
		T(whox__sends_fields_in_its_own_order),
		T(who__repeats_the_mask_as_sent),
		T(who__shows_no_secret_room__to_outsiders),
		T(who__keeps_its_label__when_it_is_deferred),
		T(who__is_sent_in_parts__when_it_is_longer_than_the_queue),
		T(who__is_sent_in_parts__also_without_batches),
		T(who__lets_other_sessions_run_between_its_parts),
		T(who__stops_when_its_session_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
