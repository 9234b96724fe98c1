/*
 * room_ranks: ranks by account in founded rooms, and what is kept when all members left or an
 * account is deleted.
 */
#include <string.h>

#include "server/chat/account.h"
#include "server/chat/empty_rooms.h"
#include "server/chat/room_ranks.h"
#include "server/chat/world.h"
#include "tests/support/chat_rig.h"
#include "tests/support/test.h"

static void
all_leave(void)
{
	part(&ada, "#c");
	part(&bob, "#c");
	part(&cleo, "#c");
	assert_null(room_c());
	buf_reset(&l.text);
}

static void
ranks__are_saved_by_account__and_given_on_join(void **state)
{
	struct chat_from other = chat_log_enter(&l, "other");

	(void)state;
	assert_int_equal(mode(&ada, "+o", "bob"), CHAT_OK);
	assert_int_equal(mode(&ada, "+v", "bob"), CHAT_OK);
	assert_int_equal(mode(&ada, "+o", "cleo"), CHAT_OK);
	assert_int_equal(
	    room_ranks_of_account(room_c(), "BOB"), MEMBER_OP | MEMBER_VOICE);
	assert_int_equal(room_c()->naccount_ranks, 1);
	all_leave();
	/* Nobody else becomes an operator, even in the empty room. */
	join(&cleo, "#c");
	assert_int_equal(ranks(&cleo), 0);
	buf_reset(&l.text);
	join(&bob, "#c");
	chat_log_expect(
	    &l, "added bob #c 2\njoin bob #c\nmode server #c bob bob +ov\n");
	assert_int_equal(ranks(&bob), MEMBER_OP | MEMBER_VOICE);
	assert_int_equal(mode(&bob, "-o", "bob"), CHAT_OK);
	part(&bob, "#c");
	join(&bob, "#c");
	assert_int_equal(ranks(&bob), MEMBER_VOICE);
	log_in(&other, "bob");
	join(&other, "#c");
	assert_int_equal(ranks(&other), MEMBER_VOICE);
}

static void
ranks__change_with_login_and_logout(void **state)
{
	struct chat_from guest = chat_log_enter(&l, "guest");

	(void)state;
	assert_int_equal(mode(&ada, "+v", "bob"), CHAT_OK);
	join(&guest, "#c");
	buf_reset(&l.text);
	log_in(&guest, "bob");
	assert_non_null(
	    strstr(buf_str(&l.text), "\nmode server #c guest +v\n"));
	buf_reset(&l.text);
	assert_int_equal(chat_logout(l.world, &ada), CHAT_OK);
	assert_non_null(strstr(buf_str(&l.text), "\nmode server #c ada -q\n"));
	assert_int_equal(mode(&ada, "+o", "ada"), CHAT_NOT_OP);
	log_in(&ada, "ada");
	assert_int_equal(ranks(&ada), MEMBER_FOUNDER);
}

static void
ranks_of_a_guest__are_saved__after_login(void **state)
{
	(void)state;
	assert_int_equal(mode(&ada, "+o", "cleo"), CHAT_OK);
	assert_int_equal(mode(&ada, "+o", "cleo"), CHAT_ALREADY);
	log_in(&cleo, "cleo");
	buf_reset(&l.text);
	buf_reset(&l.kept_rooms);
	assert_int_equal(mode(&ada, "+o", "cleo"), CHAT_OK);
	chat_log_expect(&l, "");
	assert_string_equal(buf_str(&l.kept_rooms), "keep #c\n");
	assert_int_equal(room_ranks_of_account(room_c(), "cleo"), MEMBER_OP);
}

static void
ranks__have_a_limit__as_lists_have(void **state)
{
	struct chat_limits limits = {
		.rooms_per_user = 9, .list_max = 1, .rooms_owned = 5
	};

	(void)state;
	world_set_limits(l.world, &limits);
	log_in(&cleo, "cleo");
	assert_int_equal(mode(&ada, "+v", "bob"), CHAT_OK);
	assert_int_equal(mode(&ada, "+v", "cleo"), CHAT_LIST_FULL);
	assert_int_equal(ranks(&cleo), 0);
	assert_int_equal(mode(&ada, "+o", "bob"), CHAT_OK);
	assert_int_equal(mode(&ada, "-v", "bob"), CHAT_OK);
	assert_int_equal(mode(&ada, "-o", "bob"), CHAT_OK);
	assert_int_equal(mode(&ada, "+v", "cleo"), CHAT_OK);
}

