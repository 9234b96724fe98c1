/*
 * WHOIS and WHOWAS (checklist 47, 48).
 */
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* checklist 47 */
static void
whois__sends_all_numerics_in_order(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_send(a, "AWAY :tea");
	client_send(a, "MODE ada +B");
	irc_rig_pass(&rig, 5);
	client_skip(b);
	client_send(b, "WHOIS ADA");
	client_expect(b, ":chat.test 311 bob ada ada * * :Real ada");
	client_expect(b, ":chat.test 319 bob ada :@#c");
	client_expect(b,
	    ":chat.test 312 bob ada chat.test :connected with an IRC client");
	client_expect(b, ":chat.test 301 bob ada :tea");
	client_expect(b, ":chat.test 335 bob ada :is a bot");
	client_expect(b, ":chat.test 317 bob ada 5 1700000000 :*");
	client_expect(b, ":chat.test 318 bob ada :*");
	client_expect_nothing(b);
}

/* checklist 47 */
static void
whois__accepts_a_server_or_the_nick_twice__and_reports_unknown_nicks(
    void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	client_send(a, "WHOIS chat.test ada");
	client_expect(a, ":chat.test 311 ada ada *");
	client_expect(a, ":chat.test 312 *");
	client_expect(a, ":chat.test 378 ada ada :is connecting from *");
	client_await(a, ":chat.test 318 ada ada :*");
	client_send(a, "WHOIS ada ada");
	client_expect(a, ":chat.test 311 ada ada *");
	client_await(a, ":chat.test 318 ada ada :*");
	client_send(a, "WHOIS nobody");
	client_expect(a, ":chat.test 401 ada nobody :*");
	client_expect(a, ":chat.test 318 ada nobody :*");
	client_send(a, "WHOIS");
	client_expect(a, ":chat.test 431 ada :*");
	client_expect_nothing(a);
}

static void
whois__hides_the_rooms_of_the_invisible__but_shared_ones(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#a,#b");
	client_join(b, "#b");
	client_send(a, "MODE ada +i");
	client_skip(a);
	client_send(b, "WHOIS ada");
	client_expect(b, ":chat.test 311 *");
	client_expect(b, ":chat.test 319 bob ada :@#b");
}

/* checklist 48 */
static void
whowas__lists_the_latest_first(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_send(b, "NICK rob");
	client_await(b, "*NICK rob");
	client_send(b, "NICK bob");
	client_send(b, "SETNAME :no");
	client_send(b, "QUIT");
	irc_rig_run(&rig);
	client_send(a, "WHOWAS BOB");
	client_expect(a, ":chat.test 314 ada bob bob * * :no");
	client_expect(a, ":chat.test 312 ada bob chat.test :20*");
	client_expect(a, ":chat.test 314 ada bob bob * * :Real bob");
	client_expect(a, ":chat.test 312 ada bob chat.test :20*");
	client_expect(a, ":chat.test 369 ada BOB :*");
	client_send(a, "WHOWAS bob 1");
	client_expect(a, ":chat.test 314 *");
	client_expect(a, ":chat.test 312 *");
	client_expect(a, ":chat.test 369 *");
	client_send(a, "WHOWAS bob -1");
	client_await(a, ":chat.test 314 * :Real bob");
	client_await(a, ":chat.test 369 *");
	client_send(a, "WHOWAS ada");
	client_expect(a, ":chat.test 406 ada ada :*");
	client_expect(a, ":chat.test 369 ada ada :*");
	client_send(a, "WHOWAS");
	client_expect(a, ":chat.test 431 *");
	client_expect_nothing(a);
}

static void
whowas__forgets_the_oldest__past_the_limit(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");

	(void)state;
	irc_rig_set(&rig, "whowas-max", "2");
	client_send(a, "NICK ada1");
	client_send(a, "NICK ada2");
	client_send(a, "NICK ada3");
	client_await(a, "*NICK ada3");
	client_send(a, "WHOWAS ada");
	client_expect(a, ":chat.test 406 *");
	client_skip(a);
	client_send(a, "WHOWAS ada1");
	client_expect(a, ":chat.test 314 *");
	irc_rig_set(&rig, "whowas-max", "0");
	client_skip(a);
	client_send(a, "WHOWAS ada1");
	client_expect(a, ":chat.test 406 *");
}

static void
whowas__keeps_few_of_one_nick__so_that_others_stay(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");
	const char *line;
	int i, n = 0;

	(void)state;
	irc_rig_set(&rig, "whowas-max", "50");
	client_send(b, "NICK rob");
	irc_rig_run(&rig);
	for (i = 0; i < 100; i++)
		client_send(a, i % 2 ? "NICK ada" : "NICK eva");
	irc_rig_run(&rig);
	client_skip(a);
	client_send(a, "WHOWAS bob");
	client_expect(a, ":chat.test 314 ada bob *");
	client_skip(a);
	client_send(a, "WHOWAS eva");
	while ((line = client_line(a)) != NULL && strstr(line, " 314 ")) {
		client_expect(a, ":chat.test 312 *");
		n++;
	}
	assert_int_equal(n, 20);
}

static void
whois__shows_no_secret_rooms__to_outsiders(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#a,#b");
	world_find_room(rig.server->world, VIEW("#a"))->modes |= ROOM_SECRET;
	client_send(b, "WHOIS ada");
	client_expect(b, ":chat.test 311 *");
	client_expect(b, ":chat.test 319 bob ada :@#b");
	client_join(b, "#a");
	client_send(b, "WHOIS ada");
	client_expect(b, ":chat.test 311 *");
	client_await(b, ":chat.test 319 bob ada :@#a @#b");
}

int
main(void)
{
#define T(f) IRC_TEST(f)
	const struct CMUnitTest tests[] = {
		T(whois__sends_all_numerics_in_order),
		T(whois__accepts_a_server_or_the_nick_twice__and_reports_unknown_nicks),
		T(whois__hides_the_rooms_of_the_invisible__but_shared_ones),
		T(whowas__lists_the_latest_first),
		T(whowas__forgets_the_oldest__past_the_limit),
		T(whowas__keeps_few_of_one_nick__so_that_others_stay),
		T(whois__shows_no_secret_rooms__to_outsiders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
