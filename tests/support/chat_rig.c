/* chat_rig: a world with a log of its events and three users. */
#include "tests/support/chat_rig.h"

#include "server/chat/account.h"
#include "server/chat/world.h"
#include "tests/support/test.h"

struct chat_log l;
struct chat_from ada, bob, cleo;

int
chat_rig_setup(void **state)
{
	(void)state;
	chat_log_init(&l);
	return 0;
}

static void
add_users(void)
{
	ada = chat_log_enter(&l, "ada");
	bob = chat_log_enter(&l, "bob");
	cleo = chat_log_enter(&l, "cleo");
}

int
chat_rig_setup_members(void **state)
{
	chat_rig_setup(state);
	add_users();
	join(&ada, "#c");
	join(&bob, "#c");
	buf_reset(&l.text);
	return 0;
}

int
chat_rig_setup_founder(void **state)
{
	chat_rig_setup(state);
	add_users();
	log_in(&ada, "Ada");
	log_in(&bob, "bob");
	join(&ada, "#c");
	join(&bob, "#c");
	join(&cleo, "#c");
	buf_reset(&l.text);
	return 0;
}

int
chat_rig_teardown(void **state)
{
	(void)state;
	chat_log_clear(&l);
	return 0;
}

void
log_in(const struct chat_from *from, const char *account)
{
	struct account *a = world_find_account(l.world, view_of(account));

	if (a == NULL)
		a = world_add_account(l.world, view_of(account));
	assert_int_equal(chat_login(l.world, from, a), CHAT_OK);
}

void
join(const struct chat_from *from, const char *room)
{
	assert_int_equal(
	    chat_join(l.world, from, view_of(room), VIEW("")), CHAT_OK);
}

void
part(const struct chat_from *from, const char *room)
{
	assert_int_equal(
	    chat_part(l.world, from, view_of(room), VIEW("")), CHAT_OK);
}

enum refusal
mode(const struct chat_from *from, const char *letters, const char *arg)
{
	struct mode_change ch = { letters[1], letters[0] == '+', VIEW(""),
		CHAT_OK };
	enum refusal no;

	if (arg != NULL)
		ch.arg = view_of(arg);
	no = chat_modes(l.world, from, VIEW("#c"), &ch, 1);
	return no != CHAT_OK ? no : ch.no;
}

struct room *
room_c(void)
{
	return world_find_room(l.world, VIEW("#c"));
}

unsigned
ranks(const struct chat_from *from)
{
	return room_find_member(room_c(), from->user)->ranks;
}
