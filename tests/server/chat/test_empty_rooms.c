/*
 * empty_rooms: what is kept of rooms without members.
 */
#include <string.h>

#include "server/chat/chat.h"
#include "tests/support/chat_log.h"
#include "tests/support/test.h"

static struct chat_log sink;

static int
setup(void **state)
{
	(void)state;
	chat_log_init(&sink);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	chat_log_clear(&sink);
	return 0;
}

static void
join(const struct chat_from *from, const char *room)
{
	assert_int_equal(
	    chat_join(sink.world, from, view_of(room), VIEW("")), CHAT_OK);
}

static void
part(const struct chat_from *from, const char *room)
{
	assert_int_equal(
	    chat_part(sink.world, from, view_of(room), VIEW("")), CHAT_OK);
}

static void
set(const struct chat_from *from, const char *room, char letter, int add,
    const char *arg)
{
	struct mode_change change = { letter, add, view_of(arg), CHAT_OK };

	assert_int_equal(
	    chat_modes(sink.world, from, view_of(room), &change, 1), CHAT_OK);
	assert_int_equal(change.no, CHAT_OK);
}

static struct room *
find(const char *name)
{
	return world_find_room(sink.world, view_of(name));
}

static void
open_room__keeps_its_state__for_the_next_member(void **state)
{
	struct chat_from ada = chat_log_enter(&sink, "ada");
	struct chat_from bo = chat_log_enter(&sink, "bo");
	int64_t created;

	(void)state;
	join(&ada, "#Tea");
	set(&ada, "#tea", 'm', 1, "");
	set(&ada, "#tea", 'l', 1, "7");
	set(&ada, "#tea", 'b', 1, "bo!*@*");
	assert_int_equal(
	    chat_topic(sink.world, &ada, VIEW("#tea"), VIEW("leaves")),
	    CHAT_OK);
	created = find("#tea")->created;
	part(&ada, "#tea");
	assert_null(find("#tea"));
	/* A ban does not apply to an empty room, where nobody could lift it. */
	join(&bo, "#TEA");
	assert_string_equal(find("#tea")->name, "#Tea");
	assert_string_equal(find("#tea")->topic, "leaves");
	assert_string_equal(find("#tea")->topic_by, "ada!user@host");
	assert_int_equal(find("#tea")->created, created);
	assert_int_equal(find("#tea")->modes,
	    ROOM_NO_OUTSIDE | ROOM_TOPIC_OPS | ROOM_MODERATED);
	assert_int_equal(find("#tea")->limit, 7);
	assert_int_equal(find("#tea")->nmasks[ROOM_BANS], 1);
	assert_int_equal(
	    room_find_member(find("#tea"), bo.user)->ranks, MEMBER_OP);
	/* With a member in the room it applies again. */
	set(&bo, "#tea", 'b', 1, "ada!*@*");
	assert_int_equal(
	    chat_join(sink.world, &ada, VIEW("#tea"), VIEW("")), CHAT_BANNED);
}

static void
closed_and_incognito_rooms__are_deleted_with_the_last_member(void **state)
{
	static const char letters[] = { 'i', 'k', 'O' };
	struct chat_from ada = chat_log_enter(&sink, "ada");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(letters); i++) {
		join(&ada, "#tea");
		assert_null(find("#tea")->topic);
		assert_int_equal(
		    chat_topic(sink.world, &ada, VIEW("#tea"), VIEW("secret")),
		    CHAT_OK);
		buf_reset(&sink.kept_rooms);
		set(&ada, "#tea", letters[i], 1,
		    letters[i] == 'k' ? "key" : "");
		assert_string_equal(buf_str(&sink.kept_rooms), "forget #tea\n");
		part(&ada, "#tea");
	}
}

static void
each_change__is_saved(void **state)
{
	struct chat_from ada = chat_log_enter(&sink, "ada");

	(void)state;
	join(&ada, "#tea");
	set(&ada, "#tea", 'm', 1, "");
	assert_int_equal(
	    chat_topic(sink.world, &ada, VIEW("#tea"), VIEW("x")), CHAT_OK);
	assert_int_equal(chat_rename(sink.world, &ada, VIEW("#tea"),
			     VIEW("#brew"), VIEW("")),
	    CHAT_OK);
	set(&ada, "#brew", 'k', 1, "key");
	set(&ada, "#brew", 'k', 0, "");
	part(&ada, "#brew");
	assert_string_equal(buf_str(&sink.kept_rooms),
	    "keep #tea\nkeep #tea\nkeep #tea x\nforget #tea\nkeep #brew x\n"
	    "forget #brew\nkeep #brew x\nkeep #brew x\n");
}

