/*
 * room_founder, by property: after any sequence of actions in founded rooms, founders, ranks,
 * the number of rooms per account, and the list of masks that expire are consistent.
 */
#include <string.h>

#include "common/clock.h"
#include "common/names.h"
#include "server/chat/account.h"
#include "server/chat/permissions.h"
#include "server/chat/room_ranks.h"
#include "server/chat/timed_bans.h"
#include "server/chat/world.h"
#include "tests/support/chat_log.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

enum { USERS = 6, ROOMS = 5, ACCOUNTS = 4, STEPS = 20000, OWNED_MAX = 2 };

static const char *const nicks[USERS] = { "ada", "bob", "cleo", "dora", "eve",
	"fay" };
static const char *const rooms[ROOMS] = { "#a", "#B", "#lobby", "#d", "#e" };
static const char *const accounts[ACCOUNTS] = { "Ada", "bob", "x", "y" };

static struct chat_log l;
static struct chat_from people[USERS];
static struct prng rng;
static int64_t now = 1000000;
static size_t owned[ACCOUNTS];
static size_t ntimed;

static int64_t
test_clock(void)
{
	return now;
}

static struct view
any(const char *const *v, size_t n)
{
	return view_of(v[prng_below(&rng, n)]);
}

static void
count_owned(const struct room *r)
{
	size_t i;

	for (i = 0; i < ACCOUNTS; i++)
		owned[i] +=
		    name_equal(view_of(accounts[i]), view_of(r->founder));
}

static void
check_masks(const struct room *r)
{
	const struct room_mask *m;
	size_t n = 0;

	TAILQ_FOREACH (m, &r->lists[ROOM_BANS], link) {
		n++;
		ntimed += m->until != 0;
		if (m->until != 0)
			assert_ptr_equal(m->room, r);
	}
	assert_int_equal(n, r->nmasks[ROOM_BANS]);
}

static void
check_owner(const struct room *r)
{
	const struct account_rank *a;
	size_t n = 0;

	TAILQ_FOREACH (a, &r->account_ranks, link) {
		assert_int_not_equal(a->ranks & (MEMBER_OP | MEMBER_VOICE), 0);
		assert_non_null(
		    world_find_account(l.world, view_of(a->account)));
		n++;
	}
	assert_int_equal(n, r->naccount_ranks);
	assert_true(r->founder != NULL || n == 0);
	assert_false(r->founder != NULL && world_is_lobby(l.world, r));
	if (r->founder == NULL)
		return;
	assert_non_null(world_find_account(l.world, view_of(r->founder)));
	count_owned(r);
}

static int
check_room(struct room *r, void *ctx)
{
	const struct member *m;

	(void)ctx;
	check_owner(r);
	check_masks(r);
	TAILQ_FOREACH (m, &r->members, in_room)
		assert_int_equal((m->ranks & MEMBER_FOUNDER) != 0,
		    room_ranks_is_founder(r, m->user));
	return 0;
}

static void
check_all(void)
{
	const struct room_mask *m;
	struct room *r, *next;
	size_t i, n = 0;

	memset(owned, 0, sizeof(owned));
	ntimed = 0;
	world_each_room(l.world, check_room, NULL);
	HASH_ITER (hh, l.world->empty_rooms, r, next) {
		assert_int_equal(r->nmembers, 0);
		check_owner(r);
		check_masks(r);
	}
	for (i = 0; i < ACCOUNTS; i++)
		assert_true(owned[i] <= OWNED_MAX);
	LIST_FOREACH (m, &l.world->timed_masks, timed) {
		assert_true(m->until >= now);
		n++;
	}
	assert_int_equal(n, ntimed);
}

static void
change_mode(const struct chat_from *from, struct view room)
{
	static const char letters[] = "qqqovovikWbO";
	struct mode_change ch = {
		.letter = letters[prng_below(&rng, sizeof(letters) - 1)],
		.add = prng_below(&rng, 3) > 0,
		.arg = any(nicks, USERS),
	};

	if (ch.letter == 'W')
		ch.arg = VIEW("5");
	chat_modes(l.world, from, room, &ch, 1);
}

static void
change_account(const struct chat_from *from)
{
	struct view name = any(accounts, ACCOUNTS);
	struct account *a = world_find_account(l.world, name);
	struct user *u;

	if (a == NULL)
		a = world_add_account(l.world, name);
	if (prng_below(&rng, 3) > 0) {
		chat_login(l.world, from, a);
	} else if (prng_below(&rng, 3) > 0) {
		chat_logout(l.world, from);
	} else {
		world_forget_account(l.world, a->name);
		while ((u = LIST_FIRST(&a->users)) != NULL)
			chat_logout(l.world, &(struct chat_from){ .user = u });
		world_drop_account(l.world, a);
	}
}

static void
pass_time(void)
{
	now += (int64_t)prng_below(&rng, 4000);
	world_expire_masks(l.world);
}

/* Usually a member with the right to do it. */
static const struct chat_from *
someone_of(struct view room)
{
	const struct room *r = world_find_room(l.world, room);
	size_t i;

	for (i = 0; r != NULL && i < USERS; i++)
		if (room_check_rank(r, people[i].user, MEMBER_OP) == CHAT_OK &&
		    prng_below(&rng, 4) > 0)
			return &people[i];
	return &people[prng_below(&rng, USERS)];
}

/* All leave, because a room without an operator would never get one. */
static void
empty_room(struct view room)
{
	size_t i;

	for (i = 0; i < USERS; i++)
		chat_part(l.world, &people[i], room, VIEW(""));
}

static void
step(const struct chat_from *from)
{
	struct view room = any(rooms, ROOMS);

	if (prng_below(&rng, 20) == 0)
		empty_room(room);
	switch (prng_below(&rng, 9)) {
	case 0:
	case 1:
		chat_join(l.world, from, room, VIEW(""));
		break;
	case 2:
		chat_part(l.world, from, room, VIEW(""));
		break;
	case 3:
	case 4:
		change_mode(someone_of(room), room);
		break;
	case 5:
		change_account(from);
		break;
	case 6:
		chat_ban_until(l.world, someone_of(room), room,
		    any(nicks, USERS),
		    now + 1 + (int64_t)prng_below(&rng, 20000));
		break;
	case 7:
		chat_rename(l.world, from, room, any(rooms, ROOMS), VIEW(""));
		break;
	default:
		chat_kick(l.world, from, room, any(nicks, USERS), VIEW("out"));
		break;
	}
	pass_time();
}

static void
founded_rooms__stay_consistent__in_random_runs(void **state)
{
	const struct chat_limits limits = { .rooms_per_user = 4,
		.topic_bytes = 9,
		.realname_bytes = 9,
		.list_max = 3,
		.rooms_kept = 2,
		.rooms_owned = OWNED_MAX };
	size_t i;

	(void)state;
	clock_set(test_clock);
	rng.state = 20261121;
	chat_log_init(&l);
	world_set_limits(l.world, &limits);
	world_set_lobby(l.world, "#lobby");
	for (i = 0; i < USERS; i++)
		people[i] = chat_log_enter(&l, nicks[i]);
	for (i = 0; i < STEPS; i++) {
		step(&people[prng_below(&rng, USERS)]);
		check_all();
		buf_reset(&l.text);
		buf_reset(&l.kept_rooms);
	}
	chat_log_clear(&l);
	clock_set(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    founded_rooms__stay_consistent__in_random_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
