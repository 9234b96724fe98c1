/*
 * deliver: one send per member, room and turn, in one order.
 */
#include <string.h>
#include <sys/ioctl.h>

#include "server/deliver/deliver.h"
#include "server/deliver/room_batch.h"
#include "server/session/session.h"
#include "server/wiring/wiring.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

static struct irc_client *a, *b, *e;

static int
setup(void **state)
{
	irc_set_up(state);
	a = client_enter(&rig, "ada");
	b = client_enter(&rig, "bob");
	e = client_enter_with(&rig, "eve", "echo-message server-time");
	client_join(a, "#c,#d");
	client_join(b, "#c,#d");
	client_join(e, "#c,#d");
	irc_rig_run(&rig);
	client_skip(a);
	client_skip(b);
	client_skip(e);
	return 0;
}

static struct session *
session_of(const char *nick)
{
	struct user *u = world_find_user(rig.server->world, view_of(nick));

	assert_non_null(u);
	return LIST_FIRST(session_list_of(u));
}

static void
say_by(struct session *s, const char *target, const char *text)
{
	struct chat_from from = session_from(s, 0);

	assert_int_equal(chat_say(rig.server->world, &from, CHAT_PRIVMSG,
			     view_of(target), view_of(text), VIEW("")),
	    CHAT_OK);
}

/* As if it had arrived in this turn of the loop. */
static void
say(const char *nick, const char *target, const char *text)
{
	say_by(session_of(nick), target, text);
}

static int
bytes_waiting(struct irc_client *c)
{
	int n = 0;

	assert_int_equal(ioctl(c->fd, FIONREAD, &n), 0);
	return n;
}

static void
room_events__are_batched__until_the_turn_ends(void **state)
{
	(void)state;
	say("ada", "#c", "one");
	say("bob", "#c", "two");
	say("eve", "#c", "three");
	assert_int_equal(bytes_waiting(a) + bytes_waiting(b), 0);
	assert_int_equal(deliver_open_batches(rig.server->deliver), 1);
	server_turn_ended(rig.server);
	assert_int_equal(deliver_open_batches(rig.server->deliver), 0);
	assert_int_equal(deliver_queued_bytes(rig.server->deliver), 0);
	assert_true(bytes_waiting(a) > 0 && bytes_waiting(b) > 0);
}

static void
authors__get_their_own_rendering__in_order(void **state)
{
	(void)state;
	say("ada", "#c", "1");
	say("eve", "#c", "2");
	say("eve", "#c", "3");
	say("bob", "#c", "4");
	say("ada", "#c", "5");
	say("eve", "#c", "6");
	client_expect(a, ":eve!eve@* PRIVMSG #c :2");
	client_expect(a, ":eve!eve@* PRIVMSG #c :3");
	client_expect(a, ":bob!bob@* PRIVMSG #c :4");
	client_expect(a, ":eve!eve@* PRIVMSG #c :6");
	client_expect_nothing(a);
	client_expect(b, ":ada!ada@* PRIVMSG #c :1");
	client_expect(b, ":eve!eve@* PRIVMSG #c :2");
	client_expect(b, ":eve!eve@* PRIVMSG #c :3");
	client_expect(b, ":ada!ada@* PRIVMSG #c :5");
	client_expect(b, ":eve!eve@* PRIVMSG #c :6");
	client_expect_nothing(b);
	client_expect(e, "@time=*Z :ada!ada@* PRIVMSG #c :1");
	client_expect(e, "@time=*Z :eve!eve@* PRIVMSG #c :2");
	client_expect(e, "@time=*Z :eve!eve@* PRIVMSG #c :3");
	client_expect(e, "@time=*Z :bob!bob@* PRIVMSG #c :4");
	client_expect(e, "@time=*Z :ada!ada@* PRIVMSG #c :5");
	client_expect(e, "@time=*Z :eve!eve@* PRIVMSG #c :6");
	client_expect_nothing(e);
	assert_null(session_of("eve")->private_lines);
}

