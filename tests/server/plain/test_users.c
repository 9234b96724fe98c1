/*
 * users: /whois, /who and /away.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "server/chat/room.h"
#include "server/plain/plain.h"
#include "server/session/session.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

/* Return a plain client with that nick in the lobby that has read everything. */
static struct irc_client *
enter(const char *nick)
{
	static const struct conn_handler nobody = { 0 };
	struct irc_client *c = &rig.clients[rig.nclients++];
	int fds[2];

	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
	*c = (struct irc_client){ .rig = &rig, .fd = fds[0] };
	plain_opened(
	    rig.server, conn_new(net_conns(rig.net), fds[1], &nobody, NULL));
	client_send(c, "/nick %s", nick);
	client_await(c, "* You are now known as *");
	client_skip(c);
	return c;
}

static void
whois__shows_user_and_connection(void **state)
{
	struct irc_client *ana = enter("ana");
	struct irc_client *bo = client_enter(&rig, "bo");

	(void)state;
	client_send(bo, "JOIN #tea");
	client_send(bo, "AWAY :back at \002four");
	client_send(bo, "MODE bo +B");
	client_skip(bo);
	irc_rig_pass(&rig, 125);
	client_skip(ana);
	client_send(ana, "/whois BO");
	client_expect(ana, "* bo is Real bo (bo@*)");
	client_expect(ana, "* bo is a bot.");
	client_expect(ana, "* bo is in #lobby #tea");
	client_expect(ana, "* bo is away: back at four");
	client_expect(ana,
	    "* bo connected with an IRC client 2 minutes ago and "
	    "was last active 2 minutes ago.");
	client_expect_nothing(ana);
	client_send(ana, "/whois ana");
	client_await(ana, "* ana connected with nc or telnet *");
	client_send(ana, "/whois nobody");
	client_expect(ana, "* There is no user named nobody.");
	client_send(ana, "/whois");
	client_expect(ana, "* Nick missing. Usage: /whois NICK");
	client_expect_nothing(ana);
}

static void
whois__hides_secret_rooms_and_invisible_users(void **state)
{
	struct irc_client *ana = enter("ana");
	struct irc_client *bo = client_enter(&rig, "bo");
	struct irc_client *cyd = client_enter(&rig, "cyd");

	(void)state;
	client_send(bo, "JOIN #hidden");
	client_send(cyd, "JOIN #open");
	client_send(cyd, "PART #lobby");
	client_send(cyd, "MODE cyd +i");
	client_skip(bo);
	client_skip(cyd);
	client_skip(ana);
	world_find_room(rig.server->world, VIEW("#hidden"))->modes |=
	    ROOM_SECRET;
	client_send(ana, "/whois bo");
	client_await(ana, "* bo is in #lobby");
	client_skip(ana);
	client_send(ana, "/whois cyd");
	client_expect(ana, "* cyd is Real cyd *");
	client_expect(ana, "* cyd connected with *");
	client_send(ana, "/who #open");
	client_expect(ana, "* In #open (1 member):");
	client_expect_nothing(ana);
}

static void
away__is_shown_to_users_who_write(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");
	struct irc_client *irc = client_enter_with(&rig, "cyd", "away-notify");

	(void)state;
	client_skip(irc);
	client_skip(ana);
	client_skip(bo);
	client_send(ana, "/away  back at four");
	client_expect(ana, "* You are away: back at four");
	client_expect(irc, ":ana!*@* AWAY :back at four");
	client_send(bo, "/who");
	client_expect(bo, "* In #lobby (3 members): ana (away), bo (you), cyd");
	client_send(bo, "/msg ana are you there?");
	client_expect(bo, "[-> ana] are you there?");
	client_expect(bo, "* ana is away: back at four");
	client_send(irc, "PRIVMSG ana :hi");
	client_expect(irc, ":chat.test 301 cyd ana :back at four");
	client_send(ana, "/away");
	client_await(ana, "* You are back.");
	client_expect(irc, ":ana!*@* AWAY");
	client_send(ana, "/away");
	client_expect(ana, "* You are not away. *");
	client_send(bo, "/msg ana hello");
	client_expect(bo, "[-> ana] hello");
	client_expect_nothing(bo);
}

static void
who__lists_a_limited_number__and_counts_the_rest(void **state)
{
	struct irc_client *ana = enter("ana");
	struct chat_from from = { NULL, 0, 0, 0 };
	const char *line, *p;
	struct user *u;
	char nick[32];
	int i, named = 0, more = 0;

	(void)state;
	for (i = 0; i < 600; i++) {
		snprintf(nick, sizeof(nick), "user-%d", i);
		assert_int_equal(
		    chat_add_user(rig.server->world,
			&(struct chat_newcomer){ .nick = view_of(nick),
			    .username = VIEW("u"),
			    .host = VIEW("h"),
			    .realname = VIEW("r") },
			&u),
		    CHAT_OK);
		from.user = u;
		chat_join(rig.server->world, &from, VIEW("#lobby"), VIEW(""));
	}
	client_skip(ana);
	client_send(ana, "/who");
	while ((line = client_line(ana)) != NULL) {
		for (p = line; (p = strstr(p, "user-")) != NULL; p++)
			named++;
		more += strstr(line, ", and 101 more") != NULL;
	}
	assert_int_equal(named, 499);
	assert_int_equal(more, 1);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, irc_set_up_lobby, irc_tear_down)
	const struct CMUnitTest tests[] = {
		T(whois__shows_user_and_connection),
		T(whois__hides_secret_rooms_and_invisible_users),
		T(away__is_shown_to_users_who_write),
		T(who__lists_a_limited_number__and_counts_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
