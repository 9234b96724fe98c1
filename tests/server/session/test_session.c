/*
 * session: the key by which shared worker threads serve sessions in turn.
 */
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/chat/user.h"
#include "server/net/conn_impl.h"
#include "server/session/session.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/irc_from.h"
#include "tests/support/test.h"

static struct session *
session_of(const char *nick)
{
	const struct user *u =
	    world_find_user(rig.server->world, view_of(nick));

	return LIST_FIRST(session_list_of(u));
}

static void
expect_key(const char *nick, const char *key)
{
	char is[SESSION_KEY];

	session_fair_key(session_of(nick), is);
	assert_string_equal(is, key);
}

static void
set_address(const char *nick, const char *text)
{
	assert_int_equal(
	    range_parse(&session_of(nick)->conn->address, view_of(text)), 0);
}

static void
fair_key__is_the_account__or_the_address(void **state)
{
	struct user *u;

	(void)state;
	irc_rig_set_net(&rig, "exempt-loopback", "no");
	client_enter_from(&rig, "127.0.0.9", "ada");
	client_enter_from(&rig, "127.0.0.9", "bob");
	expect_key("ada", "r:127.0.0.9");
	expect_key("bob", "r:127.0.0.9");
	set_address("ada", "2001:db8:1:2:3:4:5:6");
	set_address("bob", "2001:db8:1:2::7");
	expect_key("ada", "r:2001:db8:1:2::/64");
	expect_key("bob", "r:2001:db8:1:2::/64");
	u = session_of("bob")->user;
	u->account = xstrdup("bo");
	expect_key("bob", "a:bo");
	free(u->account);
	u->account = NULL;
}

static void
fair_key__differs_between_sessions__from_an_exempt_address(void **state)
{
	char a[SESSION_KEY], b[SESSION_KEY];

	(void)state;
	client_enter_from(&rig, "127.0.0.9", "ada");
	client_enter_from(&rig, "127.0.0.9", "bob");
	session_fair_key(session_of("ada"), a);
	session_fair_key(session_of("bob"), b);
	assert_string_not_equal(a, b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IRC_TEST(fair_key__is_the_account__or_the_address),
		IRC_TEST(
		    fair_key__differs_between_sessions__from_an_exempt_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
