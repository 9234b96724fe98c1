/*
 * Several real clients of one account are one user; others never see this user join twice or leave
 * partly.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/support/peer.h"
#include "tests/support/real_client.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

static struct vt *first, *second;
static struct peer bo;
static struct real_client wee;

static int
setup(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	first = second = NULL;
	wee.kind = NULL;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (first != NULL)
		vt_close(first);
	if (second != NULL)
		vt_close(second);
	if (wee.kind != NULL)
		real_client_clear(&wee);
	peer_close(&bo);
	e2e_server_free(&server);
	return 0;
}

/* With the same settings and the same key. */
static struct vt *
start(const char *nick)
{
	char *port = e2e_port(&server);
	const char *argv[] = { e2e_program("tchat"), "-n", nick, "127.0.0.1",
		port, NULL };
	struct vt *screen = vt_new(120, 24);

	vt_spawn(screen, argv, (const char *[]){ "INPUTRC=/dev/null", NULL });
	free(port);
	return screen;
}

static void
quit(struct vt **screen)
{
	assert_true(e2e_types_until(*screen, "/quit", "/quit"));
	vt_keys(*screen, "\r");
	assert_int_equal(e2e_exit(*screen), 0);
	vt_close(*screen);
	*screen = NULL;
}

/* Everything sent to bo before this has been read. */
static void
catch_up(const char *token)
{
	peer_say(&bo, "PING %s\r\n", token);
	assert_true(peer_expect(&bo, token));
}

/* One registers the nick by its key, so the other one is logged in too. */
static void
start_both(void)
{
	first = start("ana");
	assert_true(e2e_shows(first, "ana joined"));
	assert_true(peer_expect(&bo, ":ana!"));
	assert_true(e2e_types_until(first, "/register", "/register"));
	vt_keys(first, "\r");
	assert_true(e2e_shows(first, "is registered to you"));
	catch_up("registered");
	second = start("ana");
	assert_true(e2e_shows(second, "#lobby"));
	assert_true(e2e_shows(second, "bo"));
}

static void
typed_in_one__seen_in_the_other__and_nobody_notices_that_there_are_two(
    void **state)
{
	size_t joins;

	(void)state;
	start_both();
	catch_up("both");
	joins = peer_count(&bo, " JOIN ");
	assert_true(e2e_types_until(first, "hello from one", "hello from one"));
	vt_keys(first, "\r");
	assert_true(peer_expect(&bo, "PRIVMSG #lobby :hello from one"));
	assert_true(e2e_shows(second, "hello from one"));
	assert_true(e2e_types_until(second, "hello from two", "from two"));
	vt_keys(second, "\r");
	assert_true(peer_expect(&bo, "PRIVMSG #lobby :hello from two"));
	assert_true(e2e_shows(first, "hello from two"));
	vt_keys(second, "/join #tea\r");
	assert_true(e2e_shows(second, "#tea"));
	assert_true(e2e_shows(first, "#tea"));
	catch_up("said");
	assert_int_equal(peer_count(&bo, " JOIN "), joins);
	assert_int_equal(peer_count(&bo, "hello from"), 2);
}

static void
one_client_quits__and_nobody_notices(void **state)
{
	(void)state;
	start_both();
	quit(&first);
	catch_up("gone");
	assert_int_equal(peer_count(&bo, " QUIT "), 0);
	peer_say(&bo, "PRIVMSG #lobby :still here?\r\n");
	assert_true(e2e_shows(second, "still here?"));
	first = start("ana");
	assert_true(e2e_shows(first, "still here?"));
	quit(&second);
	catch_up("gone-too");
	assert_int_equal(peer_count(&bo, " QUIT "), 0);
	quit(&first);
	assert_true(peer_expect(&bo, " QUIT "));
}

static void
direct_message__is_shown_in_both_clients(void **state)
{
	(void)state;
	start_both();
	vt_keys(first, "/msg bo psst\r");
	assert_true(peer_expect(&bo, "PRIVMSG bo :psst"));
	assert_true(e2e_shows(second, "bo"));
	peer_say(&bo, "PRIVMSG ana :what?\r\n");
	assert_true(e2e_types_until(first, "/query bo\r", "what?"));
	assert_true(e2e_shows(first, "psst"));
	assert_true(e2e_types_until(second, "/query bo\r", "what?"));
	assert_true(e2e_shows(second, "psst"));
}

/* Return whether WHOIS says that the connection is secure. */
static int
is_secure(const char *nick, const char *token)
{
	size_t before = peer_count(&bo, " 671 ");

	peer_say(&bo, "WHOIS %s\r\n", nick);
	catch_up(token);
	return peer_count(&bo, " 671 ") > before;
}

/* The account is weechat's nick; weechat logs in by password. */
static void
weechat_and_tchat__are_one_user(void **state)
{
	(void)state;
	e2e_require("weechat");
	first = start("wee");
	assert_true(e2e_shows(first, "wee joined"));
	assert_true(e2e_types_until(first, "/register ", "/register"));
	vt_keys(first, "secret pass\r");
	assert_true(e2e_shows(first, "is registered to you"));
	assert_true(is_secure("wee", "alone"));
	peer_say(&bo, "TOPIC #lobby :tea at five\r\n");
	real_client_init(&wee, &real_weechat, server.port);
	wee.mechanism = "plain";
	wee.account = "wee";
	wee.secret = "\"secret pass\"";
	wee.kind->start(&wee);
	assert_true(real_client_sees(&wee, "tea at five"));
	assert_false(is_secure("wee", "with-weechat"));
	assert_true(e2e_types_until(first, "hello from one", "from one"));
	vt_keys(first, "\r");
	assert_true(real_client_sees(&wee, "hello from one"));
	wee.kind->type(&wee, "/msg #lobby hello from wee");
	assert_true(e2e_shows(first, "hello from wee"));
	wee.kind->type(&wee, "/msg bo psst");
	assert_true(peer_expect(&bo, "PRIVMSG bo :psst"));
	wee.kind->type(&wee, wee.kind->quit);
	assert_int_equal(e2e_exit(wee.vt), 0);
	assert_true(real_client_is_at_ease(&wee));
	assert_true(e2e_types_until(first, "/query bo\r", "psst"));
	catch_up("gone");
	assert_int_equal(peer_count(&bo, " QUIT "), 0);
	assert_int_equal(peer_count(&bo, ":wee!"), 4);
	assert_true(is_secure("wee", "alone-again"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(
		    typed_in_one__seen_in_the_other__and_nobody_notices_that_there_are_two),
		TEST(one_client_quits__and_nobody_notices),
		TEST(weechat_and_tchat__are_one_user),
		TEST(direct_message__is_shown_in_both_clients),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
