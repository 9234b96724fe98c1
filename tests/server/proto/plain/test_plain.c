/*
 * plain, end to end in one process: what people with nc and telnet see and do, beside IRC
 * clients. In patterns * stands for anything, so also for the star of a server's line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/text.h"
#include "common/xmalloc.h"
#include "tests/support/plain_client.h"
#include "tests/support/store_late.h"

static struct irc_rig rig;
static int is_late; /* the store settles when told to */

static int
setup(void **state)
{
	(void)state;
	is_late = 0;
	irc_rig_init(&rig, NULL);
	irc_rig_set(&rig, "lobby", "#lobby");
	return 0;
}

static int
setup_late(void **state)
{
	(void)state;
	is_late = 1;
	irc_rig_init(&rig, store_late_new());
	irc_rig_set(&rig, "lobby", "#lobby");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	irc_rig_clear(&rig);
	return 0;
}

static struct irc_client *
connect_plain(int silent)
{
	return plain_connect(&rig, silent);
}

static struct irc_client *
enter(const char *nick)
{
	struct irc_client *c = plain_enter(&rig, nick);

	if (is_late)
		store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	irc_rig_skip(&rig);
	return c;
}

static struct irc_client *
enter_irc(const char *nick)
{
	struct irc_client *c = client_enter(&rig, nick);

	client_await(c, ":chat.test 366 *");
	irc_rig_skip(&rig);
	return c;
}

static void
plain__is_welcomed_named_and_put_in_the_lobby(void **state)
{
	struct irc_client *ana = enter("ana"), *c = connect_plain(1);
	const char *line;
	char *name;

	(void)state;
	line = client_line(c);
	assert_non_null(strstr(line, "* Welcome to testnet (chat.test)."));
	name = xstrdup(strstr(line, "guest-"));
	assert_int_equal(strspn(name + 6, "0123456789"), 4);
	name[10] = '\0';
	client_expect(c, "* What you type is said in your room;*/help*");
	client_expect(c, "* You are in #lobby (2 members)");
	client_expect_nothing(c);
	line = client_line(ana);
	assert_non_null(strstr(line, name));
	assert_non_null(strstr(line, " entered #lobby (2 members)"));
	free(name);
}

static void
plain__has_no_room__without_a_lobby(void **state)
{
	struct irc_client *c;

	(void)state;
	irc_rig_set(&rig, "lobby", "");
	c = connect_plain(1);
	client_await(c, "* You are in no room yet*");
	client_send(c, "anybody?");
	client_expect(c, "* Nobody hears you*");
	client_send(c, "/me waves");
	client_expect(c, "* You are in no room;*");
	client_send(c, "/join tea");
	client_expect(c, "* You are in #tea (1 member)");
}