static void
empty_founded_room__keeps_its_state__closed_or_not(void **state)
{
	struct chat_limits limits = {
		.rooms_per_user = 9, .list_max = 9, .rooms_owned = 5
	};
	uint64_t seq;

	(void)state;
	world_set_limits(l.world, &limits); /* rooms_kept is 0 */
	assert_int_equal(mode(&ada, "+k", "key"), CHAT_OK);
	assert_int_equal(mode(&ada, "+i", NULL), CHAT_OK);
	assert_int_equal(mode(&ada, "+O", NULL), CHAT_OK);
	assert_int_equal(mode(&ada, "+o", "bob"), CHAT_OK);
	room_c()->first_seq = seq = 99;
	l.nrecorded = 0;
	all_leave();
	assert_int_equal(l.nrecorded, 3); /* and nothing is forgotten */
	/* Its rules apply while it is empty. */
	assert_int_equal(
	    chat_join(l.world, &cleo, VIEW("#c"), VIEW("")), CHAT_BAD_KEY);
	assert_int_equal(chat_join(l.world, &cleo, VIEW("#c"), VIEW("key")),
	    CHAT_INVITE_ONLY);
	/* An operator by account needs the key, but no invitation. */
	assert_int_equal(
	    chat_join(l.world, &bob, VIEW("#c"), VIEW("")), CHAT_BAD_KEY);
	assert_int_equal(
	    chat_join(l.world, &bob, VIEW("#c"), VIEW("key")), CHAT_OK);
	assert_int_equal(room_c()->first_seq, seq);
	part(&bob, "#c");
	join(&ada, "#c");
	assert_string_equal(room_c()->key, "key");
}

static void
history_of_a_closed_room__is_for_its_operators(void **state)
{
	struct member *b;

	(void)state;
	assert_int_equal(mode(&ada, "+i", NULL), CHAT_OK);
	room_c()->first_seq = 5;
	b = room_find_member(room_c(), bob.user);
	b->first_seq = 50;
	assert_int_equal(room_reads_closed_from(b), 50);
	assert_int_equal(mode(&ada, "+v", "bob"), CHAT_OK);
	assert_int_equal(room_reads_closed_from(b), 50);
	assert_int_equal(mode(&ada, "+o", "bob"), CHAT_OK);
	assert_int_equal(room_reads_closed_from(b), 5);
	assert_int_equal(mode(&ada, "-q", "ada"), CHAT_OK);
	assert_int_equal(room_reads_closed_from(b), 50);
}

static void
account__has_a_limit_of_rooms(void **state)
{
	struct chat_limits limits = { .rooms_per_user = 9,
		.list_max = 9,
		.rooms_kept = 9,
		.rooms_owned = 2 };

	(void)state;
	world_set_limits(l.world, &limits);
	join(&ada, "#two");
	join(&ada, "#three");
	assert_non_null(world_find_room(l.world, VIEW("#two"))->founder);
	assert_null(world_find_room(l.world, VIEW("#three"))->founder);
	join(&bob, "#one");
	join(&bob, "#four");
	assert_int_equal(mode(&ada, "+q", "bob"), CHAT_OWNS_TOO_MANY);
	/* An empty room counts, one without a founder does not. */
	part(&ada, "#two");
	join(&ada, "#five");
	assert_null(world_find_room(l.world, VIEW("#five"))->founder);
	assert_int_equal(mode(&ada, "-q", "ada"), CHAT_OK);
	join(&ada, "#six");
	assert_non_null(world_find_room(l.world, VIEW("#six"))->founder);
}

