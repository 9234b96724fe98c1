/*
 * What the small chat rooms did from which tchat grew, with only telnet and nc on the users' side.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

/* A telnet user with this nick, in the lobby. */
static struct proc *
telnet_user(const char *nick)
{
	struct proc *p = e2e_telnet(&server);
	char *known;

	assert_true(proc_expect(p, "guest-"));
	assert_true(proc_expect(p, "/help"));
	proc_say(p, "/nick %s\n", nick);
	xasprintf(&known, "known as %s", nick);
	assert_true(proc_expect(p, known));
	free(known);
	return p;
}

/* Messages go to everyone but the sender; joins and parts are announced. */
static void
three_telnet_users__get_messages_of_the_others_only(void **state)
{
	struct proc *ana, *bo, *cy;

	(void)state;
	ana = telnet_user("ana");
	bo = telnet_user("bo");
	assert_true(proc_expect(ana, "joined"));
	assert_true(proc_expect(ana, "known as bo"));
	cy = telnet_user("cy");
	assert_true(proc_expect(ana, "known as cy"));
	assert_true(proc_expect(bo, "known as cy"));
	proc_say(ana, "hello all\n");
	assert_true(proc_expect(bo, "<ana> hello all"));
	assert_true(proc_expect(cy, "<ana> hello all"));
	proc_say(bo, "hello ana\n");
	assert_true(proc_expect(ana, "<bo> hello ana"));
	assert_true(proc_expect(cy, "<bo> hello ana"));
	assert_false(proc_has_said(ana, "<ana>"));
	assert_false(proc_has_said(bo, "<bo>"));
	/* A vanished user "is offline"; a user who quits "left". */
	proc_free(cy);
	assert_true(proc_expect(ana, "cy is offline"));
	assert_true(proc_expect(bo, "cy is offline"));
	proc_say(bo, "/quit so long\n");
	assert_true(proc_expect(ana, "bo"));
	assert_true(proc_expect(ana, "so long"));
	assert_int_not_equal(proc_wait(bo, PROC_DEADLINE), -1);
	proc_free(ana);
	proc_free(bo);
}

/* Rooms by number. */
static void
message_in_room_111__does_not_reach_room_222(void **state)
{
	struct proc *ana, *bo, *cy;

	(void)state;
	ana = telnet_user("ana");
	bo = telnet_user("bo");
	cy = telnet_user("cy");
	proc_say(ana, "/join 111\n");
	assert_true(proc_expect(ana, "#111"));
	proc_say(bo, "/join 222\n");
	assert_true(proc_expect(bo, "#222"));
	proc_say(cy, "/join 111\n");
	assert_true(proc_expect(cy, "#111"));
	assert_true(proc_expect(ana, "cy joined #111"));
	proc_say(ana, "only for 111\n");
	assert_true(proc_expect(cy, "<ana> only for 111"));
	proc_say(bo, "only for 222\n");
	/* A later message that both get proves that nothing came before it. */
	proc_say(bo, "/msg ana ping\n");
	proc_say(ana, "/msg bo pong\n");
	assert_true(proc_expect(ana, "ping"));
	assert_true(proc_expect(bo, "pong"));
	assert_false(proc_has_said(bo, "only for 111"));
	assert_false(proc_has_said(ana, "only for 222"));
	assert_false(proc_has_said(cy, "only for 222"));
	proc_say(ana, "/rooms\n");
	assert_true(proc_expect(ana, "#111"));
	proc_free(ana);
	proc_free(bo);
	proc_free(cy);
}

