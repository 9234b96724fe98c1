/*
 * cloak: what others see of a user's address.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/log.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/moderation/cloak.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/irc_from.h"
#include "tests/support/test.h"

static const unsigned char key[CLOAK_KEY] = "a key of thirty-two bytes, then";
static const unsigned char other[CLOAK_KEY] = "another key, of so many as that";

/* The part of a cloak after its first n dots. */
static const char *
after(const char *cloak, int n)
{
	while (n-- > 0)
		cloak = strchr(cloak, '.') + 1;
	return cloak;
}

static void
assert_same_after(const char *a, const char *b, int dots)
{
	char one[CLOAK_SHOWN_HOST], two[CLOAK_SHOWN_HOST];

	cloak_address(one, key, a);
	cloak_address(two, key, b);
	assert_string_equal(after(one, dots), after(two, dots));
	if (dots > 0)
		assert_string_not_equal(
		    after(one, dots - 1), after(two, dots - 1));
}

static void
cloak__has_the_same_suffix__within_a_range(void **state)
{
	(void)state;
	assert_same_after("192.0.2.7", "192.0.2.7", 0);
	assert_same_after("192.0.2.7", "192.0.2.8", 1);
	assert_same_after("192.0.2.7", "192.0.3.7", 2);
	assert_same_after("192.0.2.7", "192.1.2.7", 3);
	assert_same_after("2001:db8::7", "2001:db8::8:9", 0);
	assert_same_after("2001:db8::7", "2001:db8:0:1::7", 1);
	assert_same_after("2001:db8::7", "2001:db8:0:100::7", 2);
	assert_same_after("2001:db8::7", "2001:db8:1::7", 3);
	assert_same_after("0::1", "::1", 0);
}

static void
cloak__differs__with_another_key(void **state)
{
	char one[CLOAK_SHOWN_HOST], two[CLOAK_SHOWN_HOST];
	int i;

	(void)state;
	cloak_address(one, key, "192.0.2.7");
	cloak_address(two, other, "192.0.2.7");
	for (i = 0; i < 3; i++)
		assert_memory_not_equal(after(one, i), after(two, i), 8);
	assert_null(strstr(one, "192"));
	assert_int_equal(
	    strspn(one, "abcdefghijklmnopqrstuvwxyz234567."), strlen(one));
}

static void
account_cloak__is_the_name__or_a_hash_if_it_is_not_valid_in_a_host(void **state)
{
	char one[CLOAK_SHOWN_HOST], two[CLOAK_SHOWN_HOST], name[NICK_BYTES + 1];

	(void)state;
	cloak_of_account(one, "Ada-1");
	assert_string_equal(one, "user/Ada-1");
	cloak_of_account(one, "ada[");
	cloak_of_account(two, "ada{");
	assert_memory_equal(one, "user/ada-.", 10);
	assert_string_not_equal(one, two);
	cloak_of_account(one, "\xc3\x96rjan");
	assert_memory_equal(one, "user/-rjan.", 11);
	memset(name, 'n', NICK_BYTES);
	name[NICK_BYTES] = '\0';
	cloak_of_account(one, name);
	assert_int_equal(strlen(one), HOST_BYTES);
}

static char *
make_folder(void)
{
	char *dir = xstrdup("/tmp/tchat-hosts-XXXXXX");

	assert_non_null(mkdtemp(dir));
	return dir;
}

static void
key__is_made_once__and_is_readable_only_by_the_server(void **state)
{
	char *dir = make_folder(), *file = path_join(dir, CLOAK_KEY_FILE);
	unsigned char first[CLOAK_KEY];
	char *cause = NULL;
	struct stat st;

	(void)state;
	assert_int_equal(cloak_load_key(rig.server, dir, &cause), 0);
	memcpy(first, rig.server->cloak_key, sizeof(first));
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, CLOAK_KEY);
	memset(rig.server->cloak_key, 0, sizeof(first));
	assert_int_equal(cloak_load_key(rig.server, dir, &cause), 0);
	assert_memory_equal(first, rig.server->cloak_key, sizeof(first));
	unlink(file);
	rmdir(dir);
	free(file);
	free(dir);
}

static void
key__is_refused__when_it_is_readable_by_others_or_malformed(void **state)
{
	char *dir = make_folder(), *file = path_join(dir, CLOAK_KEY_FILE);
	char *cause = NULL;

	(void)state;
	assert_int_equal(cloak_load_key(rig.server, dir, &cause), 0);
	assert_int_equal(chmod(file, 0640), 0);
	assert_int_equal(cloak_load_key(rig.server, dir, &cause), -1);
	assert_non_null(strstr(cause, "chmod 600"));
	free(cause);
	cause = NULL;
	assert_int_equal(chmod(file, 0600), 0);
	assert_int_equal(truncate(file, 3), 0);
	assert_int_equal(cloak_load_key(rig.server, dir, &cause), -1);
	assert_non_null(strstr(cause, "not a cloak key"));
	free(cause);
	unlink(file);
	rmdir(dir);
	free(file);
	free(dir);
}