static void
deleted_account__has_no_rooms_and_no_ranks(void **state)
{
	(void)state;
	assert_int_equal(mode(&ada, "+v", "bob"), CHAT_OK);
	join(&ada, "#empty");
	part(&ada, "#empty");
	join(&bob, "#bobs");
	join(&bob, "#closed");
	world_find_room(l.world, VIEW("#closed"))->modes |= ROOM_INVITE_ONLY;
	part(&bob, "#closed");
	buf_reset(&l.text);
	buf_reset(&l.kept_rooms);
	world_forget_account(l.world, "ADA");
	chat_log_expect(&l, "mode server #c ada ada -q+o\n");
	assert_string_equal(buf_str(&l.kept_rooms), "keep #c\nkeep #empty\n");
	assert_null(room_c()->founder);
	assert_int_equal(room_c()->naccount_ranks, 0);
	l.nrecorded = 0;
	world_forget_account(l.world, "bob");
	assert_null(world_find_room(l.world, VIEW("#bobs"))->founder);
	/* The history of its closed times is deleted with it. */
	assert_int_equal(l.nrecorded, 2);
	join(&cleo, "#closed");
	assert_int_equal(
	    world_find_room(l.world, VIEW("#closed"))->modes & ROOM_INVITE_ONLY,
	    0);
	join(&cleo, "#empty");
	assert_int_equal(
	    TAILQ_FIRST(&world_find_room(l.world, VIEW("#empty"))->members)
		->ranks,
	    MEMBER_OP);
}

static void
restored_founded_room__does_not_count_as_unowned(void **state)
{
	struct chat_limits limits = { .rooms_per_user = 9,
		.list_max = 9,
		.rooms_kept = 1,
		.rooms_owned = 2 };
	struct room *r;

	(void)state;
	world_set_limits(l.world, &limits);
	assert_non_null(world_restore_room(l.world, VIEW("#x"), "bob"));
	assert_non_null(world_restore_room(l.world, VIEW("#y"), "bob"));
	r = world_restore_room(l.world, VIEW("#z"), NULL);
	assert_non_null(r);
	room_ranks_set(empty_rooms_find(l.world, VIEW("#x")), "ada", MEMBER_OP);
	assert_ptr_equal(empty_rooms_find(l.world, VIEW("#z")), r);
	join(&ada, "#x");
	assert_int_equal(
	    TAILQ_FIRST(&world_find_room(l.world, VIEW("#x"))->members)->ranks,
	    MEMBER_OP);
	join(&bob, "#more");
	assert_null(world_find_room(l.world, VIEW("#more"))->founder);
}

static void
restored_rooms_of_missing_accounts__have_no_founder(void **state)
{
	struct room *r;

	(void)state;
	world_restore_room(l.world, VIEW("#gone"), "zoe");
	r = world_restore_room(l.world, VIEW("#closed"), "zoe");
	r->modes |= ROOM_INVITE_ONLY;
	r = world_restore_room(l.world, VIEW("#bobs"), "bob");
	room_ranks_set(r, "zoe", MEMBER_OP);
	room_ranks_set(r, "ada", MEMBER_OP);
	buf_reset(&l.kept_rooms);
	world_forget_missing_accounts(l.world);
	assert_string_equal(
	    buf_str(&l.kept_rooms), "keep #gone\nforget #closed\nkeep #bobs\n");
	assert_null(empty_rooms_find(l.world, VIEW("#gone"))->founder);
	assert_null(empty_rooms_find(l.world, VIEW("#closed")));
	assert_string_equal(
	    empty_rooms_find(l.world, VIEW("#bobs"))->founder, "bob");
	assert_int_equal(room_ranks_of_account(r, "zoe"), 0);
	assert_int_equal(room_ranks_of_account(r, "ada"), MEMBER_OP);
}

#define TEST(f)                          \
	cmocka_unit_test_setup_teardown( \
	    f, chat_rig_setup_founder, chat_rig_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ranks__are_saved_by_account__and_given_on_join),
		TEST(ranks__change_with_login_and_logout),
		TEST(ranks_of_a_guest__are_saved__after_login),
		TEST(ranks__have_a_limit__as_lists_have),
		TEST(empty_founded_room__keeps_its_state__closed_or_not),
		TEST(history_of_a_closed_room__is_for_its_operators),
		TEST(account__has_a_limit_of_rooms),
		TEST(deleted_account__has_no_rooms_and_no_ranks),
		TEST(restored_founded_room__does_not_count_as_unowned),
		TEST(restored_rooms_of_missing_accounts__have_no_founder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
