/*
 * modes: room modes and their effects.
 */
#include <stdio.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/chat/modes.h"
#include "server/chat/world.h"
#include "tests/support/chat_log.h"
#include "tests/support/test.h"

static struct chat_log l;
static struct chat_from ada, bob, cleo;
static struct room *room;

/* ada is an operator of #c, bob is a member, cleo is not. */
static int
setup(void **state)
{
	(void)state;
	chat_log_init(&l);
	ada = chat_log_enter(&l, "ada");
	bob = chat_log_enter(&l, "bob");
	cleo = chat_log_enter(&l, "cleo");
	chat_join(l.world, &ada, VIEW("#c"), VIEW(""));
	chat_join(l.world, &bob, VIEW("#c"), VIEW(""));
	room = world_find_room(l.world, VIEW("#c"));
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
mode(int add, char letter, const char *arg)
{
	struct mode_change ch = { letter, add, view_of(arg), CHAT_OK };
	enum refusal no;

	if (arg == NULL)
		ch.arg = VIEW("");
	no = chat_modes(l.world, &ada, VIEW("#c"), &ch, 1);
	return no != CHAT_OK ? no : ch.no;
}

static enum refusal
join(struct chat_from *from, const char *key)
{
	return chat_join(l.world, from, VIEW("#c"), view_of(key));
}

static enum refusal
say(struct chat_from *from, const char *text)
{
	return chat_say(
	    l.world, from, CHAT_PRIVMSG, VIEW("#c"), view_of(text), VIEW(""));
}

static void
table__is_sorted__and_every_letter_is_found(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < room_nmodes; i++) {
		assert_true(
		    i == 0 || room_modes[i - 1].letter < room_modes[i].letter);
		assert_ptr_equal(
		    room_mode_find(room_modes[i].letter), &room_modes[i]);
	}
	assert_null(room_mode_find('z'));
	assert_null(room_mode_find('\0'));
}

static void
modes__are_for_operators(void **state)
{
	struct mode_change ch = { 'm', 1, VIEW(""), CHAT_OK };

	(void)state;
	assert_int_equal(
	    chat_modes(l.world, &ada, VIEW("#d"), &ch, 1), CHAT_NO_ROOM);
	assert_int_equal(
	    chat_modes(l.world, &bob, VIEW("#c"), &ch, 1), CHAT_NOT_OP);
	assert_int_equal(
	    chat_modes(l.world, &cleo, VIEW("#c"), &ch, 1), CHAT_NOT_MEMBER);
	chat_log_expect(&l, "");
	assert_int_equal(room->modes, ROOM_NO_OUTSIDE | ROOM_TOPIC_OPS);
}

/* checklist 34 */
static void
modes__go_out_in_one_event__without_those_already_set(void **state)
{
	struct mode_change v[] = {
		{ 'n', 0, VIEW(""), CHAT_OK },
		{ 't', 0, VIEW(""), CHAT_OK },
		{ 'n', 0, VIEW(""), CHAT_OK },
		{ 'k', 1, VIEW("secret"), CHAT_OK },
		{ 'o', 1, VIEW("ADA"), CHAT_OK },
		{ 'v', 1, VIEW("BOB"), CHAT_OK },
		{ 'z', 1, VIEW(""), CHAT_OK },
		{ 'l', 1, VIEW("0012"), CHAT_OK },
		{ 'i', 0, VIEW(""), CHAT_OK },
	};

	(void)state;
	assert_int_equal(chat_modes(l.world, &ada, VIEW("#c"), v, 9), CHAT_OK);
	chat_log_expect(&l, "mode ada #c secret bob 12 -nt+kvl\n");
	assert_int_equal(v[6].no, CHAT_BAD_MODE);
	assert_int_equal(v[5].no, CHAT_OK);
	assert_int_equal(room_find_member(room, bob.user)->ranks, MEMBER_VOICE);
	assert_int_equal(chat_modes(l.world, &ada, VIEW("#c"), v, 9), CHAT_OK);
	chat_log_expect(&l, "");
}

