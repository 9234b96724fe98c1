/*
 * rules, by property: after any sequence of actions the lists of rooms and users are
 * consistent, nobody joins against the rules, and nobody who is muted speaks.
 */
#include <stdio.h>
#include <string.h>

#include "server/chat/invitations.h"
#include "server/chat/mask.h"
#include "server/chat/modes.h"
#include "server/chat/world.h"
#include "tests/support/chat_log.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

enum { USERS = 6, ROOMS = 4, STEPS = 6000 };

static const char *const nicks[USERS] = { "ada", "bob", "cleo", "dora", "eve",
	"fay" };
static const char *const rooms[ROOMS] = { "#a", "#b", "#lobby", "#d" };
static const char *const masks[] = { "ada", "*", "m:bob", "m:*", "a:x",
	"c*!user@*", "nobody", "bad mask" };

static struct chat_log l;
static struct chat_from people[USERS];
static struct prng rng;

static const char *
any(const char *const *v, size_t n)
{
	return v[prng_below(&rng, n)];
}

static int
count_mask(const struct mask_list *list)
{
	const struct room_mask *m;
	int n = 0;

	TAILQ_FOREACH (m, list, link)
		n++;
	return n;
}

static int
check_room(struct room *r, void *ctx)
{
	const struct invitation *inv;
	const struct member *m;
	size_t n = 0;
	int i;

	TAILQ_FOREACH (m, &r->members, in_room) {
		assert_ptr_equal(m->room, r);
		assert_ptr_equal(room_find_member(r, m->user), m);
		assert_int_equal(
		    m->ranks & ~(unsigned)(MEMBER_OP | MEMBER_VOICE), 0);
		assert_false(invitation_pending(r, m->user));
		n++;
	}
	assert_true(n > 0 && n == r->nmembers);
	TAILQ_FOREACH (inv, &r->invitations, in_room)
		assert_ptr_equal(inv->room, r);
	for (i = 0; i < ROOM_LISTS; i++) {
		assert_int_equal(count_mask(&r->lists[i]), r->nmasks[i]);
		assert_true(r->nmasks[i] <= 3);
	}
	assert_ptr_equal(world_find_room(l.world, view_of(r->name)), r);
	*(size_t *)ctx += n;
	return 0;
}

static void
check_all(void)
{
	size_t in_rooms = 0, in_users = 0, i;

	world_each_room(l.world, check_room, &in_rooms);
	for (i = 0; i < USERS; i++)
		in_users += people[i].user->nrooms;
	assert_int_equal(in_rooms, in_users);
}

static int
has_ban(const struct room *r, const struct user *u, enum mask_act act)
{
	return masks_match(&r->lists[ROOM_BANS], u, act) &&
	       !masks_match(&r->lists[ROOM_EXCEPTIONS], u, act);
}

/* Nobody joins against the rules. */
static void
try_join(struct chat_from *from, const char *name)
{
	struct room *r = world_find_room(l.world, view_of(name));
	const struct user *u = from->user;
	int shut = 0, is_new = r == NULL;
	enum refusal no;

	if (r != NULL && room_find_member(r, u) == NULL)
		shut =
		    has_ban(r, u, MASK_JOIN) || r->key != NULL ||
		    (r->modes & ROOM_REGISTERED) ||
		    ((r->modes & ROOM_INVITE_ONLY) &&
			!invitation_pending(r, u) &&
			!masks_match(&r->lists[ROOM_INVITED], u, MASK_JOIN)) ||
		    (r->limit > 0 && (long long)r->nmembers >= r->limit &&
			!invitation_pending(r, u));
	no = chat_join(l.world, from, view_of(name), VIEW(""));
	assert_int_equal(no != CHAT_OK && no != CHAT_ALREADY, shut);
	r = world_find_room(l.world, view_of(name));
	if (is_new)
		assert_int_equal(room_find_member(r, u)->ranks,
		    strcmp(name, "#lobby") == 0 ? 0 : MEMBER_OP);
}