static void
lines_of_one_user__keep_their_order__across_rooms(void **state)
{
	(void)state;
	say("bob", "#d", "0");
	say("ada", "#c", "1");
	say("ada", "#d", "2");
	say("ada", "#c", "3");
	say("ada", "bob", "4");
	say("ada", "#d", "5");
	client_expect(b, ":ada!ada@* PRIVMSG #c :1");
	client_expect(b, ":ada!ada@* PRIVMSG #d :2");
	client_expect(b, ":ada!ada@* PRIVMSG #c :3");
	client_expect(b, ":ada!ada@* PRIVMSG bob :4");
	client_expect(b, ":ada!ada@* PRIVMSG #d :5");
	client_expect_nothing(b);
}

static void
batch__sends_each_member_its_events__when_members_change(void **state)
{
	struct irc_client *d = client_enter(&rig, "dora");

	(void)state;
	say("ada", "#c", "1");
	client_send(d, "JOIN #c");
	client_expect(d, ":dora!dora@* JOIN #c");
	client_skip(d);
	client_expect(b, ":ada!ada@* PRIVMSG #c :1");
	client_expect(b, ":dora!dora@* JOIN #c");
	say("ada", "#c", "2");
	client_send(d, "PART #c");
	client_expect(d, ":ada!ada@* PRIVMSG #c :2");
	client_expect(d, ":dora!dora@* PART #c");
	client_expect(b, ":ada!ada@* PRIVMSG #c :2");
	client_expect(b, ":dora!dora@* PART #c");
	say("ada", "#c", "3");
	client_send(a, "NICK cleo");
	say("ada", "#c", "4");
	client_expect(b, ":ada!ada@* PRIVMSG #c :3");
	client_expect(b, ":ada!ada@* PRIVMSG #c :4");
	client_expect(b, ":ada!ada@* NICK cleo");
	client_expect_nothing(d);
}

static void
reply__comes_after_what_waits_for_its_reader__and_flushes_nobody_else(
    void **state)
{
	struct session *s = session_of("bob");

	(void)state;
	say("ada", "#c", "1");
	session_send(s, "reply\r\n", 7);
	assert_int_equal(deliver_open_batches(rig.server->deliver), 1);
	assert_int_equal(bytes_waiting(a), 0);
	session_send(s, "another\r\n", 9);
	server_turn_ended(rig.server);
	client_expect(b, ":ada!ada@* PRIVMSG #c :1");
	client_expect(b, "reply");
	client_expect(b, "another");
	client_expect_nothing(b);
}

static void
capability_change__applies_to_later_events(void **state)
{
	(void)state;
	say("ada", "#c", "1");
	client_send(e, "CAP REQ :-server-time message-tags");
	client_expect(e, "@time=*Z :ada!ada@* PRIVMSG #c :1");
	client_expect(e, ":chat.test CAP eve ACK :*");
	say("ada", "#c", "2");
	client_expect(e, "@msgid=* :ada!ada@* PRIVMSG #c :2");
	client_expect_nothing(e);
}

static void
batch__is_flushed__at_a_byte_cap(void **state)
{
	char text[301];
	size_t most = 0, n;
	int i;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (i = 0; i < 1000; i++) {
		say("ada", "#c", text);
		n = deliver_queued_bytes(rig.server->deliver);
		most = n > most ? n : most;
	}
	assert_true(most > ROOM_BATCH_MAX);
	assert_true(most < 4 * ROOM_BATCH_MAX);
	for (i = 0; i < 1000; i++)
		client_expect(b, ":ada!ada@* PRIVMSG #c :xxx*");
	client_expect_nothing(b);
}

static void
outsider__is_echoed__and_reaches_an_open_room(void **state)
{
	struct irc_client *o = client_enter_with(&rig, "otto", "echo-message");

	(void)state;
	world_find_room(rig.server->world, VIEW("#c"))->modes = 0;
	client_send(o, "PRIVMSG #c :hi");
	client_expect(o, ":otto!otto@* PRIVMSG #c :hi");
	client_expect_nothing(o);
	client_expect(a, ":otto!otto@* PRIVMSG #c :hi");
}