static void
rename__deletes_the_empty_room_of_that_name(void **state)
{
	struct chat_from ada = chat_log_enter(&sink, "ada");

	(void)state;
	join(&ada, "#old");
	assert_int_equal(
	    chat_topic(sink.world, &ada, VIEW("#old"), VIEW("was")), CHAT_OK);
	part(&ada, "#old");
	join(&ada, "#new");
	assert_int_equal(
	    chat_rename(sink.world, &ada, VIEW("#new"), VIEW("#old"), VIEW("")),
	    CHAT_OK);
	assert_null(find("#old")->topic);
	part(&ada, "#old");
	join(&ada, "#old");
	assert_null(find("#old")->topic);
}

static void
too_many_empty_rooms__delete_the_oldest(void **state)
{
	struct chat_limits limits = { .rooms_per_user = 10,
		.topic_bytes = 100,
		.realname_bytes = 100,
		.rooms_kept = 2 };
	struct chat_from ada = chat_log_enter(&sink, "ada");
	char name[] = "#0";

	(void)state;
	world_set_limits(sink.world, &limits);
	for (; name[1] < '3'; name[1]++) {
		join(&ada, name);
		assert_int_equal(
		    chat_topic(sink.world, &ada, view_of(name), view_of(name)),
		    CHAT_OK);
		buf_reset(&sink.kept_rooms);
		part(&ada, name);
	}
	assert_string_equal(
	    buf_str(&sink.kept_rooms), "keep #2 #2\nforget #0\n");
	limits.rooms_kept = 0;
	world_set_limits(sink.world, &limits);
	join(&ada, "#2");
	assert_null(find("#2")->topic);
	part(&ada, "#2");
	join(&ada, "#2");
	assert_null(find("#2")->topic);
}

/* In the lobby nobody could change modes that keep users from speaking. */
static void
lobby__has_its_own_modes__whatever_it_was_before(void **state)
{
	struct chat_from ada = chat_log_enter(&sink, "ada");

	(void)state;
	join(&ada, "#tea");
	set(&ada, "#tea", 'm', 1, "");
	set(&ada, "#tea", 'b', 1, "bo!*@*");
	assert_int_equal(
	    chat_topic(sink.world, &ada, VIEW("#tea"), VIEW("hello")), CHAT_OK);
	part(&ada, "#tea");
	world_set_lobby(sink.world, "#tea");
	join(&ada, "#tea");
	assert_int_equal(find("#tea")->modes, ROOM_NO_OUTSIDE);
	assert_int_equal(find("#tea")->nmasks[ROOM_BANS], 0);
	assert_string_equal(find("#tea")->topic, "hello");
}

static void
restored_room__can_be_joined__unless_the_record_is_wrong(void **state)
{
	struct chat_from ada = chat_log_enter(&sink, "ada");
	struct room *r = world_restore_room(sink.world, VIEW("#Tea"), NULL);

	(void)state;
	assert_non_null(r);
	r->limit = 5;
	assert_null(world_restore_room(sink.world, VIEW("#tea"), NULL));
	assert_null(world_restore_room(sink.world, VIEW("no room"), NULL));
	assert_null(find("#tea"));
	assert_int_equal(world_rooms(sink.world), 0);
	join(&ada, "#tea");
	assert_int_equal(find("#tea")->limit, 5);
	assert_null(world_restore_room(sink.world, VIEW("#tea"), NULL));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(open_room__keeps_its_state__for_the_next_member),
		CASE(
		    closed_and_incognito_rooms__are_deleted_with_the_last_member),
		CASE(each_change__is_saved),
		CASE(rename__deletes_the_empty_room_of_that_name),
		CASE(too_many_empty_rooms__delete_the_oldest),
		CASE(lobby__has_its_own_modes__whatever_it_was_before),
		CASE(restored_room__can_be_joined__unless_the_record_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
