/*
 * plain: what users of nc and telnet see and do, together with IRC clients. In patterns, *
 * matches anything, also the star at the start of a line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "common/xmalloc.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/manual.h"
#include "tests/support/plain_client.h"
#include "tests/support/test.h"

static void
plain__is_welcomed_and_joins_the_lobby(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *c = plain_connect(&rig, 1);
	const char *line;
	char *name;

	(void)state;
	line = client_line(c);
	assert_non_null(strstr(line, "* Welcome to testnet (chat.test)."));
	name = xstrdup(strstr(line, "guest-"));
	assert_int_equal(strspn(name + 6, "0123456789"), 4);
	name[10] = '\0';
	client_expect(c, "* What you type goes to your current room.*/help*");
	client_expect(c, "* You joined #lobby (2 members)");
	client_expect_nothing(c);
	line = client_line(ana);
	assert_non_null(strstr(line, name));
	assert_non_null(strstr(line, " joined #lobby (2 members)"));
	free(name);
}

static void
plain__has_no_current_room__without_a_lobby(void **state)
{
	struct irc_client *c;

	(void)state;
	irc_rig_set(&rig, "lobby", "");
	c = plain_connect(&rig, 1);
	client_await(c, "* You are in no room yet*");
	client_send(c, "anybody?");
	client_expect(c, "* You are in no room, so nothing was sent. *");
	client_send(c, "/me waves");
	client_expect(c, "* You are in no room. *");
	client_send(c, "/join tea");
	client_expect(c, "* You joined #tea (1 member)");
}

static void
plain__sends_and_receives__without_an_echo(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");
	struct irc_client *irc = plain_enter_irc(&rig, "ida");

	(void)state;
	client_send(ana, "hello all");
	client_expect(bo, "<ana> hello all");
	client_expect(irc, ":ana!guest@localhost PRIVMSG #lobby :hello all");
	client_send(irc, "PRIVMSG #lobby :hi ana");
	client_expect(ana, "<ida> hi ana");
	client_expect(bo, "<ida> hi ana");
	client_expect_nothing(ana);
}

static void
plain__formats_each_kind_of_message(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *irc = plain_enter_irc(&rig, "ida");

	(void)state;
	client_send(irc, "PRIVMSG #lobby :\001ACTION waves\001");
	client_expect(ana, "* ida waves");
	client_send(irc, "NOTICE #lobby :note");
	client_expect(ana, "-ida- note");
	client_send(irc, "PRIVMSG ana :psst");
	client_expect(ana, "[ida] psst");
	client_send(irc, "PRIVMSG ana :\001ACTION nods\001");
	client_expect(ana, "[ida] * ida nods");
	client_send(irc, "PRIVMSG ana :\001VERSION\001");
	client_send(irc, "PRIVMSG #lobby :\001PING 1\001");
	client_expect_nothing(ana);
	client_send(ana, "/me sings");
	client_expect(
	    irc, ":ana!guest@localhost PRIVMSG #lobby :\001ACTION sings\001");
	client_send(ana, "/msg ida and you");
	client_expect(ana, "[-> ida] and you");
	client_expect(irc, ":ana!guest@localhost PRIVMSG ida :and you");
}

static void
plain__names_the_room__of_lines_from_other_rooms(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");

	(void)state;
	client_send(ana, "/join 111");
	client_expect(ana, "* You joined #111 (1 member)");
	client_send(bo, "in the lobby");
	client_expect(ana, "#lobby <bo> in the lobby");
	client_send(ana, "nobody hears");
	client_expect_nothing(bo);
	client_send(bo, "/join #111");
	client_expect(bo, "* You joined #111 (2 members)");
	client_expect(ana, "* bo joined #111 (2 members)");
	client_send(bo, "here");
	client_expect(ana, "<bo> here");
	client_send(ana, "/join lobby");
	client_expect(ana, "* Your current room is now #lobby.");
	client_send(bo, "there");
	client_expect(ana, "#111 <bo> there");
}