/* The cached result of a ban check is never out of date. */
static void
try_say(struct chat_from *from, const char *name)
{
	struct room *r = world_find_room(l.world, view_of(name));
	const struct member *m;
	enum refusal want = CHAT_OK;

	if (r == NULL)
		return;
	m = room_find_member(r, from->user);
	if (m == NULL || m->ranks == 0) {
		if (m == NULL && (r->modes & ROOM_NO_OUTSIDE))
			want = CHAT_NO_OUTSIDE;
		else if (r->modes & ROOM_MODERATED)
			want = CHAT_MODERATED;
		else if (r->modes & ROOM_REGISTERED)
			want = CHAT_SPEAKERS_NEED_ACCOUNT;
		else if (has_ban(r, from->user, MASK_SPEAK))
			want = CHAT_SILENCED;
	}
	if (want != CHAT_OK && m == NULL && (r->modes & ROOM_SECRET))
		want = CHAT_NO_ROOM;
	assert_int_equal(chat_say(l.world, from, CHAT_PRIVMSG, view_of(name),
			     VIEW("hi"), VIEW("")),
	    want);
}

static void
try_modes(struct chat_from *from, const char *name)
{
	struct mode_change v[3];
	const struct room *r = world_find_room(l.world, view_of(name));
	const struct member *m =
	    r == NULL ? NULL : room_find_member(r, from->user);
	int is_op = m != NULL && m->ranks >= MEMBER_OP;
	size_t i;

	for (i = 0; i < 3; i++) {
		v[i] = (struct mode_change){ 'o', (int)prng_below(&rng, 2),
			VIEW(""), CHAT_OK };
		v[i].letter = room_modes[prng_below(&rng, room_nmodes)].letter;
		if (v[i].letter == 'o' || v[i].letter == 'v')
			v[i].arg =
			    view_of(people[prng_below(&rng, USERS)].user->nick);
		else if (v[i].letter == 'l')
			v[i].arg = VIEW("2");
		else
			v[i].arg = view_of(
			    any(masks, sizeof(masks) / sizeof(masks[0])));
	}
	assert_int_equal(
	    chat_modes(l.world, from, view_of(name), v, 3) == CHAT_OK, is_op);
}

static void
try_nick(struct chat_from *from)
{
	char nick[8];

	snprintf(nick, sizeof(nick), "%c%u", (char)('a' + prng_below(&rng, 6)),
	    (unsigned)prng_below(&rng, 100));
	chat_nick(l.world, from, view_of(nick));
}

static void
come_back(size_t i)
{
	char nick[16];

	chat_quit(l.world, &people[i], VIEW("x"), 0);
	snprintf(nick, sizeof(nick), "%s-%u", nicks[i],
	    (unsigned)prng_below(&rng, 1000));
	people[i] = chat_log_enter(&l, nick);
}

static void
step(void)
{
	size_t i = prng_below(&rng, USERS);
	struct chat_from *from = &people[i];
	const char *room = any(rooms, ROOMS);
	struct view other = view_of(people[prng_below(&rng, USERS)].user->nick);

	switch (prng_below(&rng, 12)) {
	case 0:
	case 1:
	case 2:
		try_join(from, room);
		break;
	case 3:
		chat_part(l.world, from, view_of(room), VIEW(""));
		break;
	case 4:
		chat_kick(l.world, from, view_of(room), other, VIEW(""));
		break;
	case 5:
		chat_invite(l.world, from, view_of(room), other);
		break;
	case 6:
		chat_rename(l.world, from, view_of(room),
		    view_of(any(rooms, ROOMS)), VIEW(""));
		break;
	case 7:
		if (prng_below(&rng, 4) == 0)
			come_back(i);
		break;
	case 8:
		try_nick(from);
		break;
	case 9:
	case 10:
		try_modes(from, room);
		break;
	default:
		try_say(from, room);
		break;
	}
}

static void
rooms__keep_their_rules__in_random_runs(void **state)
{
	struct chat_limits limits = { .rooms_per_user = 10,
		.topic_bytes = 100,
		.whowas_max = 5,
		.list_max = 3 };
	uint64_t seed;
	size_t i;
	int n;

	(void)state;
	for (seed = 1; seed <= 4; seed++) {
		rng.state = seed;
		chat_log_init(&l);
		world_set_limits(l.world, &limits);
		world_set_lobby(l.world, "#lobby");
		for (i = 0; i < USERS; i++)
			people[i] = chat_log_enter(&l, nicks[i]);
		for (n = 0; n < STEPS; n++) {
			step();
			check_all();
			buf_reset(&l.text);
		}
		chat_log_clear(&l);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rooms__keep_their_rules__in_random_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
