/*
 * LIST and its filters (checklist 40).
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* checklist 40 */
static void
list__shows_names_members_and_topics(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#one,#two");
	client_join(b, "#two");
	client_send(a, "TOPIC #two :second to none");
	client_skip(a);
	client_send(a, "LIST");
	client_expect(a, ":chat.test 321 ada Channel :Users  Name");
	client_expect(a, ":chat.test 322 ada #one 1 :");
	client_expect(a, ":chat.test 322 ada #two 2 :second to none");
	client_expect(a, ":chat.test 323 ada :*");
	client_expect_nothing(a);
}

/* checklist 40 */
static void
secret_rooms__are_left_out_for_outsiders(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_send(a, "MODE #c +s");
	client_skip(a);
	client_send(b, "LIST #c");
	client_expect(b, ":chat.test 321 *");
	client_expect(b, ":chat.test 323 *");
	client_send(a, "LIST");
	client_expect(a, ":chat.test 321 *");
	client_expect(a, ":chat.test 322 ada #c 1 :");
	client_expect(a, ":chat.test 323 *");
}

/* checklist 40 */
static void
unknown_names__are_no_error(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "LIST #nowhere");
	client_expect(a, ":chat.test 321 *");
	client_expect(a, ":chat.test 323 *");
	client_expect_nothing(a);
}

/* Expect these rooms from LIST with that filter, in this order. */
static void
expect_list(struct irc_client *c, const char *words, const char *rooms)
{
	char got[200] = "", name[40];
	const char *line;

	client_send(c, "LIST %s", words);
	client_expect(c, ":chat.test 321 *");
	while ((line = client_line(c)) != NULL && strstr(line, " 322 ")) {
		assert_int_equal(
		    sscanf(line, ":chat.test 322 %*s %39s", name), 1);
		strncat(got, name, sizeof(got) - strlen(got) - 1);
		strncat(got, " ", sizeof(got) - strlen(got) - 1);
	}
	assert_non_null(line);
	assert_string_equal(got, rooms);
}

/* checklist 40 */
static void
filters__choose_by_name_size_and_age(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#old,#tea");
	client_send(a, "TOPIC #old :ancient");
	client_skip(a);
	irc_rig_pass(&rig, 150);
	client_join(a, "#new");
	client_send(a, "TOPIC #tea :fresh");
	client_join(b, "#tea");
	client_skip(a);
	expect_list(a, "", "#old #tea #new ");
	expect_list(a, "#TEA,#new,#x", "#tea #new ");
	expect_list(a, "#?e*", "#tea #new ");
	expect_list(a, "!*E*", "#old ");
	expect_list(a, ">1", "#tea ");
	expect_list(a, "<2", "#old #new ");
	expect_list(a, ">0,<2,#n*", "#new ");
	expect_list(a, ">2", "");
	expect_list(a, "C>2", "#old #tea ");
	expect_list(a, "C<2", "#new ");
	expect_list(a, "T>2", "#old ");
	expect_list(a, "T<2", "#tea ");
	expect_list(a, "C>2,T<2", "#tea ");
	expect_list(a, "C>3", "");
	expect_list(a, "*,<2,!#n*", "#old ");
}

/* ISUPPORT SAFELIST: a long list drops nobody. */
static void
long_list__is_complete__with_a_small_queue(void **state)
{
	struct irc_client *a;
	char line[64], topic[300];
	int i, n = 0;
	const char *got;

	(void)state;
	irc_rig_set(&rig, "queue-max", "16384");
	irc_rig_set(&rig, "rooms-per-user", "1000");
	a = client_enter(&rig, "ada");
	memset(topic, 't', sizeof(topic));
	topic[sizeof(topic) - 1] = '\0';
	for (i = 0; i < 300; i++) {
		snprintf(line, sizeof(line), "#room-%d", i);
		client_send(a, "JOIN %s", line);
		client_send(a, "TOPIC %s :%s", line, topic);
		client_skip(a);
	}
	client_send(a, "LIST");
	client_send(a, "PING after");
	client_expect(a, ":chat.test 321 *");
	while ((got = client_line(a)) != NULL && strstr(got, " 322 "))
		n++;
	assert_int_equal(n, 300);
	assert_non_null(got);
	assert_non_null(strstr(got, " 323 "));
	client_expect(a, ":chat.test PONG chat.test :after");
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(list__shows_names_members_and_topics),
		TEST(secret_rooms__are_left_out_for_outsiders),
		TEST(unknown_names__are_no_error),
		TEST(filters__choose_by_name_size_and_age),
		TEST(long_list__is_complete__with_a_small_queue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
