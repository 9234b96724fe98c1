/*
 * Tests of alias: arguments, loops, and passwords in what an alias means.
 */
#include <string.h>

#include "client/commands/alias.h"
#include "client/commands/parse.h"
#include "tests/support/test.h"

static struct string_list list;

static int
setup(void **state)
{
	static const char *const items[] = { "ns /msg NickServ $*",
		"hi /me says hi", "two /msg $2 $1", "rest /topic $1 to $2-",
		"price /me pays $$5 for $1$x", "loop /pool $*", "pool /loop $*",
		"join /join $1 -", "l /login ana $1", "id /ns identify" };

	(void)state;
	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++)
		string_list_add(&list, items[i]);
	alias_use(&list);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	alias_use(NULL);
	string_list_clear(&list);
	return 0;
}

static void
means(const char *line, const char *want)
{
	struct buf out = { 0 };
	int expanded = alias_expand(view_of(line), &out);

	if (want == NULL)
		assert_false(expanded);
	else
		assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
}

static void
alias_expand__puts_the_words_into_the_command(void **state)
{
	(void)state;
	means("/ns help  set", "/msg NickServ help  set");
	means("/NS", "/msg NickServ ");
	means("  /hi", "/me says hi");
	means("/hi to all ", "/me says hi to all");
	means("/two a b c", "/msg b a");
	means("/two a", "/msg  a");
	means("/rest #a b  c d", "/topic #a to b  c d");
	means("/price tea", "/me pays $5 for tea$x");
}

static void
alias_expand__leaves_other_lines_alone(void **state)
{
	(void)state;
	means("/msg bo ns", NULL);
	means("ns help", NULL);
	means("//ns help", NULL);
	means("/", NULL);
	means("", NULL);
	alias_use(NULL);
	means("/ns help", NULL);
	alias_use(&list);
}

static void
alias_expand__uses_each_alias_once(void **state)
{
	(void)state;
	means("/loop x", "/loop x");
	means("/join #a", "/join #a -");
	means("/id me", "/msg NickServ identify me");
}

static void
a_password__is_found_in_an_alias(void **state)
{
	size_t at;

	(void)state;
	assert_true(command_secret(VIEW(""), VIEW("/l hunter2"), &at));
	assert_int_equal(at, 3);
	assert_true(
	    command_secret(VIEW(""), VIEW("/ns identify hunter2"), &at));
	assert_int_equal(at, 4);
	assert_true(command_secret(VIEW(""), VIEW("/id hunter2"), &at));
	assert_false(command_secret(VIEW(""), VIEW("/hi hunter2"), &at));
	assert_true(command_is_private(VIEW(""), VIEW("/ns help")));
	assert_true(command_is_private(VIEW(""), VIEW("/join #a key")));
	assert_false(command_is_private(VIEW(""), VIEW("/hi there")));
	assert_true(command_secret(
	    VIEW(""), VIEW("/alias me /login ana hunter2"), &at));
	assert_false(
	    command_secret(VIEW(""), VIEW("/alias x /msg bo $1"), &at));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alias_expand__puts_the_words_into_the_command),
		cmocka_unit_test(alias_expand__leaves_other_lines_alone),
		cmocka_unit_test(alias_expand__uses_each_alias_once),
		cmocka_unit_test(a_password__is_found_in_an_alias),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