static void
modes__go_out_in_several_events__when_too_long(void **state)
{
	struct mode_change v[4];
	char masks[4][120];
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		memset(masks[i], 'a' + (int)i, sizeof(masks[i]) - 1);
		masks[i][sizeof(masks[i]) - 1] = '\0';
		v[i] =
		    (struct mode_change){ 'b', 1, view_of(masks[i]), CHAT_OK };
	}
	assert_int_equal(chat_modes(l.world, &ada, VIEW("#c"), v, 4), CHAT_OK);
	assert_int_equal(room->nmasks[ROOM_BANS], 4);
	assert_non_null(strstr(buf_str(&l.text), "+b\nmode ada #c bbb"));
	assert_non_null(strstr(buf_str(&l.text), "+b\nmode ada #c ddd"));
}

static void
ranks__need_a_member(void **state)
{
	(void)state;
	assert_int_equal(mode(1, 'o', "nobody"), CHAT_NO_NICK);
	assert_int_equal(mode(1, 'o', "cleo"), CHAT_TARGET_NOT_MEMBER);
	assert_int_equal(mode(1, 'v', NULL), CHAT_BAD_ARG);
	assert_int_equal(mode(1, 'o', "bob"), CHAT_OK);
	assert_int_equal(mode(0, 'o', "ada"), CHAT_OK);
	assert_int_equal(mode(1, 'o', "ada"), CHAT_NOT_OP);
	chat_log_expect(&l, "mode ada #c bob +o\nmode ada #c ada -o\n");
}

