/*
 * Accounts on the full screen: the commands, and that no password is shown or kept anywhere.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>

#include "client/app_buffers.h"
#include "client/app_state.h"
#include "client/input/editor.h"
#include "client/irc/account.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/test.h"

#define SECRET "hunter2"

static void
enter_world(void)
{
	world.caps = "sasl=PLAIN draft/account-registration echo-message "
		     "labeled-response batch message-tags";
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
}

/* Fail if the password is on the screen, in a buffer, a draft or the input history. */
static void
assert_secret_is_nowhere(void)
{
	HIST_ENTRY **all = history_list();
	struct buffer *b;
	size_t i;

	world_hides(SECRET);
	for (i = 0; all != NULL && all[i] != NULL; i++)
		assert_null(strstr(all[i]->line, SECRET));
	TAILQ_FOREACH (b, &world.app->model->buffers, link) {
		if (b->draft != NULL)
			assert_null(strstr(b->draft, SECRET));
		for (i = 0; i < b->n; i++)
			if (buffer_line(b, i)->text != NULL)
				assert_null(
				    strstr(buffer_line(b, i)->text, SECRET));
	}
}

/* All commands that can contain a password. */
static void
a_password__is_kept_nowhere__in_any_command(void **state)
{
	static const char *const lines[] = { "/login me " SECRET,
		"/register " SECRET, "/account password " SECRET,
		"/account drop " SECRET, " /login me " SECRET,
		"\u00a0\u200b/login me " SECRET, "/quote REGISTER * * " SECRET,
		"/quote PASS :" SECRET, "/msg NickServ identify " SECRET,
		"/notice Q@services.example AUTH me " SECRET,
		"/query NickServ IDENTIFY " SECRET, "/ns identify " SECRET,
		"/oper me " SECRET };
	size_t i;

	(void)state;
	enter_world();
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		world_keys("\025"); /* clear what a refused line left */
		world_keys(lines[i]);
		assert_non_null(strstr(editor_text().p, SECRET));
		world_shows("*******");
		assert_secret_is_nowhere();
		world_keys("\033[17~\033[15~"); /* to another room and back */
		assert_secret_is_nowhere();
		world_keys("\025");
		world_keys(lines[i]);
		world_keys("\r");
		world_turn();
		assert_secret_is_nowhere();
	}
	world_keys("\025");
	app_activate(world.app, model_open(model_network(world.app->model),
				    BUFFER_QUERY, VIEW("NickServ")));
	world_keys("identify " SECRET);
	world_shows("identify *******");
	world_keys("\r");
	world_expect("PRIVMSG NickServ :identify " SECRET);
	world_shows("Not shown");
	world_serve(":me!u@h PRIVMSG NickServ :identify " SECRET);
	assert_secret_is_nowhere();
}

static void
a_line_with_a_password__stays__when_it_fails(void **state)
{
	(void)state;
	enter_world();
	world_keys("\033[200~hello\r /login me " SECRET "\033[201~\r");
	world_shows("Not sent: one line is a command with a password");
	world_shows("/login me *******");
	assert_view(editor_text(), "hello\n /login me " SECRET);
	assert_null(strstr(buf_str(&world.got), SECRET));
}

static void
login__prompts_for_the_password__and_masks_it(void **state)
{
	(void)state;
	enter_world();
	world_keys("/login bo\r");
	world_shows("password (empty: log in with your key):");
	world_keys("wrong\025hunterx\033[D\1772");
	world_shows("password (empty: log in with your key): *******");
	assert_secret_is_nowhere();
	world_keys("\rhalf a line");
	world_expect("AUTHENTICATE PLAIN");
	dprintf(world.peer, "AUTHENTICATE +\r\n");
	world_expect("AUTHENTICATE AGJvAGh1bnRlcjI=\r\n"); /* bo, hunter2 */
	assert_view(editor_text(), "half a line");
	dprintf(world.peer, ":s.x 900 me me!u@h bo :ok\r\n:s.x 903 me :ok\r\n");
	world_expect("NICK bo");
	world_shows("You are logged in as bo");
	world_shows("me, logged in as bo");
	world_serve(":me!u@h NICK bo");
	world_shows("bo, logged in ");
	assert_secret_is_nowhere();
	world_keys("\025/logout\r");
	world_expect("ACCOUNT LOGOUT");
	world_serve(":s.x 901 bo bo!u@h :out");
	world_shows("You are logged out");
	world_hides(", logged in");
}

