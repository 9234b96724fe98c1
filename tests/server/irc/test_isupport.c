/*
 * ISUPPORT after registration, before it, and in a batch (checklist 7; IRCv3
 * draft/extended-isupport).
 */
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* Return the 005 lines that come next, and their number; set *after to the line after them. */
static int
collect(struct irc_client *c, char *all, size_t size, const char **after)
{
	const char *line;
	int n = 0;

	all[0] = '\0';
	while ((line = client_line(c)) != NULL && strstr(line, " 005 ")) {
		strncat(all, strstr(line, " 005 "), size - strlen(all) - 1);
		n++;
	}
	*after = line;
	return n;
}

/* checklist 7 */
static void
targmax__has_a_colon_in_each_item(void **state)
{
	struct irc_client *c = client_enter(&rig, "ada");
	const char *at, *after;
	char all[4096];
	size_t len;

	(void)state;
	client_send(c, "ISUPPORT");
	assert_true(collect(c, all, sizeof(all), &after) > 0);
	assert_null(after);
	at = strstr(all, " TARGMAX=");
	assert_non_null(at);
	for (at += 9; *at != ' '; at += len + (at[len] == ',')) {
		len = strcspn(at, ", ");
		assert_non_null(memchr(at, ':', len));
	}
	assert_non_null(strstr(all, "PRIVMSG:4,"));
	assert_null(strstr(all, "CLIENTTAGDENY"));
}

static void
targets__are_limited_by_the_settings(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	irc_rig_set(&rig, "targets-max", "2");
	client_send(a, "PRIVMSG x,y,z :hi");
	client_expect(a, ":chat.test 407 ada x,y,z :*");
	client_send(a, "KICK #a x,y,z");
	client_expect(a, ":chat.test 407 ada x,y,z :*");
	client_send(a, "PRIVMSG x,y :hi");
	client_expect(a, ":chat.test 401 ada x :*");
	client_expect(a, ":chat.test 401 ada y :*");
	client_send(a, "VERSION");
	client_send(a, "ISUPPORT");
	client_await(a, "* TARGMAX=JOIN:,KICK:2,*PRIVMSG:2,*");
}

/* checklist 7 */
static void
lines__fit__with_the_longest_values(void **state)
{
	struct irc_client *c;
	const char *after, *at;
	char deny[401], all[4096], name[64];

	(void)state;
	c = client_enter(&rig, "averyverylongnickname12345678901");
	memset(name, 'n', sizeof(name));
	memcpy(name + 50, ".example.test", 14);
	irc_rig_set(&rig, "name", name);
	memset(deny, 'd', sizeof(deny));
	deny[300] = '\0';
	irc_rig_set(&rig, "client-tag-deny", deny);
	client_send(c, "ISUPPORT");
	assert_true(collect(c, all, sizeof(all), &after) >= 2);
	at = strstr(all, " CLIENTTAGDENY=");
	assert_non_null(at);
	assert_int_equal(strspn(at + 15, "d"), 300);
	assert_non_null(strstr(all, " CASEMAPPING=ascii "));
	assert_non_null(strstr(all, " UTF8ONLY "));
}

static void
before_registration__it_is_451__without_the_capability(void **state)
{
	struct irc_client *c = client_connect(&rig);
	const char *after;
	char all[4096];

	(void)state;
	client_send(c, "CAP LIST");
	client_send(c, "ISUPPORT");
	client_expect(c, ":chat.test CAP * LIST :");
	client_expect(c, ":chat.test 451 * :*");
	client_send(c, "CAP REQ draft/extended-isupport");
	client_expect(c, ":chat.test CAP * ACK :*");
	client_send(c, "ISUPPORT");
	assert_true(collect(c, all, sizeof(all), &after) > 0);
	assert_null(after);
	assert_int_equal(strncmp(all, " 005 * ", 7), 0);
	assert_non_null(strstr(all, " CASEMAPPING=ascii "));
}

static void
isupport__is_one_batch__also_in_the_welcome(void **state)
{
	struct irc_client *c = client_connect(&rig);
	const char *after;
	char all[4096];

	(void)state;
	client_send(c, "CAP REQ :batch draft/extended-isupport");
	client_expect(c, ":chat.test CAP * ACK :*");
	client_send(c, "ISUPPORT");
	client_expect(c, ":chat.test BATCH +1 draft/isupport");
	assert_true(collect(c, all, sizeof(all), &after) > 0);
	assert_string_equal(after, ":chat.test BATCH -1");
	client_expect_nothing(c);
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :Ada");
	client_send(c, "CAP END");
	client_await(c, ":chat.test 004 *");
	client_expect(c, ":chat.test BATCH +2 draft/isupport");
	client_expect(c, "@batch=2 :chat.test 005 ada *");
	collect(c, all, sizeof(all), &after);
	assert_string_equal(after, ":chat.test BATCH -2");
	client_expect(c, ":chat.test 251 *");
}

/* checklist 24 */
static void
label__is_on_the_batch__or_on_one_around_it(void **state)
{
	struct irc_client *c = client_connect(&rig);
	const char *after;
	char all[4096];

	(void)state;
	client_send(
	    c, "CAP REQ :batch labeled-response draft/extended-isupport");
	client_expect(c, ":chat.test CAP * ACK :*");
	client_send(c, "@label=i ISUPPORT");
	client_expect(c, "@label=i :chat.test BATCH +1 draft/isupport");
	client_expect(c, "@batch=1 :chat.test 005 * *");
	collect(c, all, sizeof(all), &after);
	assert_string_equal(after, ":chat.test BATCH -1");
	client_expect_nothing(c);
	client_send(c, "NICK ada");
	client_send(c, "USER ada 0 * :Ada");
	client_send(c, "@label=e CAP END");
	client_expect(c, "@label=e :chat.test BATCH +3 labeled-response");
	client_expect(c, "@batch=3 :chat.test 001 ada :*");
	client_await(c, "@batch=3 :chat.test BATCH +2 draft/isupport");
	client_expect(c, "@batch=2 :chat.test 005 ada *");
	collect(c, all, sizeof(all), &after);
	client_await(c, ":chat.test BATCH -3");
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(targmax__has_a_colon_in_each_item),
		TEST(lines__fit__with_the_longest_values),
		TEST(targets__are_limited_by_the_settings),
		TEST(before_registration__it_is_451__without_the_capability),
		TEST(isupport__is_one_batch__also_in_the_welcome),
		TEST(label__is_on_the_batch__or_on_one_around_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