/* checklist 36 */
static void
key_and_limit__refuse_bad_arguments(void **state)
{
	static const char *const keys[] = { NULL, "a b", "a,b", ":a", "a\001",
		"123456789012345678901234567890123" };
	static const char *const limits[] = { NULL, "0", "-1", "abc", "1x",
		"1000001", "99999999999999999999" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		assert_int_equal(mode(1, 'k', keys[i]), CHAT_BAD_ARG);
	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		assert_int_equal(mode(1, 'l', limits[i]), CHAT_BAD_ARG);
	assert_null(room->key);
	assert_int_equal(room->limit, 0);
	chat_log_expect(&l, "");
}

static void
key__is_needed__until_it_is_unset(void **state)
{
	(void)state;
	assert_int_equal(mode(1, 'k', "tea"), CHAT_OK);
	assert_int_equal(join(&cleo, ""), CHAT_BAD_KEY);
	assert_int_equal(join(&cleo, "te"), CHAT_BAD_KEY);
	assert_int_equal(join(&cleo, "teatea"), CHAT_BAD_KEY);
	assert_int_equal(join(&cleo, "TEA"), CHAT_BAD_KEY);
	assert_int_equal(mode(0, 'k', NULL), CHAT_OK);
	assert_int_equal(mode(0, 'k', NULL), CHAT_ALREADY);
	chat_log_expect(&l, "mode ada #c tea +k\nmode ada #c tea -k\n");
	assert_int_equal(join(&cleo, ""), CHAT_OK);
}

/* checklist 37 */
static void
limit__refuses_joins__and_kicks_nobody(void **state)
{
	(void)state;
	assert_int_equal(mode(1, 'l', "1"), CHAT_OK);
	assert_int_equal(room->nmembers, 2);
	assert_int_equal(join(&cleo, ""), CHAT_ROOM_FULL);
	assert_int_equal(mode(1, 'l', "3"), CHAT_OK);
	assert_int_equal(join(&cleo, ""), CHAT_OK);
	assert_int_equal(mode(0, 'l', NULL), CHAT_OK);
	assert_int_equal(room->limit, 0);
}

static void
bans__refuse_joins__except_for_exceptions(void **state)
{
	(void)state;
	assert_int_equal(mode(1, 'b', "CLEO"), CHAT_OK);
	assert_int_equal(mode(1, 'b', "cleo!*@*"), CHAT_ALREADY);
	assert_int_equal(room->nmasks[ROOM_BANS], 1);
	assert_int_equal(join(&cleo, ""), CHAT_BANNED);
	assert_int_equal(mode(1, 'e', "*!user@host"), CHAT_OK);
	assert_int_equal(join(&cleo, ""), CHAT_OK);
	assert_int_equal(mode(0, 'e', "*!USER@host"), CHAT_OK);
	assert_int_equal(say(&cleo, "hi"), CHAT_SILENCED);
	assert_int_equal(mode(0, 'b', "cleo"), CHAT_OK);
	assert_int_equal(say(&cleo, "hi"), CHAT_OK);
	assert_int_equal(mode(1, 'b', NULL), CHAT_BAD_ARG);
}

static void
bans__apply_to_a_new_nick_at_once(void **state)
{
	(void)state;
	assert_int_equal(mode(1, 'b', "m:bo*"), CHAT_OK);
	assert_int_equal(say(&bob, "hi"), CHAT_SILENCED);
	chat_nick(l.world, &bob, VIEW("rob"));
	assert_int_equal(say(&bob, "hi"), CHAT_OK);
	chat_nick(l.world, &bob, VIEW("bobby"));
	assert_int_equal(say(&bob, "hi"), CHAT_SILENCED);
	assert_int_equal(mode(1, 'v', "bobby"), CHAT_OK);
	assert_int_equal(say(&bob, "hi"), CHAT_OK);
}

static void
lists__have_a_limit(void **state)
{
	struct chat_limits limits = { .rooms_per_user = 9, .list_max = 2 };

	(void)state;
	world_set_limits(l.world, &limits);
	assert_int_equal(mode(1, 'b', "x"), CHAT_OK);
	assert_int_equal(mode(1, 'b', "y"), CHAT_OK);
	assert_int_equal(mode(1, 'b', "z"), CHAT_LIST_FULL);
	assert_int_equal(mode(1, 'e', "z"), CHAT_OK);
	assert_int_equal(mode(0, 'b', "x"), CHAT_OK);
	assert_int_equal(mode(1, 'b', "z"), CHAT_OK);
}

static void
invite_only__admits_invited_and_listed_users(void **state)
{
	(void)state;
	assert_int_equal(mode(1, 'i', NULL), CHAT_OK);
	assert_int_equal(join(&cleo, ""), CHAT_INVITE_ONLY);
	assert_int_equal(mode(1, 'I', "cl*"), CHAT_OK);
	assert_int_equal(join(&cleo, ""), CHAT_OK);
	chat_part(l.world, &cleo, VIEW("#c"), VIEW(""));
	assert_int_equal(mode(0, 'I', "cl*"), CHAT_OK);
	assert_int_equal(mode(1, 'l', "1"), CHAT_OK);
	assert_int_equal(
	    chat_invite(l.world, &ada, VIEW("#c"), VIEW("cleo")), CHAT_OK);
	assert_int_equal(join(&cleo, ""), CHAT_OK);
	chat_part(l.world, &cleo, VIEW("#c"), VIEW(""));
	assert_int_equal(join(&cleo, ""), CHAT_INVITE_ONLY);
}

static void
invitation__overrides_no_ban_and_no_key(void **state)
{
	(void)state;
	chat_invite(l.world, &ada, VIEW("#c"), VIEW("cleo"));
	assert_int_equal(mode(1, 'k', "tea"), CHAT_OK);
	assert_int_equal(join(&cleo, ""), CHAT_BAD_KEY);
	assert_int_equal(mode(1, 'b', "cleo"), CHAT_OK);
	assert_int_equal(join(&cleo, "tea"), CHAT_BANNED);
}

/* checklist 39 */
static void
speaking__follows_the_rules(void **state)
{
	(void)state;
	assert_int_equal(say(&cleo, "hi"), CHAT_NO_OUTSIDE);
	assert_int_equal(mode(0, 'n', NULL), CHAT_OK);
	assert_int_equal(say(&cleo, "hi"), CHAT_OK);
	assert_int_equal(mode(1, 'b', "cleo"), CHAT_OK);
	assert_int_equal(say(&cleo, "hi"), CHAT_SILENCED);
	assert_int_equal(mode(1, 'm', NULL), CHAT_OK);
	assert_int_equal(say(&bob, "hi"), CHAT_MODERATED);
	assert_int_equal(say(&ada, "hi"), CHAT_OK);
	assert_int_equal(mode(1, 'v', "bob"), CHAT_OK);
	assert_int_equal(say(&bob, "hi"), CHAT_OK);
	assert_int_equal(mode(1, 'C', NULL), CHAT_OK);
	assert_int_equal(say(&ada, "\001VERSION\001"), CHAT_NO_CTCP);
	assert_int_equal(say(&bob, "\001ACTION waves\001"), CHAT_OK);
}

static void
registered_mode__requires_an_account(void **state)
{
	(void)state;
	assert_int_equal(mode(1, 'R', NULL), CHAT_OK);
	assert_int_equal(join(&cleo, ""), CHAT_NEEDS_ACCOUNT);
	assert_int_equal(say(&bob, "hi"), CHAT_SPEAKERS_NEED_ACCOUNT);
	assert_int_equal(say(&ada, "hi"), CHAT_OK);
	cleo.user->account = xstrdup("cleo");
	assert_int_equal(join(&cleo, ""), CHAT_OK);
	assert_int_equal(say(&cleo, "hi"), CHAT_OK);
}

static void
apply__refuses_a_message__after_its_author_was_muted(void **state)
{
	(void)state;
	l.keep_back = 1;
	assert_int_equal(say(&bob, "one"), CHAT_OK);
	assert_int_equal(say(&ada, "two"), CHAT_OK);
	assert_int_equal(mode(1, 'b', "m:bob"), CHAT_OK);
	buf_reset(&l.text);
	chat_log_settle(&l);
	chat_log_expect(&l, "refused one 13\nsaid ada #c two\n");
	assert_int_equal(CHAT_SILENCED, 13);
}

static void
apply__refuses_a_topic__after_its_author_lost_op(void **state)
{
	(void)state;
	l.keep_back = 1;
	assert_int_equal(
	    chat_topic(l.world, &ada, VIEW("#c"), VIEW("mine")), CHAT_OK);
	assert_int_equal(mode(0, 'o', "ada"), CHAT_OK);
	buf_reset(&l.text);
	chat_log_settle(&l);
	chat_log_expect(&l, "refused mine 8\n");
	assert_int_equal(CHAT_NOT_OP, 8);
	assert_null(room->topic);
}

/* checklist 41 */
static void
status_prefix__limits_the_recipients(void **state)
{
	struct chat_event e = { .status = NULL };
	const struct member *a, *b;

	(void)state;
	assert_int_equal(chat_say(l.world, &bob, CHAT_PRIVMSG, VIEW("@#C"),
			     VIEW("psst"), VIEW("")),
	    CHAT_OK);
	chat_log_expect(&l, "said bob @ #c psst\n");
	assert_int_equal(chat_say(l.world, &cleo, CHAT_PRIVMSG, VIEW("+#c"),
			     VIEW("psst"), VIEW("")),
	    CHAT_NO_OUTSIDE);
	assert_int_equal(chat_say(l.world, &bob, CHAT_PRIVMSG, VIEW("@bob"),
			     VIEW("psst"), VIEW("")),
	    CHAT_NO_NICK);
	a = room_find_member(room, ada.user);
	b = room_find_member(room, bob.user);
	assert_true(chat_event_is_for(&e, b));
	e.status = xstrdup("@");
	assert_true(chat_event_is_for(&e, a));
	assert_false(chat_event_is_for(&e, b));
	xreplace(&e.status, "+");
	assert_true(chat_event_is_for(&e, a));
	assert_false(chat_event_is_for(&e, b));
	mode(1, 'v', "bob");
	assert_true(chat_event_is_for(&e, b));
	xreplace(&e.status, NULL);
}

static void
secret_room__is_visible_to_members_only(void **state)
{
	(void)state;
	assert_true(room_shows_to(room, cleo.user));
	assert_int_equal(mode(1, 's', NULL), CHAT_OK);
	assert_false(room_shows_to(room, cleo.user));
	assert_true(room_shows_to(room, bob.user));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(table__is_sorted__and_every_letter_is_found),
		TEST(modes__are_for_operators),
		TEST(modes__go_out_in_one_event__without_those_already_set),
		TEST(modes__go_out_in_several_events__when_too_long),
		TEST(ranks__need_a_member),
		TEST(key_and_limit__refuse_bad_arguments),
		TEST(key__is_needed__until_it_is_unset),
		TEST(limit__refuses_joins__and_kicks_nobody),
		TEST(bans__refuse_joins__except_for_exceptions),
		TEST(bans__apply_to_a_new_nick_at_once),
		TEST(lists__have_a_limit),
		TEST(invite_only__admits_invited_and_listed_users),
		TEST(invitation__overrides_no_ban_and_no_key),
		TEST(speaking__follows_the_rules),
		TEST(registered_mode__requires_an_account),
		TEST(apply__refuses_a_message__after_its_author_was_muted),
		TEST(apply__refuses_a_topic__after_its_author_lost_op),
		TEST(status_prefix__limits_the_recipients),
		TEST(secret_room__is_visible_to_members_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