static void
the_password_prompt__closes__on_escape(void **state)
{
	(void)state;
	enter_world();
	world_keys("/account password\r");
	world_shows("new password:");
	world_keys("hun\003");
	world_hides("new password:");
	world_keys("/account password\r");
	world_keys("\r");
	world_shows("You typed no password");
	world_keys("words");
	assert_view(editor_text(), "words");
}

static void
account_replies__appear_in_the_active_room(void **state)
{
	(void)state;
	enter_world();
	world_keys("/account\r");
	world_expect("ACCOUNT\r\n");
	world_serve(":s.x NOTE ACCOUNT INFO me :You are logged in as me");
	world_shows("You are logged in as me");
	world_keys("/account key add\r");
	world_expect("ACCOUNT KEY ADD\r\n");
	/* copied from a wrapped line */
	world_keys("/account key add ab01 23  cd\r");
	world_expect("ACCOUNT KEY ADD ab0123cd\r\n");
	world_keys("/account key del ab01\r");
	world_expect("ACCOUNT KEY DEL ab01\r\n");
	world_keys("/account key\r");
	world_expect("ACCOUNT KEY LIST\r\n");
	world_keys("/account sessions\r");
	world_expect("ACCOUNT SESSIONS\r\n");
	world_keys("/account drop me\r");
	world_expect("ACCOUNT DROP me\r\n");
	world_keys("/account nopassword\r");
	world_expect("ACCOUNT PASSWORD\r\n");
	world_keys("/account password a b\r");
	world_expect("ACCOUNT PASSWORD :a b\r\n");
	world_keys("/account what\r");
	world_shows("Usage: /account");
	world_keys("\025/register\r");
	world_shows("/register PASSWORD");
	world_keys("\025/register a b\r");
	world_expect("REGISTER * * :a b\r\n");
	world_serve(":s.x REGISTER SUCCESS me :ok");
	world_shows("me is registered to you");
}

static void
a_registered_nick__is_reported__with_advice(void **state)
{
	(void)state;
	world_start(0);
	world_accept();
	world_expect("USER ");
	dprintf(world.peer, ":s.x 433 * me :Nickname is reserved\r\n");
	world_expect("NICK me-2");
	world_serve(":s.x 001 me-2 :Welcome");
	world_shows("me is registered. If it is yours: /login. You are");
	/* and in the first room */
	world_serve(":me-2!u@h JOIN #lobby");
	world_shows("#lobby, 1 member");
	world_shows("me is registered. If it is yours: /login. You are");
	world_serve(":s.x 433 me-2 bo :Nickname is registered");
	world_shows("bo is registered. If it is yours: /login bo");
}

/* For example with a password from a file: the error must be visible in the room. */
static void
a_failed_login__is_reported_in_the_first_room(void **state)
{
	(void)state;
	world_start(1, "#a");
	irc_session_credentials(
	    app_network_active(world.app)->session, "me", "outdated", 600000);
	world_accept();
	world_expect("USER ");
	world_serve(":s.x CAP * LS :sasl=PLAIN\r\n:s.x CAP * ACK :sasl\r\n"
		    "AUTHENTICATE +\r\n:s.x 904 me :no");
	world_serve(":s.x 001 me :Welcome");
	world_join("#a");
	world_shows("#a, 2 members");
	world_shows("Wrong account name or password");
}

#define CASE(t) cmocka_unit_test_setup_teardown(t, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_password__is_kept_nowhere__in_any_command),
		CASE(a_line_with_a_password__stays__when_it_fails),
		CASE(login__prompts_for_the_password__and_masks_it),
		CASE(the_password_prompt__closes__on_escape),
		CASE(account_replies__appear_in_the_active_room),
		CASE(a_failed_login__is_reported_in_the_first_room),
		CASE(a_registered_nick__is_reported__with_advice),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