static void
cloak__is_off__when_the_setting_says_so(void **state)
{
	char host[CLOAK_SHOWN_HOST], cloak[CLOAK_SHOWN_HOST];

	(void)state;
	cloak_shown_host(rig.server, host, "192.0.2.7", NULL);
	cloak_address(cloak, rig.server->cloak_key, "192.0.2.7");
	assert_string_equal(host, cloak);
	cloak_shown_host(rig.server, host, "192.0.2.7", "ada");
	assert_string_equal(host, "user/ada");
	irc_rig_set(&rig, "cloak", "no");
	cloak_shown_host(rig.server, host, "192.0.2.7", "ada");
	assert_string_equal(host, "192.0.2.7");
}

/* Expect two lines that match this pattern, one for each of two names. */
static void
expect_host(struct irc_client *c, const char *before, const char *host,
    const char *after_it)
{
	char *line;

	xasprintf(&line, "%s%s%s", before, host, after_it);
	client_await(c, line);
	free(line);
}

/* checklist 45, 47: the host is neither the nick nor the user name. */
static void
others__see_the_cloak__in_join_who_and_whois(void **state)
{
	struct irc_client *a = client_enter_from(&rig, "127.0.0.2", "ada");
	struct irc_client *b = client_enter_from(&rig, "127.0.0.3", "bob");
	char host[CLOAK_SHOWN_HOST];

	(void)state;
	cloak_address(host, rig.server->cloak_key, "127.0.0.3");
	client_join(a, "#c");
	client_send(b, "JOIN #c");
	expect_host(a, ":bob!bob@", host, " JOIN #c");
	client_send(a, "WHO bob");
	expect_host(a, ":chat.test 352 ada * bob ", host, " chat.test bob *");
	client_send(a, "WHOIS bob");
	expect_host(a, ":chat.test 311 ada bob bob ", host, " * :Real bob");
	client_expect(a, ":chat.test 319 *");
	client_expect(a, ":chat.test 312 *");
	client_expect(a, ":chat.test 317 *");
	client_expect(a, ":chat.test 318 *");
	client_send(b, "WHOIS bob");
	client_await(b, ":chat.test 378 bob bob :is connecting from "
			"*@127.0.0.3 127.0.0.3");
}

/* Operators see the address, and the log says that they looked. */
static void
operators__see_the_address__in_whois(void **state)
{
	struct irc_client *a = client_enter_operator(&rig, "ada");
	FILE *f = tmpfile();
	char line[512] = "";

	(void)state;
	assert_non_null(f);
	client_enter_from(&rig, "127.0.0.3", "bob");
	log_open(f, LOG_INFO);
	client_send(a, "WHOIS bob");
	client_await(a, ":chat.test 378 ada bob :is connecting from "
			"*@127.0.0.3 127.0.0.3");
	rewind(f);
	assert_non_null(fgets(line, sizeof(line), f));
	assert_non_null(
	    strstr(line, "looked at the address of nick=bob by=ada"));
	log_open(NULL, LOG_INFO);
	fclose(f);
}

/* A room ban on the host that others saw before the login still applies. */
static void
login__does_not_evade_a_ban__of_the_earlier_host(void **state)
{
	struct irc_client *a = client_enter_from(&rig, "127.0.0.2", "ada");
	struct irc_client *b = client_enter_from(&rig, "127.0.0.3", "bob");
	struct world *w = rig.server->world;
	struct chat_from from = { .user = world_find_user(w, VIEW("bob")) };
	char host[CLOAK_SHOWN_HOST];

	(void)state;
	cloak_address(host, rig.server->cloak_key, "127.0.0.3");
	client_join(a, "#c");
	client_send(a, "MODE #c +b *!*@%s", host);
	client_skip(a);
	chat_login(w, &from, world_add_account(w, VIEW("bob")));
	chat_set_host(w, &from, VIEW("user/bob"));
	client_skip(b);
	client_send(b, "JOIN #c");
	client_expect(b, ":chat.test 474 bob #c :*");
	client_send(a, "MODE #c -b *!*@%s", host);
	client_skip(a);
	client_send(b, "JOIN #c");
	client_expect(b, ":bob!bob@user/bob JOIN #c");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cloak__has_the_same_suffix__within_a_range),
		cmocka_unit_test(cloak__differs__with_another_key),
		cmocka_unit_test(
		    account_cloak__is_the_name__or_a_hash_if_it_is_not_valid_in_a_host),
		IRC_TEST(key__is_made_once__and_is_readable_only_by_the_server),
		IRC_TEST(
		    key__is_refused__when_it_is_readable_by_others_or_malformed),
		IRC_TEST(cloak__is_off__when_the_setting_says_so),
		IRC_TEST(others__see_the_cloak__in_join_who_and_whois),
		IRC_TEST(operators__see_the_address__in_whois),
		IRC_TEST(login__does_not_evade_a_ban__of_the_earlier_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