static void
plain__returns_to_the_last_room__on_leaving(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");

	(void)state;
	client_send(ana, "/join 111");
	client_send(bo, "/join 111");
	irc_rig_skip(&rig);
	client_send(ana, "/leave 111 too loud");
	client_expect(ana, "* You left #111");
	client_expect(ana, "* Your current room is now #lobby.");
	client_expect(bo, "* ana left #111 (too loud) (1 member)");
	client_send(ana, "/part");
	client_expect(ana, "* You left #lobby");
	client_expect(ana, "* You are in no room. *");
	client_expect(bo, "* ana left #lobby (1 member)");
	client_send(ana, "/leave #111");
	client_expect(ana, "* You are not in #111.");
	client_send(ana, "/leave");
	client_expect(ana, "* You are in no room. *");
	client_send(ana, "/leave #nowhere");
	client_expect(ana, "* There is no room named #nowhere.");
}

static void
plain__shows_joins_parts_quits_and_nick_changes(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");
	struct irc_client *cy = plain_enter(&rig, "cy"),
			  *irc = plain_enter_irc(&rig, "ida");

	(void)state;
	client_send(bo, "/nick bob");
	client_expect(bo, "* You are now known as bob");
	client_expect(ana, "* bo is now known as bob");
	client_send(bo, "/quit so long");
	client_expect(bo, "* Goodbye, bob.");
	assert_true(client_is_closed(bo));
	client_expect(ana, "* bob left (so long)");
	client_close(cy);
	client_expect(ana, "* cy is offline (*)");
	client_send(irc, "QUIT :bye");
	client_expect(ana, "* ida *bye*");
	client_expect_nothing(ana);
}

static void
plain__reports_an_unknown_command__and_sends_nothing(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");

	(void)state;
	client_send(ana, "/frobnicate the thing");
	client_expect(ana, "* Unknown command /frobnicate. *");
	client_send(ana, "/");
	client_expect(ana, "* Unknown command /. *");
	client_send(ana, "   ");
	client_send(ana, "\033\001");
	client_expect_nothing(ana);
	client_expect_nothing(bo);
	client_send(ana, "//frobnicate");
	client_expect(bo, "<ana> /frobnicate");
}

static void
help__lists_the_commands(void **state)
{
	static const char *const there[] = { "/nick", "/join", "/leave",
		"/rooms", "/who", "/whois", "/away", "/msg", "/me", "/topic",
		"/history", "/search", "/register", "/login", "/logout",
		"/help", "/quit" };
	static const char *const not_there[] = { "/part", "/members" };
	struct irc_client *ana = plain_enter(&rig, "ana");
	size_t i;

	(void)state;
	client_send(ana, "/help");
	irc_rig_run(&rig);
	for (i = 0; i < sizeof(there) / sizeof(there[0]); i++)
		assert_non_null(strstr(buf_str(&ana->got), there[i]));
	for (i = 0; i < sizeof(not_there) / sizeof(not_there[0]); i++)
		assert_null(strstr(buf_str(&ana->got), not_there[i]));
}

static void
who_and_rooms__list_members_and_rooms(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");

	(void)state;
	client_send(ana, "/who");
	client_expect(ana, "* In #lobby (2 members): ana (you), bo");
	client_send(ana, "/topic");
	client_expect(ana, "* #lobby has no topic.");
	client_send(ana, "/topic tea and cake");
	client_expect(ana, "* ana changed the topic of #lobby: tea and cake");
	client_expect(bo, "* ana changed the topic of #lobby: tea and cake");
	client_send(bo, "/topic");
	client_expect(bo, "* The topic of #lobby: tea and cake");
	client_send(bo, "/join 111");
	client_expect(bo, "* You joined #111 (1 member)");
	client_send(ana, "/rooms");
	client_expect(
	    ana, "* #lobby (2 members, your current room): tea and cake");
	client_expect(ana, "* #111 (1 member)");
	client_send(ana, "/who nowhere");
	client_expect(ana, "* There is no room named #nowhere.");
}

static void
who__wraps_a_long_list_of_names(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana");
	const char *line;
	char nick[32];
	int i, lines = 0;

	(void)state;
	for (i = 0; i < 20; i++) {
		snprintf(nick, sizeof(nick), "somebody-%d", i);
		plain_enter(&rig, nick);
	}
	client_send(ana, "/who");
	while ((line = client_line(ana)) != NULL) {
		assert_in_range(strlen(line), 1, 90);
		lines++;
	}
	assert_in_range(lines, 3, 8);
}