/* CR LF line ends, a welcome, and commands with a slash. */
static void
crlf_user__is_welcomed_and_has_commands(void **state)
{
	struct peer p;

	(void)state;
	peer_connect(&p, server.port);
	peer_write(&p, "/who\r", 5);
	peer_write(&p, "\n", 1);
	assert_true(peer_expect(&p, "#lobby"));
	peer_say(&p, "/help\r\n");
	assert_true(peer_expect(&p, "/join"));
	assert_true(peer_expect(&p, "/quit"));
	peer_say(&p, "/frobnicate now\r\n");
	assert_true(peer_expect(&p, "/frobnicate"));
	peer_say(&p, "/topic all about tea\r\n");
	assert_true(peer_expect(&p, "all about tea"));
	peer_say(&p, "/quit\r\n");
	assert_true(peer_expect_end(&p));
	/* A user who sends CR LF gets CR LF. */
	assert_int_equal(peer_count(&p, "\n"), peer_count(&p, "\r\n"));
	peer_close(&p);
}

/* Nicks, member counts, and a clean stop on Ctrl-C. */
static void
server__says_goodbye_and_exits_with_0_on_ctrl_c(void **state)
{
	struct proc *ana, *bo;

	(void)state;
	ana = telnet_user("ana");
	bo = e2e_nc(&server);
	assert_true(proc_expect(bo, "/help"));
	assert_true(proc_expect(ana, "(2 members)"));
	proc_signal(server.proc, SIGINT);
	assert_int_equal(proc_wait(server.proc, PROC_DEADLINE), 0);
	assert_true(proc_expect(ana, "bye"));
	assert_true(proc_expect(bo, "bye"));
	assert_int_not_equal(proc_wait(ana, PROC_DEADLINE), -1);
	proc_free(ana);
	proc_free(bo);
}

/* A shell script sends a line, with or without a line end, and closes. */
static void
piped_line__is_delivered_if_the_input_ends_at_once(void **state)
{
	struct proc *ana = telnet_user("ana");
	struct peer p;

	(void)state;
	peer_connect(&p, server.port);
	peer_write(&p, "hi from a script", 16);
	shutdown(p.fd, SHUT_WR);
	assert_true(proc_expect(ana, "> hi from a script"));
	assert_true(peer_expect_end(&p));
	peer_close(&p);
	peer_connect(&p, server.port);
	peer_write(&p, "hi again\nand again\n", 19);
	shutdown(p.fd, SHUT_WR);
	assert_true(proc_expect(ana, "> hi again"));
	assert_true(proc_expect(ana, "> and again"));
	assert_true(proc_expect(ana, "is offline"));
	assert_true(peer_expect_end(&p));
	/* A user who sends LF gets LF. */
	assert_int_equal(peer_count(&p, "\r"), 0);
	peer_close(&p);
	proc_free(ana);
}

/* A telnet user's terminal gets no control characters, whatever others send. */
static void
escapes_and_controls__never_reach_a_telnet_user(void **state)
{
	struct proc *ana = telnet_user("ana");
	struct peer p;
	size_t i;

	(void)state;
	peer_connect(&p, server.port);
	assert_true(peer_register(&p, "evil"));
	peer_say(&p, "PRIVMSG #lobby :a\033[2Jb\007c\x9b"
		     "d\302\233e"
		     "\342\200\256f\003"
		     "4g end\r\n");
	peer_say(&p, "PRIVMSG #lobby :a\033[2Jb\007c\302\233e"
		     "\342\200\256f\003"
		     "4g end\r\n");
	assert_true(proc_expect(ana, "end"));
	for (i = 0; i < ana->said.len; i++) {
		unsigned char c = (unsigned char)ana->said.p[i];

		assert_true(c >= 0x20 || c == '\n' || c == '\r' || c == '\t');
	}
	assert_false(proc_has_said(ana, "\302\233"));
	assert_false(proc_has_said(ana, "\342\200\256"));
	peer_close(&p);
	proc_free(ana);
}

#define CASE(f) \
	cmocka_unit_test_setup_teardown(f, server_setup, server_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(three_telnet_users__get_messages_of_the_others_only),
		CASE(message_in_room_111__does_not_reach_room_222),
		CASE(crlf_user__is_welcomed_and_has_commands),
		CASE(server__says_goodbye_and_exits_with_0_on_ctrl_c),
		CASE(piped_line__is_delivered_if_the_input_ends_at_once),
		CASE(escapes_and_controls__never_reach_a_telnet_user),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
