/*
 * mask: completing masks, and which users they match.
 */
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/chat/mask.h"
#include "tests/support/chat_log.h"
#include "tests/support/test.h"

static void
complete__fills_in_missing_parts(void **state)
{
	static const struct {
		const char *typed, *mask;
	} cases[] = {
		{ "bob", "bob!*@*" },
		{ "*", "*!*@*" },
		{ "bob!", "bob!*@*" },
		{ "bob!u", "bob!u@*" },
		{ "u@h", "*!u@h" },
		{ "@h", "*!*@h" },
		{ "u@", "*!u@*" },
		{ "!@", "*!*@*" },
		{ "n!u@h", "n!u@h" },
		{ "n!@h", "n!*@h" },
		{ "*.example.org", "*!*@*.example.org" },
		{ "10.0.0.1", "*!*@10.0.0.1" },
		{ "2001:db8::1", "*!*@2001:db8::1" },
		{ "m:bob", "m:bob!*@*" },
		{ "a:bob", "a:bob" },
		{ "m:a:bob", "m:a:bob" },
		{ "", NULL },
		{ "m:", NULL },
		{ "a:", NULL },
		{ "m:a:", NULL },
		{ ":bob", NULL },
		{ "bob alice", NULL },
		{ "bob\001", NULL },
	};
	char *mask;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		mask = mask_complete(view_of(cases[i].typed));
		if (cases[i].mask == NULL)
			assert_null(mask);
		else
			assert_string_equal(mask, cases[i].mask);
		free(mask);
	}
}

static void
complete__refuses_overlong_masks(void **state)
{
	char typed[MASK_BYTES + 1], *mask;

	(void)state;
	memset(typed, 'x', sizeof(typed));
	mask = mask_complete((struct view){ typed, MASK_BYTES - 4 });
	assert_non_null(mask);
	assert_int_equal(strlen(mask), MASK_BYTES);
	free(mask);
	assert_null(mask_complete((struct view){ typed, MASK_BYTES - 3 }));
}

/* True if a list with this mask matches ada!user@host with that account. */
static int
means(const char *typed, const char *account, enum mask_act act)
{
	struct mask_list list = TAILQ_HEAD_INITIALIZER(list);
	char *mask = mask_complete(view_of(typed));
	struct chat_from from;
	struct chat_log l;
	int yes;

	assert_non_null(mask);
	chat_log_init(&l);
	from = chat_log_enter(&l, "Ada");
	from.user->account = xstrdup(account);
	masks_add(&list, mask, "bob");
	yes = masks_match(&list, from.user, act);
	masks_clear(&list);
	chat_log_clear(&l);
	free(mask);
	return yes;
}

/* checklist 38 */
static void
masks__match_without_regard_to_case(void **state)
{
	(void)state;
	assert_true(means("aDA", NULL, MASK_JOIN));
	assert_true(means("a?a!USER@h*", NULL, MASK_JOIN));
	assert_true(means("*!*@HOST", NULL, MASK_JOIN));
	assert_false(means("ad", NULL, MASK_JOIN));
	assert_false(means("*!root@*", NULL, MASK_JOIN));
}

static void
mutes__apply_only_to_speaking(void **state)
{
	(void)state;
	assert_false(means("m:ada", NULL, MASK_JOIN));
	assert_true(means("m:ada", NULL, MASK_SPEAK));
	assert_true(means("ada", NULL, MASK_SPEAK));
}

static void
accounts__are_matched__where_there_is_one(void **state)
{
	(void)state;
	assert_false(means("a:*", NULL, MASK_JOIN));
	assert_true(means("a:*", "ada", MASK_JOIN));
	assert_true(means("a:ADA", "ada", MASK_JOIN));
	assert_false(means("a:bob", "ada", MASK_JOIN));
	assert_true(means("m:a:ada", "ada", MASK_SPEAK));
	assert_false(means("m:a:ada", "ada", MASK_JOIN));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(complete__fills_in_missing_parts),
		cmocka_unit_test(complete__refuses_overlong_masks),
		cmocka_unit_test(masks__match_without_regard_to_case),
		cmocka_unit_test(mutes__apply_only_to_speaking),
		cmocka_unit_test(accounts__are_matched__where_there_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