static void
plain__talks_and_hears__and_gets_no_echo(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");
	struct irc_client *irc = enter_irc("ida");

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
plain__shows_each_kind_of_message_its_way(void **state)
{
	struct irc_client *ana = enter("ana"), *irc = enter_irc("ida");

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
plain__marks_lines_from_other_rooms(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");

	(void)state;
	client_send(ana, "/join 111");
	client_expect(ana, "* You are in #111 (1 member)");
	client_send(bo, "in the lobby");
	client_expect(ana, "#lobby <bo> in the lobby");
	client_send(ana, "nobody hears");
	client_expect_nothing(bo);
	client_send(bo, "/join #111");
	client_expect(bo, "* You are in #111 (2 members)");
	client_expect(ana, "* bo entered #111 (2 members)");
	client_send(bo, "here");
	client_expect(ana, "<bo> here");
	client_send(ana, "/join lobby");
	client_expect(ana, "* You are in #lobby (2 members)");
	client_send(bo, "there");
	client_expect(ana, "#111 <bo> there");
}

static void
plain__goes_back_to_the_room_before__on_leaving(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");

	(void)state;
	client_send(ana, "/join 111");
	client_send(bo, "/join 111");
	irc_rig_skip(&rig);
	client_send(ana, "/leave 111 too loud");
	client_expect(ana, "* You left #111");
	client_expect(ana, "* You are in #lobby now.");
	client_expect(bo, "* ana left #111 (too loud) (1 member)");
	client_send(ana, "/part");
	client_expect(ana, "* You left #lobby");
	client_expect(ana, "* You are in no room;*");
	client_expect(bo, "* ana left #lobby (1 member)");
	client_send(ana, "/leave #111");
	client_expect(ana, "* You are not in #111.");
	client_send(ana, "/leave");
	client_expect(ana, "* You are in no room;*");
	client_send(ana, "/leave #nowhere");
	client_expect(ana, "* There is no room #nowhere.");
}

static void
plain__shows_who_comes_goes_and_is_renamed(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");
	struct irc_client *cy = enter("cy"), *irc = enter_irc("ida");

	(void)state;
	client_send(bo, "/nick bob");
	client_expect(bo, "* You are now known as bob");
	client_expect(ana, "* bo is now known as bob");
	client_send(bo, "/quit so long");
	client_expect(bo, "* Good-bye, bob.");
	assert_true(client_is_closed(bo));
	client_expect(ana, "* bob left the chat (so long)");
	client_close(cy);
	client_expect(ana, "* cy is offline (*)");
	client_send(irc, "QUIT :bye");
	client_expect(ana, "* ida *bye*");
	client_expect_nothing(ana);
}

static void
plain__names_an_unknown_command__and_says_nothing(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");

	(void)state;
	client_send(ana, "/frobnicate the thing");
	client_expect(ana, "* There is no command /frobnicate,*");
	client_send(ana, "/");
	client_expect(ana, "* There is no command /,*");
	client_send(ana, "   ");
	client_send(ana, "\033\001");
	client_expect_nothing(ana);
	client_expect_nothing(bo);
	client_send(ana, "//frobnicate");
	client_expect(bo, "<ana> /frobnicate");
}

static void
plain__lists_only_what_it_can_do__in_help(void **state)
{
	static const char *const there[] = { "/nick", "/join", "/leave",
		"/rooms", "/who", "/whois", "/away", "/msg", "/me", "/topic",
		"/history", "/search", "/help", "/quit" };
	static const char *const not_there[] = { "/register", "/login" };
	struct irc_client *ana = enter("ana");
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
plain__tells_who_and_what_rooms_there_are(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");

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
	client_expect(bo, "* You are in #111 (1 member)");
	client_send(ana, "/rooms");
	client_expect(
	    ana, "* #lobby (2 members, your talk goes here): tea and cake");
	client_expect(ana, "* #111 (1 member)");
	client_send(ana, "/who nowhere");
	client_expect(ana, "* There is no room #nowhere.");
}

static void
plain__wraps_the_list_of_names__in_a_crowd(void **state)
{
	struct irc_client *ana = enter("ana");
	const char *line;
	char nick[32];
	int i, lines = 0;

	(void)state;
	for (i = 0; i < 20; i++) {
		snprintf(nick, sizeof(nick), "somebody-%d", i);
		enter(nick);
	}
	client_send(ana, "/who");
	while ((line = client_line(ana)) != NULL) {
		assert_in_range(strlen(line), 1, 90);
		lines++;
	}
	assert_in_range(lines, 3, 8);
}

static void
plain__says_why_a_name_is_refused(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");

	(void)state;
	client_send(ana, "/nick BO");
	client_expect(ana, "* The name BO is taken.");
	client_send(ana, "/nick 9lives");
	client_expect(ana, "* \"9lives\" can't be a name*");
	client_send(ana, "/nick ana");
	client_expect(ana, "* You are ana already.");
	client_send(ana, "/nick");
	client_expect(ana, "* You are ana;*");
	client_send(ana, "/msg nobody hi");
	client_expect(ana, "* There is nobody called nobody.");
	client_send(ana, "/msg bo");
	client_expect(ana, "* To whom, and what?*");
	client_send(ana, "/join");
	client_expect(ana, "* Which room?*");
	client_send(ana, "/join #a,b");
	client_expect(ana, "* \"#a,b\" can't be a room's name.");
	client_expect_nothing(bo);
}

/* All that was typed comes, in pieces of which each fits a line when relayed. */
static void
plain__splits_a_long_line_between_words(void **state)
{
	struct irc_client *ana = enter("ana"), *irc = enter_irc("ida");
	struct buf typed = { 0 }, heard = { 0 };
	const char *line, *text;
	int i, pieces = 0;

	(void)state;
	for (i = 0; i < 400; i++)
		buf_printf(&typed, "%sw\303\266rd%d", i > 0 ? " " : "", i);
	client_send(ana, "%s", buf_str(&typed));
	while ((line = client_line(irc)) != NULL) {
		assert_in_range(strlen(line), 1, 510);
		assert_true(text_utf8_valid(view_of(line)));
		text = strstr(line, " :");
		buf_printf(&heard, "%s%s", pieces++ > 0 ? " " : "", text + 2);
	}
	assert_true(pieces > 5);
	assert_string_equal(buf_str(&heard), buf_str(&typed));
	buf_clear(&typed);
	buf_clear(&heard);
}

static void
plain__says_so__when_a_line_is_too_long(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");
	char line[10001];

	(void)state;
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	client_send(ana, "%s", line);
	client_expect(ana, "* That line was longer than 8192 bytes*");
	client_expect_nothing(bo);
}

static void
plain__lets_no_control_or_bad_byte_through(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");
	struct irc_client *irc = enter_irc("ida");

	(void)state;
	client_send(ana, "a\033[2Jb\007c\240d\302\233e\342\200\256f");
	client_expect(bo, "<ana> a[2Jbc\357\277\275def");
	client_expect(irc, "* PRIVMSG #lobby :a[2Jbc\357\277\275def");
	client_send(irc, "PRIVMSG #lobby :\0034,12red\003 \002bold\017 "
			 "\00312x\033[0m \004ff0000y");
	client_expect(ana, "<ida> red bold x[0m y");
	client_send(irc, "JOIN #sun");
	client_send(irc, "TOPIC #sun :\0034hot\007");
	irc_rig_run(&rig);
	client_send(ana, "/join sun");
	client_expect(ana, "* You are in #sun (2 members): hot");
}

static void
plain__answers_in_the_peers_own_line_ends(void **state)
{
	struct irc_client *ana = enter("ana"), *lf = connect_plain(0);

	(void)state;
	client_send_bytes(lf, "hi\n", 3);
	irc_rig_run(&rig);
	assert_non_null(strstr(buf_str(&lf->got), "/help"));
	assert_null(strchr(buf_str(&lf->got), '\r'));
	client_skip(ana);
	client_send(ana, "a");
	irc_rig_run(&rig);
	assert_non_null(strstr(buf_str(&lf->got), "<ana> a\n"));
	buf_reset(&lf->got);
	client_send_bytes(lf, "b\r\n", 3);
	client_send(ana, "c");
	irc_rig_run(&rig);
	assert_string_equal(buf_str(&lf->got), "<ana> c\r\n");
}

static void
plain__takes_telnet_out_of_the_line(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");

	(void)state;
	client_send_bytes(ana, "he\377\375\001l\377", 7);
	irc_rig_run(&rig);
	client_send_bytes(ana, "\373\037lo\r\000", 6);
	client_expect(bo, "<ana> hello");
	assert_int_equal(ana->got.len, 6);
	assert_memory_equal(ana->got.p, "\377\374\001\377\376\037", 6);
}

static void
late_irc_client__is_one__and_its_guest_goes_unseen(void **state)
{
	struct irc_client *ana = enter("ana"), *irc = enter_irc("ida");
	struct irc_client *late = connect_plain(1);

	(void)state;
	irc_rig_skip(&rig);
	client_send(late, "CAP REQ :echo-message");
	client_send(late, "NICK zoe");
	client_expect_nothing(late);
	client_send(late, "USER zoe 0 * :Zoe");
	client_send(late, "CAP END");
	client_await(late, ":chat.test CAP * ACK :echo-message*");
	client_await(late, ":chat.test 001 zoe *");
	client_await(late, ":zoe!zoe@localhost JOIN #lobby");
	/* Plain peers are told only that zoe came; IRC clients keep true lists. */
	client_expect(ana, "* zoe entered #lobby (3 members)");
	client_expect_nothing(ana);
	client_expect(irc, ":guest-*!guest@localhost QUIT :*");
	client_expect(irc, ":zoe!zoe@localhost JOIN *");
	client_expect_nothing(irc);
}

static void
late_irc_client__is_seen_going__when_its_guest_has_spoken(void **state)
{
	struct irc_client *ana = enter("ana"), *late = connect_plain(1);

	(void)state;
	irc_rig_skip(&rig);
	client_send(late, "hello");
	client_send(late, "NICK zoe");
	client_send(late, "USER zoe 0 * :Zoe");
	client_expect(ana, "<guest-*> hello");
	client_expect(ana, "* guest-* left the chat (*)");
	client_expect(ana, "* zoe entered #lobby (2 members)");
}

static void
a_lone_nick_line__is_said_after_a_moment(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");

	(void)state;
	client_send(ana, "NICK HERE");
	client_expect_nothing(bo);
	irc_rig_pass(&rig, 4);
	client_expect(bo, "<ana> NICK HERE");
	/* Or when something else is typed; but never what may be a password. */
	client_send(ana, "PASS secret");
	client_send(ana, "NICK AGAIN");
	client_send(ana, "more");
	client_expect(bo, "<ana> NICK AGAIN");
	client_expect(bo, "<ana> more");
	client_expect_nothing(bo);
}

/* DESIGN 9: what comes after a message waits until it is settled. */
static void
plain__waits__until_what_was_said_is_kept(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");

	(void)state;
	client_send(ana, "one");
	client_send(ana, "two");
	client_send(ana, "/quit");
	client_expect_nothing(ana);
	client_expect_nothing(bo);
	assert_int_equal(store_late_waiting(rig.store), 2);
	store_late_settle(rig.store, 1, STORE_OK);
	client_expect(bo, "<ana> one");
	client_expect_nothing(ana);
	store_late_settle(rig.store, 1, STORE_OK);
	client_expect(bo, "<ana> two");
	client_expect(ana, "* Good-bye, ana.");
	client_expect(bo, "* ana left the chat");
}

static void
plain__ends_with_its_input__when_all_is_kept(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");

	(void)state;
	client_send_bytes(ana, "last words", 10);
	shutdown(ana->fd, SHUT_WR);
	irc_rig_run(&rig);
	assert_int_equal(store_late_waiting(rig.store), 1);
	client_expect_nothing(bo);
	client_send(bo, "meanwhile");
	irc_rig_run(&rig);
	store_late_settle(rig.store, 2, STORE_OK);
	client_expect(bo, "<ana> last words");
	client_expect(bo, "* ana is offline (Connection closed)");
	assert_true(client_is_closed(ana));
}

static void
plain__says_so__when_its_words_could_not_be_kept(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");

	(void)state;
	client_send(ana, "lost");
	irc_rig_run(&rig);
	store_late_settle(rig.store, 1, STORE_FULL);
	client_expect(ana, "* What you said to #lobby could not be kept*");
	client_expect_nothing(bo);
}

static void
plain__is_paced_and_loses_nothing__in_a_flood(void **state)
{
	struct irc_client *ana = enter("ana"), *bo = enter("bo");
	char text[32];
	int i, at_once = 0;

	(void)state;
	irc_rig_set(&rig, "flood-burst", "10");
	irc_rig_set(&rig, "flood-rate", "5");
	for (i = 0; i < 40; i++)
		client_send(ana, "line %d", i);
	irc_rig_run(&rig);
	for (i = 0; i < (int)bo->got.len; i++)
		at_once += bo->got.p[i] == '\n';
	assert_in_range(at_once, 5, 20);
	irc_rig_pass(&rig, 15);
	for (i = 0; i < 40; i++) {
		snprintf(text, sizeof(text), "<ana> line %d", i);
		client_expect(bo, text);
	}
}

static void
plain__hears_good_bye__when_the_server_stops(void **state)
{
	struct irc_client *ana = enter("ana");

	(void)state;
	server_stop(rig.server, "maintenance");
	client_expect(ana, "* Server: good-bye: maintenance");
	assert_true(client_is_closed(ana));
	assert_int_equal(net_conns(rig.net), 0);
}

static void
plain__is_turned_away__when_there_is_a_password(void **state)
{
	struct irc_client *c;

	(void)state;
	irc_rig_set(&rig, "password", "sesame");
	c = connect_plain(1);
	client_expect(c, "* This server asks for a password*");
	assert_true(client_is_closed(c));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
#define L(f) cmocka_unit_test_setup_teardown(f, setup_late, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(plain__is_welcomed_named_and_put_in_the_lobby),
		T(plain__has_no_room__without_a_lobby),
		T(plain__talks_and_hears__and_gets_no_echo),
		T(plain__shows_each_kind_of_message_its_way),
		T(plain__marks_lines_from_other_rooms),
		T(plain__goes_back_to_the_room_before__on_leaving),
		T(plain__shows_who_comes_goes_and_is_renamed),
		T(plain__names_an_unknown_command__and_says_nothing),
		T(plain__lists_only_what_it_can_do__in_help),
		T(plain__tells_who_and_what_rooms_there_are),
		T(plain__wraps_the_list_of_names__in_a_crowd),
		T(plain__says_why_a_name_is_refused),
		T(plain__splits_a_long_line_between_words),
		T(plain__says_so__when_a_line_is_too_long),
		T(plain__lets_no_control_or_bad_byte_through),
		T(plain__answers_in_the_peers_own_line_ends),
		T(plain__takes_telnet_out_of_the_line),
		T(late_irc_client__is_one__and_its_guest_goes_unseen),
		T(late_irc_client__is_seen_going__when_its_guest_has_spoken),
		T(a_lone_nick_line__is_said_after_a_moment),
		L(plain__waits__until_what_was_said_is_kept),
		L(plain__ends_with_its_input__when_all_is_kept),
		L(plain__says_so__when_its_words_could_not_be_kept),
		T(plain__is_paced_and_loses_nothing__in_a_flood),
		T(plain__hears_good_bye__when_the_server_stops),
		T(plain__is_turned_away__when_there_is_a_password),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
