/*
 * say: messages and topics are checked, appended and applied.
 */

#include "tests/support/chat_log.h"
#include "tests/support/test.h"

static struct chat_log l;
static struct chat_from ada, bob;

static int
setup(void **state)
{
	(void)state;
	chat_log_init(&l);
	ada = chat_log_enter(&l, "ada");
	bob = chat_log_enter(&l, "bob");
	chat_join(l.world, &ada, VIEW("#c"), VIEW(""));
	buf_reset(&l.text);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	chat_log_clear(&l);
	return 0;
}

static enum refusal
say(struct chat_from *from, const char *target, const char *text)
{
	return chat_say(l.world, from, CHAT_PRIVMSG, view_of(target),
	    view_of(text), VIEW(""));
}

static void
say__reaches_a_room_and_a_user(void **state)
{
	(void)state;
	assert_int_equal(say(&ada, "#C", "hi"), CHAT_OK);
	assert_int_equal(say(&ada, "BOB", "psst"), CHAT_OK);
	chat_log_expect(&l, "said ada #c hi\nsaid ada bob psst\n");
}

static void
say__returns_the_refusal(void **state)
{
	(void)state;
	assert_int_equal(say(&ada, "#nowhere", "hi"), CHAT_NO_ROOM);
	assert_int_equal(say(&ada, "nobody", "hi"), CHAT_NO_NICK);
	assert_int_equal(say(&ada, "#c", ""), CHAT_NO_TEXT);
	assert_int_equal(say(&bob, "#c", "hi"), CHAT_NO_OUTSIDE);
	assert_int_equal(chat_may_say(l.world, bob.user, CHAT_PRIVMSG,
			     VIEW("#c"), VIEW("hi")),
	    CHAT_NO_OUTSIDE);
	chat_log_expect(&l, "");
}

static void
say__accepts_outsiders__without_mode_n(void **state)
{
	(void)state;
	world_find_room(l.world, VIEW("#c"))->modes &=
	    ~(unsigned)ROOM_NO_OUTSIDE;
	assert_int_equal(say(&bob, "#c", "hi"), CHAT_OK);
	chat_log_expect(&l, "said bob #c hi\n");
}

static void
tagmsg__needs_no_text(void **state)
{
	(void)state;
	assert_int_equal(chat_say(l.world, &ada, CHAT_TAGMSG, VIEW("#c"),
			     VIEW(""), VIEW("+typing=active")),
	    CHAT_OK);
	chat_log_expect(&l, "said ada #c +typing=active\n");
}

static void
apply__refuses__after_the_sender_left_the_room(void **state)
{
	(void)state;
	chat_join(l.world, &bob, VIEW("#c"), VIEW(""));
	l.keep_back = 1;
	assert_int_equal(say(&ada, "#c", "one"), CHAT_OK);
	assert_int_equal(say(&bob, "#c", "two"), CHAT_OK);
	chat_part(l.world, &ada, VIEW("#c"), VIEW(""));
	buf_reset(&l.text);
	chat_log_settle(&l);
	chat_log_expect(&l, "refused one 11\nsaid bob #c two\n");
	assert_int_equal(CHAT_NO_OUTSIDE, 11);
}

static void
apply__refuses__after_the_recipient_quit(void **state)
{
	(void)state;
	l.keep_back = 1;
	assert_int_equal(say(&ada, "bob", "one"), CHAT_OK);
	chat_quit(l.world, &bob, VIEW("x"), 1);
	chat_log_settle(&l);
	chat_log_expect(&l, "refused one 6\n");
	assert_int_equal(CHAT_NO_NICK, 6);
}

static void
apply__reports_one_refusal__after_the_sender_quit(void **state)
{
	(void)state;
	l.keep_back = 1;
	assert_int_equal(say(&bob, "ada", "one"), CHAT_OK);
	chat_quit(l.world, &bob, VIEW("x"), 1);
	chat_log_settle(&l);
	chat_log_expect(&l, "refused one 6\n");
}

/* Other users saw the nick change, and the old nick may be somebody else's. */
static void
apply__shows_the_current_nick__after_a_nick_change(void **state)
{
	(void)state;
	l.keep_back = 1;
	assert_int_equal(say(&ada, "#c", "one"), CHAT_OK);
	chat_nick(l.world, &ada, VIEW("countess"));
	buf_reset(&l.text);
	chat_log_settle(&l);
	chat_log_expect(&l, "said countess #c one\n");
}

static void
topic__is_set_by_ops__and_cut_and_cleared(void **state)
{
	struct chat_limits limits = { .rooms_per_user = 10, .topic_bytes = 3 };
	struct room *r = world_find_room(l.world, VIEW("#c"));

	(void)state;
	world_set_limits(l.world, &limits);
	assert_int_equal(
	    chat_topic(l.world, &bob, VIEW("#c"), VIEW("x")), CHAT_NOT_MEMBER);
	chat_join(l.world, &bob, VIEW("#c"), VIEW(""));
	buf_reset(&l.text);
	assert_int_equal(
	    chat_topic(l.world, &bob, VIEW("#c"), VIEW("x")), CHAT_NOT_OP);
	assert_int_equal(
	    chat_topic(l.world, &bob, VIEW("#d"), VIEW("x")), CHAT_NO_ROOM);
	assert_int_equal(
	    chat_topic(l.world, &ada, VIEW("#c"), VIEW("ab\xc3\xa9")), CHAT_OK);
	assert_string_equal(r->topic, "ab");
	assert_string_equal(r->topic_by, "ada!user@host");
	assert_int_equal(
	    chat_topic(l.world, &ada, VIEW("#c"), VIEW("")), CHAT_OK);
	assert_null(r->topic);
	chat_log_expect(&l, "topic ada #c ab\ntopic ada #c \n");
	r->modes &= ~(unsigned)ROOM_TOPIC_OPS;
	assert_int_equal(
	    chat_topic(l.world, &bob, VIEW("#c"), VIEW("x")), CHAT_OK);
}

static void
topic__changes_only_when_settled(void **state)
{
	struct room *r = world_find_room(l.world, VIEW("#c"));

	(void)state;
	l.keep_back = 1;
	assert_int_equal(
	    chat_topic(l.world, &ada, VIEW("#c"), VIEW("new")), CHAT_OK);
	assert_null(r->topic);
	chat_log_settle(&l);
	assert_string_equal(r->topic, "new");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(say__reaches_a_room_and_a_user),
		TEST(say__returns_the_refusal),
		TEST(say__accepts_outsiders__without_mode_n),
		TEST(tagmsg__needs_no_text),
		TEST(apply__refuses__after_the_sender_left_the_room),
		TEST(apply__refuses__after_the_recipient_quit),
		TEST(apply__reports_one_refusal__after_the_sender_quit),
		TEST(apply__shows_the_current_nick__after_a_nick_change),
		TEST(topic__is_set_by_ops__and_cut_and_cleared),
		TEST(topic__changes_only_when_settled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
