/*
 * look_alikes: names that look like protected ones (Unicode UTS 39), and who may use them.
 */
#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "common/string_list.h"
#include "server/chat/account.h"
#include "server/chat/look_alikes.h"
#include "server/chat/world.h"
#include "tests/support/chat_log.h"
#include "tests/support/test.h"

/* Cyrillic where there is such a letter, else Latin. */
#define ADA_MIXED  \
	"\xd0\xb0" \
	"d"        \
	"\xd0\xb0"
/* A Cyrillic letter only at the start, and only at the end. */
#define ADA_FIRST  \
	"\xd0\xb0" \
	"da"
#define ADA_LAST "ad\xd0\xb0"
#define COCO	 "\xd1\x81\xd0\xbe\xd1\x81\xd0\xbe"
#define HOSTSERV   \
	"\xd0\x9d" \
	"ostServ"
#define IVAN       \
	"\xd1\x96" \
	"van"
#define NICKSERV            \
	"N\xd1\x96\xd1\x81" \
	"kServ"
#define LILY "\xd0\xbb\xd0\xb8\xd0\xbb\xd0\xb8"
#define NICKSERV_DOT \
	"N\xc4\xb1"  \
	"ckServ" /* a dotless Latin i */

static struct chat_log l;
static struct chat_from bob;

static int
setup(void **state)
{
	(void)state;
	chat_log_init(&l);
	bob = chat_log_enter(&l, "bob");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	chat_log_clear(&l);
	return 0;
}

/* True if each of them looks like the other. */
static int
look_alike(const char *a, const char *b)
{
	struct look_alikes *set = look_alikes_new();
	struct protected_name *p = look_alikes_add(set, view_of(a));
	const char *found = look_alikes_find(set, view_of(b));
	int one = found != NULL, other;

	if (one)
		assert_string_equal(found, a);
	look_alikes_remove(set, p);
	assert_null(look_alikes_find(set, view_of(b)));
	p = look_alikes_add(set, view_of(b));
	other = look_alikes_find(set, view_of(a)) != NULL;
	look_alikes_remove(set, p);
	look_alikes_free(set);
	assert_int_equal(one, other);
	return one;
}

static void
names__look_alike__when_their_scripts_differ(void **state)
{
	(void)state;
	assert_true(look_alike("ada", ADA_MIXED));
	assert_true(look_alike("ADA", ADA_MIXED));
	assert_true(look_alike("coco", COCO));
	assert_true(look_alike("HostServ", HOSTSERV));
	assert_true(look_alike("Ivan", IVAN));
	assert_true(look_alike("#coco", "#" COCO));
	assert_true(look_alike(ADA_FIRST, ADA_LAST));
	assert_true(look_alike(ADA_MIXED, ADA_LAST));
	/* Katakana ro, and the Han character for mouth */
	assert_true(look_alike("\xe3\x83\xad", "\xe5\x8f\xa3"));
}

static void
names__are_free__when_they_are_ascii_or_have_other_letters(void **state)
{
	(void)state;
	assert_false(look_alike("barn", "bam"));
	assert_false(look_alike("lisa", "1isa"));
	assert_false(look_alike("lo", "IO"));
	assert_false(look_alike("#10", "#lO"));
	assert_false(look_alike("ada", "Ada"));
	assert_false(look_alike("lili", LILY));
	assert_false(look_alike("ada", "ad\xc3\xa0"));
	assert_false(look_alike("#ada", ADA_MIXED));
	assert_false(look_alike(COCO, COCO));
	assert_false(look_alike(ADA_FIRST, ADA_FIRST));
	assert_false(look_alike(ADA_LAST, "AD\xd0\x90")); /* other case */
	assert_false(look_alike("", ""));
}

static void
write_pair(const char *name, const char *other, void *ctx)
{
	buf_printf(ctx, "%s=%s ", name, other);
}

static void
pairs__are_reported_once(void **state)
{
	struct look_alikes *set = look_alikes_new();
	struct protected_name *a = look_alikes_add(set, VIEW("ada"));
	struct protected_name *b = look_alikes_add(set, VIEW(ADA_MIXED));
	struct protected_name *c = look_alikes_add(set, VIEW("barn"));
	struct protected_name *d = look_alikes_add(set, VIEW("bam"));
	struct buf got = { 0 };

	(void)state;
	look_alikes_each_pair(set, write_pair, &got);
	assert_string_equal(buf_str(&got), "ada=" ADA_MIXED " ");
	buf_clear(&got);
	look_alikes_remove(set, c);
	look_alikes_remove(set, a);
	assert_null(look_alikes_find(set, VIEW(ADA_MIXED)));
	assert_string_equal(look_alikes_find(set, VIEW("ada")), ADA_MIXED);
	look_alikes_remove(set, b);
	look_alikes_remove(set, d);
	look_alikes_remove(set, NULL);
	look_alikes_free(set);
}

