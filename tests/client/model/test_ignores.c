/*
 * ignores: whom an entry hides, for how long, and what is refused.
 */
#include "client/model/ignores.h"

#include <stdlib.h>

#include "tests/support/test.h"

static struct ignores list;

static int
setup(void **state)
{
	(void)state;
	list = (struct ignores){ 0 };
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	ignores_clear(&list);
	return 0;
}

static unsigned
set(const char *mask, enum ignore_what what, int64_t until)
{
	char *cause = NULL;
	const struct ignore *e =
	    ignores_set(&list, view_of(mask), what, until, &cause);

	if (e == NULL) {
		fail_msg("%s: %s", mask, cause);
		return 0;
	}
	return e->id;
}

static struct irc_event
event(enum irc_event_type type, const char *who, const char *userhost,
    const char *account)
{
	return (struct irc_event){ .type = type,
		.who = view_of(who),
		.userhost = view_of(userhost),
		.account = view_of(account) };
}

static void
ignores_hides__compares_nick_account_and_mask(void **state)
{
	static const struct {
		const char *mask, *who, *userhost, *account;
		int hidden;
	} rows[] = {
		{ "bo", "bo", "b@h", "", 1 },
		{ "bo", "BO", "b@h", "", 1 },
		{ "bo", "bob", "b@h", "", 0 },
		{ "Zo\xc3\xab", "zo\xc3\x8b", "b@h", "", 1 },
		{ "account:Bo", "anything", "b@h", "bo", 1 },
		{ "account:bo", "bo", "b@h", "", 0 },
		{ "account:bo", "bo", "b@h", "bob", 0 },
		{ "*!*@*.evil.net", "x", "u@a.evil.net", "", 1 },
		{ "*!*@*.evil.net", "x", "u@evil.org", "", 0 },
		{ "bo*", "bob", "u@h", "", 1 },
		{ "bo?", "bo", "u@h", "", 0 },
		{ "u@h", "any", "u@h", "", 1 },
		{ "u@h", "any", "v@h", "", 0 },
		{ "bo!u", "bo", "u@h", "", 1 },
		{ "bo!*@*", "bo", "", "", 1 },
		{ "bo!u@h", "bo", "", "", 0 },
	};
	struct irc_event ev;
	unsigned id;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ignores_clear(&list);
		id = set(rows[i].mask, IGNORE_BOTH, 0);
		ev = event(IRC_EV_MESSAGE, rows[i].who, rows[i].userhost,
		    rows[i].account);
		if (ignores_hides(&list, &ev, 1000) !=
		    (rows[i].hidden ? id : 0))
			fail_msg("%s and %s!%s (%s)", rows[i].mask, rows[i].who,
			    rows[i].userhost, rows[i].account);
	}
}

static void
ignores_hides__hides_only_what_was_chosen(void **state)
{
	static const struct {
		enum ignore_what what;
		enum irc_event_type type;
		int hidden, quiet;
	} rows[] = {
		{ IGNORE_MESSAGES, IRC_EV_MESSAGE, 1, 1 },
		{ IGNORE_MESSAGES, IRC_EV_INVITED, 1, 1 },
		{ IGNORE_MESSAGES, IRC_EV_JOIN, 0, 1 },
		{ IGNORE_PRESENCE, IRC_EV_MESSAGE, 0, 0 },
		{ IGNORE_PRESENCE, IRC_EV_JOIN, 1, 0 },
		{ IGNORE_PRESENCE, IRC_EV_PART, 1, 0 },
		{ IGNORE_PRESENCE, IRC_EV_QUIT, 1, 0 },
		{ IGNORE_PRESENCE, IRC_EV_NICK, 1, 0 },
		{ IGNORE_BOTH, IRC_EV_MESSAGE, 1, 1 },
		{ IGNORE_BOTH, IRC_EV_QUIT, 1, 1 },
		{ IGNORE_BOTH, IRC_EV_KICK, 0, 1 },
		{ IGNORE_BOTH, IRC_EV_TOPIC, 0, 1 },
		{ IGNORE_BOTH, IRC_EV_MODE, 0, 1 },
		{ IGNORE_HIGHLIGHTS, IRC_EV_MESSAGE, 0, 1 },
		{ IGNORE_HIGHLIGHTS, IRC_EV_JOIN, 0, 1 },
	};
	struct irc_event ev;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ignores_clear(&list);
		set("bo", rows[i].what, 0);
		ev = event(rows[i].type, "bo", "b@h", "");
		assert_int_equal(
		    ignores_hides(&list, &ev, 1) != 0, rows[i].hidden);
		assert_int_equal(ignores_quiets(&list, &ev, 1), rows[i].quiet);
	}
}