static void
nick__explains_a_refusal(void **state)
{
	struct irc_client *ana = plain_enter(&rig, "ana"),
			  *bo = plain_enter(&rig, "bo");

	(void)state;
	client_send(ana, "/nick BO");
	client_expect(ana, "* The nick BO is in use. *");
	client_send(ana, "/nick 9lives");
	client_expect(ana, "* \"9lives\" is not a valid nick.*");
	client_send(ana, "/nick ana");
	client_expect(ana, "* Your nick is already ana.");
	client_send(ana, "/nick");
	client_expect(ana, "* You are ana. *");
	client_send(ana, "/msg nobody hi");
	client_expect(ana, "* There is no user named nobody.");
	client_send(ana, "/msg bo");
	client_expect(ana, "* Text missing. *");
	client_send(ana, "/join");
	client_expect(ana, "* Room missing. *");
	client_send(ana, "/join #a,b");
	client_expect(ana, "* \"#a,b\" is not a valid room name.");
	client_expect_nothing(bo);
}

static void
command__gets_valid_utf8__as_arguments(void **state)
{
	struct irc_client *c, *irc;

	(void)state;
	irc = plain_enter_irc(&rig, "irc");
	c = plain_enter(&rig, "ana");
	client_skip(irc);
	client_send(c, "/join tea");
	client_send(c, "/topic gr\xfc\xdf \x01x");
	client_await(c, "* *gr\uFFFD\uFFFD x*");
	client_send(c, "/quit \x9d"
		       "bye");
	client_await(irc, ":ana!* QUIT :Quit: \uFFFDbye");
}

static void
plain__is_refused__when_the_server_has_a_password(void **state)
{
	struct irc_client *c;

	(void)state;
	irc_rig_set(&rig, "password", "sesame");
	c = plain_connect(&rig, 1);
	client_expect(c, "* This server needs a password*");
	assert_true(client_is_closed(c));
}

static void
plain__is_refused__when_the_server_needs_accounts(void **state)
{
	struct irc_client *c;

	(void)state;
	irc_rig_set(&rig, "access", "accounts");
	c = plain_connect(&rig, 1);
	client_expect(c, "* Only users with an account may connect*");
	assert_true(client_is_closed(c));
}

#define T(f) cmocka_unit_test_setup_teardown(f, irc_set_up_lobby, irc_tear_down)

/* tchat-server(8) has an entry for each command of /help. */
static void
manual__lists_every_command(void **state)
{
	char *page = manual_read("tchat-server.8"), name[32];
	char then_arguments[64], alone[64];
	struct irc_client *ana = plain_enter(&rig, "ana");
	const char *line, *at;
	int n = 0;

	(void)state;
	client_send(ana, "/help");
	while ((line = client_line(ana)) != NULL) {
		at = strchr(line, '/');
		if (at == NULL || sscanf(at, "/%31[a-z]", name) != 1)
			continue;
		snprintf(then_arguments, sizeof(alone), "/%s ", name);
		snprintf(alone, sizeof(alone), "/%s\n", name);
		if (strstr(page, then_arguments) == NULL)
			manual_has(page, alone);
		n++;
	}
	assert_true(n > 20);
	free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(plain__is_welcomed_and_joins_the_lobby),
		T(plain__has_no_current_room__without_a_lobby),
		T(plain__sends_and_receives__without_an_echo),
		T(plain__formats_each_kind_of_message),
		T(plain__names_the_room__of_lines_from_other_rooms),
		T(plain__returns_to_the_last_room__on_leaving),
		T(plain__shows_joins_parts_quits_and_nick_changes),
		T(plain__reports_an_unknown_command__and_sends_nothing),
		T(help__lists_the_commands),
		T(manual__lists_every_command),
		T(who_and_rooms__list_members_and_rooms),
		T(who__wraps_a_long_list_of_names),
		T(nick__explains_a_refusal),
		T(command__gets_valid_utf8__as_arguments),
		T(plain__is_refused__when_the_server_has_a_password),
		T(plain__is_refused__when_the_server_needs_accounts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