static void
sessions_of_one_user__all_see_its_messages__and_leave_one_by_one(void **state)
{
	struct irc_client *second = client_connect(&rig);
	struct user *ada = world_find_user(rig.server->world, VIEW("ada"));
	struct session *s, *next;

	(void)state;
	client_send(second, "CAP REQ :echo-message");
	client_skip(second);
	HASH_ITER (hh, rig.server->sessions, s, next) {
		if (s->user == NULL)
			session_attach(s, ada);
	}
	client_send(second, "CAP END");
	assert_false(session_is_only(session_of("ada")));
	client_send(a, "PRIVMSG #c :one");
	client_expect(second, ":ada!ada@* PRIVMSG #c :one");
	client_expect_nothing(a);
	client_send(second, "PRIVMSG bob :two");
	client_expect(second, ":ada!ada@* PRIVMSG bob :two");
	client_expect_nothing(a);
	client_send(a, "PRIVMSG bob :two");
	client_expect(second, ":ada!ada@* PRIVMSG bob :two");
	client_expect_nothing(second);
	client_send(b, "PRIVMSG ada :three");
	client_expect(a, ":bob!bob@* PRIVMSG ada :three");
	client_expect(second, ":bob!bob@* PRIVMSG ada :three");
	client_send(second, "NICK cleo");
	client_expect(a, ":ada!ada@* NICK cleo");
	client_expect(second, ":ada!ada@* NICK cleo");
	client_skip(b);
	client_send(a, "QUIT");
	client_await(a, "ERROR :*");
	client_expect_nothing(b);
	assert_true(session_is_only(session_of("cleo")));
	client_send(second, "QUIT");
	client_expect(b, ":cleo!ada@* QUIT :Quit");
}

/* In the middle of a turn, with a kind that no reader of the room had. */
static void
attached_session__receives_later_events(void **state)
{
	struct irc_client *second = client_connect(&rig);
	struct session *s, *next;

	(void)state;
	client_send(second, "CAP REQ :server-time message-tags");
	client_skip(second);
	say("bob", "#c", "one");
	HASH_ITER (hh, rig.server->sessions, s, next) {
		if (s->user == NULL)
			session_attach(
			    s, world_find_user(rig.server->world, VIEW("ada")));
	}
	say("bob", "#c", "two");
	client_expect(a, ":bob!bob@* PRIVMSG #c :one");
	client_expect(a, ":bob!bob@* PRIVMSG #c :two");
	client_expect(second, "@time=*msgid=* :bob!bob@* PRIVMSG #c :two");
	client_expect_nothing(second);
	client_expect_nothing(a);
}

/* Lines of one user stay in order, whichever session sends them. */
static void
lines_of_one_user__keep_their_order__across_rooms_and_sessions(void **state)
{
	struct session *first = session_of("ada"), *s, *next;
	struct irc_client *second = client_connect(&rig);

	(void)state;
	client_send(second, "CAP REQ :echo-message");
	client_skip(second);
	HASH_ITER (hh, rig.server->sessions, s, next) {
		if (s->user == NULL)
			session_attach(s, first->user);
	}
	say("bob", "#d", "0");
	say_by(first, "#c", "1");
	say("ada", "#d", "2");
	say_by(first, "#c", "3");
	client_expect(e, "@time=* :bob!bob@* PRIVMSG #d :0");
	client_expect(e, "@time=* :ada!ada@* PRIVMSG #c :1");
	client_expect(e, "@time=* :ada!ada@* PRIVMSG #d :2");
	client_expect(e, "@time=* :ada!ada@* PRIVMSG #c :3");
	client_expect(a, ":bob!bob@* PRIVMSG #d :0");
	client_expect(a, ":ada!ada@* PRIVMSG #d :2");
	client_expect_nothing(a);
	client_expect(second, ":bob!bob@* PRIVMSG #d :0");
	client_expect(second, ":ada!ada@* PRIVMSG #c :1");
	client_expect(second, ":ada!ada@* PRIVMSG #d :2");
	client_expect(second, ":ada!ada@* PRIVMSG #c :3");
	client_expect_nothing(second);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, irc_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(room_events__are_batched__until_the_turn_ends),
		TEST(authors__get_their_own_rendering__in_order),
		TEST(lines_of_one_user__keep_their_order__across_rooms),
		TEST(batch__sends_each_member_its_events__when_members_change),
		TEST(
		    reply__comes_after_what_waits_for_its_reader__and_flushes_nobody_else),
		TEST(capability_change__applies_to_later_events),
		TEST(batch__is_flushed__at_a_byte_cap),
		TEST(outsider__is_echoed__and_reaches_an_open_room),
		TEST(
		    sessions_of_one_user__all_see_its_messages__and_leave_one_by_one),
		TEST(attached_session__receives_later_events),
		TEST(
		    lines_of_one_user__keep_their_order__across_rooms_and_sessions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