static void
ascii_names__never_collide__however_many(void **state)
{
	struct look_alikes *set = look_alikes_new();
	struct protected_name *names[4096];
	char name[13] = "lllllllllllx";
	size_t i, j;

	(void)state;
	for (i = 0; i < 4096; i++) {
		for (j = 0; j < 11; j++)
			name[j] = i >> j & 1 ? 'l' : '1';
		name[11] = i >> 11 & 1 ? 'x' : 'X';
		names[i] = look_alikes_add(set, view_of(name));
	}
	assert_null(look_alikes_find(set, view_of(name)));
	for (i = 0; i < 4096; i++)
		look_alikes_remove(set, names[i]);
	look_alikes_free(set);
}

static enum refusal
nick(const char *name)
{
	return chat_nick(l.world, &bob, view_of(name));
}

static enum refusal
enter(const char *name, struct account *a)
{
	struct chat_from from = { 0 };
	enum refusal no = chat_add_user(l.world,
	    &(struct chat_newcomer){ .nick = view_of(name),
		.username = VIEW("u"),
		.host = VIEW("h"),
		.realname = VIEW("r"),
		.account = a },
	    &from.user);

	if (no == CHAT_OK)
		chat_quit(l.world, &from, VIEW("bye"), 0);
	return no;
}

static void
nicks__like_an_account__are_refused(void **state)
{
	struct account *a = world_add_account(l.world, VIEW("Ada"));

	(void)state;
	assert_int_equal(nick(ADA_MIXED), CHAT_NICK_LOOKS_LIKE);
	assert_int_equal(enter(ADA_MIXED, NULL), CHAT_NICK_LOOKS_LIKE);
	assert_int_equal(nick(LILY), CHAT_OK);
	assert_int_equal(nick("ad\xc3\xa0"), CHAT_OK);
	world_drop_account(l.world, a);
	assert_int_equal(nick(ADA_MIXED), CHAT_OK);
}

/* Registered before the rule existed. */
static void
accounts__that_look_alike__keep_their_names(void **state)
{
	struct account *a = world_add_account(l.world, VIEW("ada"));
	struct account *b = world_add_account(l.world, VIEW(ADA_MIXED));

	(void)state;
	assert_int_equal(enter("ada", a), CHAT_OK);
	assert_int_equal(enter(ADA_MIXED, b), CHAT_OK);
	assert_int_equal(enter(ADA_MIXED, a), CHAT_NICK_RESERVED);
	assert_int_equal(chat_login(l.world, &bob, b), CHAT_OK);
	assert_int_equal(nick(ADA_MIXED), CHAT_OK);
}

static void
services__have_no_look_alikes(void **state)
{
	char nickserv[] = "NickServ", hostserv[] = "HostServ", bots[] = "*Bot";
	char *names[] = { nickserv, hostserv, bots };
	const struct string_list masks = { names, 3 };
	struct chat_limits limits = { .rooms_per_user = 9,
		.forbidden_nicks = &masks };

	(void)state;
	world_set_limits(l.world, &limits);
	assert_int_equal(nick(NICKSERV), CHAT_NICK_FORBIDDEN);
	assert_int_equal(nick(NICKSERV_DOT), CHAT_NICK_FORBIDDEN);
	assert_int_equal(nick(HOSTSERV), CHAT_NICK_FORBIDDEN);
	assert_int_equal(enter("SpamB\xd0\xbet", NULL), CHAT_NICK_FORBIDDEN);
	assert_int_equal(nick("NickSeru"), CHAT_OK);
	assert_int_equal(nick(LILY), CHAT_OK);
}

static enum refusal
join(const char *name)
{
	return chat_join(l.world, &bob, view_of(name), VIEW(""));
}

static void
rooms__like_an_accounts_room__are_refused(void **state)
{
	struct chat_limits limits = { .rooms_per_user = 9, .rooms_owned = 5 };
	struct chat_from ada = chat_log_enter(&l, "ada");

	(void)state;
	world_set_limits(l.world, &limits);
	assert_int_equal(join("#" COCO), CHAT_OK);
	chat_part(l.world, &bob, VIEW("#" COCO), VIEW(""));
	chat_login(l.world, &ada, world_add_account(l.world, VIEW("ada")));
	chat_join(l.world, &ada, VIEW("#coco"), VIEW(""));
	assert_int_equal(join("#" COCO), CHAT_ROOM_LOOKS_LIKE);
	assert_int_equal(join("#" LILY), CHAT_OK);
	assert_int_equal(chat_rename(l.world, &bob, VIEW("#" LILY),
			     VIEW("#" COCO), VIEW("")),
	    CHAT_ROOM_LOOKS_LIKE);
	assert_int_equal(
	    chat_rename(l.world, &ada, VIEW("#coco"), VIEW("#cola"), VIEW("")),
	    CHAT_OK);
	assert_int_equal(join("#" COCO), CHAT_OK);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		T(names__look_alike__when_their_scripts_differ),
		T(names__are_free__when_they_are_ascii_or_have_other_letters),
		T(pairs__are_reported_once),
		T(ascii_names__never_collide__however_many),
		T(nicks__like_an_account__are_refused),
		T(accounts__that_look_alike__keep_their_names),
		T(services__have_no_look_alikes),
		T(rooms__like_an_accounts_room__are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
