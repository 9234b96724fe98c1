/*
 * kick_invite: KICK, INVITE and RENAME.
 */
#include <stdio.h>

#include "server/chat/invitations.h"
#include "server/chat/world.h"
#include "tests/support/chat_rig.h"
#include "tests/support/test.h"

static enum refusal
kick(struct chat_from *from, const char *room, const char *nick)
{
	return chat_kick(
	    l.world, from, view_of(room), view_of(nick), VIEW("why"));
}

static enum refusal
invite(struct chat_from *from, const char *room, const char *nick)
{
	return chat_invite(l.world, from, view_of(room), view_of(nick));
}

static enum refusal
rename_room(struct chat_from *from, const char *old, const char *name)
{
	return chat_rename(
	    l.world, from, view_of(old), view_of(name), VIEW("why"));
}

static void
kick__is_shown_before_the_member_leaves(void **state)
{
	(void)state;
	assert_int_equal(kick(&ada, "#C", "BOB"), CHAT_OK);
	chat_log_expect(&l, "kick ada #c bob why\nleaving bob #c 2\n");
	assert_int_equal(bob.user->nrooms, 0);
	assert_int_equal(kick(&ada, "#c", "ada"), CHAT_OK);
	chat_log_expect(&l, "kick ada #c ada why\nleaving ada #c 1\ngone #c\n");
}

/* checklist 32 */
static void
kick__returns_the_refusal(void **state)
{
	(void)state;
	assert_int_equal(kick(&ada, "#d", "bob"), CHAT_NO_ROOM);
	assert_int_equal(kick(&cleo, "#c", "bob"), CHAT_NOT_MEMBER);
	assert_int_equal(kick(&bob, "#c", "ada"), CHAT_NOT_OP);
	assert_int_equal(kick(&ada, "#c", "nobody"), CHAT_NO_NICK);
	assert_int_equal(kick(&ada, "#c", "cleo"), CHAT_TARGET_NOT_MEMBER);
	chat_log_expect(&l, "");
}

static void
apply__refuses_a_message__after_its_author_was_kicked(void **state)
{
	(void)state;
	l.keep_back = 1;
	assert_int_equal(chat_say(l.world, &bob, CHAT_PRIVMSG, VIEW("#c"),
			     VIEW("one"), VIEW("")),
	    CHAT_OK);
	assert_int_equal(kick(&ada, "#c", "bob"), CHAT_OK);
	buf_reset(&l.text);
	chat_log_settle(&l);
	chat_log_expect(&l, "refused one 11\n");
}

/* checklist 33 */
static void
invite__returns_the_refusal(void **state)
{
	struct room *r = world_find_room(l.world, VIEW("#c"));

	(void)state;
	assert_int_equal(invite(&ada, "#d", "cleo"), CHAT_NO_ROOM);
	assert_int_equal(invite(&cleo, "#c", "cleo"), CHAT_NOT_MEMBER);
	assert_int_equal(invite(&bob, "#c", "nobody"), CHAT_NO_NICK);
	assert_int_equal(invite(&bob, "#c", "ada"), CHAT_TARGET_IS_MEMBER);
	assert_int_equal(invite(&bob, "#c", "cleo"), CHAT_OK);
	chat_log_expect(&l, "invite bob #c cleo\n");
	r->modes |= ROOM_INVITE_ONLY;
	assert_int_equal(invite(&bob, "#c", "cleo"), CHAT_NOT_OP);
	assert_int_equal(invite(&ada, "#c", "cleo"), CHAT_OK);
	assert_int_equal(cleo.user->ninvitations, 1);
}

static void
invitations__end_with_room_and_user__and_are_limited(void **state)
{
	char name[16];
	int i;

	(void)state;
	invite(&ada, "#c", "cleo");
	assert_true(invitation_pending(
	    world_find_room(l.world, VIEW("#c")), cleo.user));
	chat_part(l.world, &ada, VIEW("#c"), VIEW(""));
	chat_part(l.world, &bob, VIEW("#c"), VIEW(""));
	assert_int_equal(cleo.user->ninvitations, 0);
	for (i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "#%d", i);
		chat_join(l.world, &ada, view_of(name), VIEW(""));
		assert_int_equal(invite(&ada, name, "cleo"), CHAT_OK);
	}
	assert_int_equal(cleo.user->ninvitations, 32);
	assert_false(invitation_pending(
	    world_find_room(l.world, VIEW("#7")), cleo.user));
	assert_true(invitation_pending(
	    world_find_room(l.world, VIEW("#8")), cleo.user));
	chat_quit(l.world, &cleo, VIEW("x"), 1);
	assert_true(
	    TAILQ_EMPTY(&world_find_room(l.world, VIEW("#8"))->invitations));
}

/* checklist 42 */
static void
rename__frees_the_old_name(void **state)
{
	struct room *r = world_find_room(l.world, VIEW("#c"));

	(void)state;
	assert_int_equal(rename_room(&ada, "#C", "#Tea"), CHAT_OK);
	chat_log_expect(&l, "rename ada #c #Tea why\n");
	assert_null(world_find_room(l.world, VIEW("#c")));
	assert_ptr_equal(world_find_room(l.world, VIEW("#tea")), r);
	assert_string_equal(r->name, "#Tea");
	assert_int_equal(rename_room(&ada, "#tea", "#TEA"), CHAT_OK);
	assert_int_equal(rename_room(&ada, "#tea", "#TEA"), CHAT_ALREADY);
	assert_int_equal(
	    chat_join(l.world, &cleo, VIEW("#c"), VIEW("")), CHAT_OK);
	assert_int_equal(world_rooms(l.world), 2);
}

static void
rename__returns_the_refusal(void **state)
{
	(void)state;
	world_set_lobby(l.world, "#lobby");
	chat_join(l.world, &cleo, VIEW("#d"), VIEW(""));
	assert_int_equal(rename_room(&ada, "#x", "#y"), CHAT_NO_ROOM);
	assert_int_equal(rename_room(&cleo, "#c", "#y"), CHAT_NOT_MEMBER);
	assert_int_equal(rename_room(&bob, "#c", "#y"), CHAT_NOT_OP);
	assert_int_equal(rename_room(&ada, "#c", "y"), CHAT_BAD_ROOM);
	assert_int_equal(rename_room(&ada, "#c", "#D"), CHAT_ROOM_TAKEN);
	assert_int_equal(rename_room(&ada, "#c", "#Lobby"), CHAT_ROOM_TAKEN);
	assert_int_equal(world_rooms(l.world), 2);
}

#define TEST(f)                          \
	cmocka_unit_test_setup_teardown( \
	    f, chat_rig_setup_members, chat_rig_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(kick__is_shown_before_the_member_leaves),
		TEST(kick__returns_the_refusal),
		TEST(apply__refuses_a_message__after_its_author_was_kicked),
		TEST(invite__returns_the_refusal),
		TEST(invitations__end_with_room_and_user__and_are_limited),
		TEST(rename__frees_the_old_name),
		TEST(rename__returns_the_refusal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