static void
ignores_hides__hides_a_change_to_an_ignored_nick(void **state)
{
	struct irc_event ev = event(IRC_EV_NICK, "bobby", "b@h", "");

	(void)state;
	set("bo", IGNORE_PRESENCE, 0);
	ev.object = VIEW("other");
	assert_int_equal(ignores_hides(&list, &ev, 1), 0);
	ev.object = VIEW("BO");
	assert_int_not_equal(ignores_hides(&list, &ev, 1), 0);
	ev.self = 1;
	assert_int_equal(ignores_hides(&list, &ev, 1), 0);
}

static void
ignores_hides__never_hides_ourselves_or_servers(void **state)
{
	struct irc_event ev = event(IRC_EV_MESSAGE, "bo", "b@h", "");

	(void)state;
	set("bo", IGNORE_BOTH, 0);
	set("*!b@*", IGNORE_BOTH, 0);
	ev.self = 1;
	assert_int_equal(ignores_hides(&list, &ev, 1), 0);
	ev = event(IRC_EV_MESSAGE, "", "", "");
	assert_int_equal(ignores_hides(&list, &ev, 1), 0);
}

static void
ignores__end_by_the_clock(void **state)
{
	struct irc_event ev = event(IRC_EV_MESSAGE, "bo", "b@h", "");
	unsigned first, second;

	(void)state;
	assert_int_equal(ignores_next_end(&list), 0);
	first = set("bo", IGNORE_BOTH, 2000);
	assert_int_equal(ignores_hides(&list, &ev, 1999), first);
	assert_int_equal(ignores_hides(&list, &ev, 2000), 0);
	second = set("*!b@h", IGNORE_MESSAGES, 3000);
	assert_int_equal(ignores_hides(&list, &ev, 1000), second);
	set("bo", IGNORE_BOTH, 0);
	assert_int_equal(ignores_hides(&list, &ev, 1000), first);
	assert_int_equal(ignores_next_end(&list), 3000);
	assert_int_equal(ignores_ended(&list, 2999), 0);
	assert_int_equal(ignores_ended(&list, 3000), second);
	ignores_remove(&list, second);
	assert_int_equal(ignores_ended(&list, 3000), 0);
	assert_int_equal(list.n, 1);
}

static void
ignores_set__completes_masks_and_changes_an_entry(void **state)
{
	static const char *const rows[][2] = {
		{ "bo", "bo" },
		{ "ACCOUNT:Bo", "account:Bo" },
		{ "bo*", "bo*!*@*" },
		{ "*@h.x", "*!*@h.x" },
		{ "bo!u", "bo!u@*" },
		{ "n!u@h", "n!u@h" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		set(rows[i][0], IGNORE_BOTH, 0);
		assert_string_equal(list.v[i].mask, rows[i][1]);
	}
	assert_int_equal(
	    set("BO", IGNORE_PRESENCE, 9), ignores_find(&list, VIEW("bo"))->id);
	assert_int_equal(list.n, i);
	assert_int_equal(list.v[0].what, IGNORE_PRESENCE);
	assert_int_equal(list.v[0].until, 9);
	assert_non_null(ignores_find(&list, VIEW("*@H.X")));
	assert_null(ignores_find(&list, VIEW("nobody")));
}

static void
ignores_set__refuses_what_is_no_mask_and_what_fits_everyone(void **state)
{
	static const char *const rows[][2] = {
		{ "", "That is not a nick or a mask." },
		{ "a b", "That is not a nick or a mask." },
		{ "a\001*", "That is not a nick or a mask." },
		{ "9bo", "\"9bo\" is not a nick, account:NAME or a mask such "
			 "as *!*@*.example.net." },
		{ "*", "* would ignore everyone." },
		{ "*!*@*", "*!*@* would ignore everyone." },
		{ "*!*@*.*", "*!*@*.* would ignore everyone." },
	};
	char *cause;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cause = NULL;
		assert_null(ignores_set(
		    &list, view_of(rows[i][0]), IGNORE_BOTH, 0, &cause));
		assert_string_equal(cause, rows[i][1]);
		free(cause);
	}
	assert_int_equal(list.n, 0);
}

static void
ignore_what__has_a_word_for_each_kind(void **state)
{
	static const enum ignore_what all[] = { IGNORE_MESSAGES,
		IGNORE_PRESENCE, IGNORE_BOTH, IGNORE_HIGHLIGHTS };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_int_equal(
		    ignore_what_find(view_of(ignore_what_word(all[i]))),
		    all[i]);
	assert_int_equal(ignore_what_find(VIEW("Messages")), IGNORE_MESSAGES);
	assert_int_equal(ignore_what_find(VIEW("2h")), -1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(ignores_hides__compares_nick_account_and_mask),
		TEST(ignores_hides__hides_only_what_was_chosen),
		TEST(ignores_hides__hides_a_change_to_an_ignored_nick),
		TEST(ignores_hides__never_hides_ourselves_or_servers),
		TEST(ignores__end_by_the_clock),
		TEST(ignores_set__completes_masks_and_changes_an_entry),
		TEST(
		    ignores_set__refuses_what_is_no_mask_and_what_fits_everyone),
		TEST(ignore_what__has_a_word_for_each_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
