/*
 * What reaches the user of the real program: notifications in the bytes that the terminal receives, and ignores that a
 * restart keeps.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

#define FOCUS_IN  "\033[I"
#define FOCUS_OUT "\033[O"

static struct vt *screen;
static struct peer bo;
static char *home;

static void
write_settings(const char *text)
{
	char *dir, *path;
	FILE *f;

	xasprintf(&dir, "%s/tchat", home);
	mkdir(dir, 0700);
	xasprintf(&path, "%s/tchat.conf", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	free(path);
	free(dir);
}

/* Start the client, with this variable in its environment. */
static void
start_client(const char *variable)
{
	char *port = e2e_port(&server), *config, *state_dir;
	const char *argv[] = { e2e_program("tchat"), "-n", "ana", "127.0.0.1",
		port, NULL };
	const char *env[8] = { "TERM=xterm-256color", "INPUTRC=/dev/null",
		"TMUX", "STY" };
	size_t n = 4;

	xasprintf(&config, "XDG_CONFIG_HOME=%s", home);
	xasprintf(&state_dir, "XDG_STATE_HOME=%s", home);
	env[n++] = config;
	env[n++] = state_dir;
	if (variable != NULL)
		env[n++] = variable;
	env[n] = NULL;
	screen = vt_new(80, 24);
	vt_spawn(screen, argv, env);
	free(config);
	free(state_dir);
	free(port);
	assert_true(peer_expect(&bo, ":ana!"));
	assert_true(e2e_shows(screen, "#lobby"));
}

static void
stop_client(void)
{
	vt_keys(screen, "/quit\r");
	assert_int_equal(e2e_exit(screen), 0);
	vt_close(screen);
	screen = NULL;
}

static int
setup(void **state)
{
	(void)state;
	home = e2e_folder();
	e2e_server_start(&server, NULL);
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (screen != NULL)
		vt_close(screen);
	screen = NULL;
	peer_close(&bo);
	e2e_server_free(&server);
	e2e_remove(home);
	free(home);
	return 0;
}

static void
mention__notifies_by_the_terminal__only_without_the_focus(void **state)
{
	(void)state;
	write_settings("notify = osc777\n");
	start_client(NULL);
	vt_keys(screen, FOCUS_IN);
	peer_say(&bo, "PRIVMSG #lobby :ana: first\r\n");
	assert_true(e2e_shows(screen, "ana: first"));
	vt_keys(screen, FOCUS_OUT);
	peer_say(&bo, "PRIVMSG #lobby :no mention\r\n");
	assert_true(e2e_shows(screen, "no mention"));
	assert_false(vt_raw_has(screen, "\033]777"));
	peer_say(&bo, "PRIVMSG #lobby :ana: second\r\n");
	assert_true(vt_wait_raw(screen,
	    "\033]777;notify;bo in #lobby;1 new message\a", PROC_DEADLINE));
	assert_true(e2e_shows(screen, "ana: second"));
	assert_false(vt_raw_has(screen, "\033]777;notify;bo in #lobby;second"));
	stop_client();
}

static void
mention__is_passed_through_tmux(void **state)
{
	(void)state;
	write_settings("notify-text = text\nnotify = osc9\n");
	start_client("TMUX=/tmp/tmux-1/default,1,0");
	vt_keys(screen, FOCUS_OUT);
	peer_say(&bo, "PRIVMSG ana :psst\r\n");
	assert_true(vt_wait_raw(
	    screen, "\033Ptmux;\033\033]9;bo: psst\a\033\\", PROC_DEADLINE));
	stop_client();
}

static void
mention__runs_the_program_of_the_settings(void **state)
{
	char *settings, *output;

	(void)state;
	xasprintf(&output, "%s/seen", home);
	xasprintf(&settings,
	    "notify = off\nnotify-text = text\n"
	    "notify-command = { \"tee\", \"%s\" }\n",
	    output);
	write_settings(settings);
	start_client(NULL);
	vt_keys(screen, "/join #other\r");
	assert_true(e2e_shows(screen, "#other"));
	peer_say(&bo, "PRIVMSG ana :tea?\r\n");
	for (int i = 0; i < PROC_DEADLINE / 10; i++) {
		FILE *f = fopen(output, "r");
		char line[256] = "";

		if (f != NULL && fgets(line, sizeof(line), f) == NULL)
			line[0] = '\0';
		if (f != NULL)
			fclose(f);
		if (line[0] != '\0') {
			assert_string_equal(line,
			    "{\"count\":1,\"network\":\"127.0.0.1\","
			    "\"nick\":\"bo\",\"text\":\"tea?\"}\n");
			break;
		}
		assert_true(i + 1 < PROC_DEADLINE / 10);
		vt_pump(screen, 10);
	}
	stop_client();
	free(settings);
	free(output);
}

/* The server keeps the history, so what was hidden could come back after a restart. */
static void
ignore__holds_after_a_restart__for_history_too(void **state)
{
	(void)state;
	start_client(NULL);
	vt_keys(screen, "/ignore bo\r");
	assert_true(e2e_shows(screen, "You ignore bo"));
	peer_say(&bo, "PRIVMSG #lobby :a secret\r\n");
	stop_client();
	start_client(NULL);
	vt_keys(screen, "/ignore\r");
	assert_true(e2e_shows(screen, "You ignore bo"));
	vt_settle(screen, 100, PROC_DEADLINE);
	assert_false(vt_has_text(screen, "a secret"));
	vt_keys(screen, "/unignore bo\r");
	assert_true(e2e_shows(screen, "a secret"));
	stop_client();
}

/* Start line mode on the screen of a terminal. */
static void
start_line_mode(void)
{
	char *port = e2e_port(&server), *config, *state_dir;
	const char *argv[] = { e2e_program("tchat"), "-P", "-n", "ana", "-r",
		"#lobby", "127.0.0.1", port, NULL };
	const char *env[4] = { "TERM=xterm-256color" };

	xasprintf(&config, "XDG_CONFIG_HOME=%s", home);
	xasprintf(&state_dir, "XDG_STATE_HOME=%s", home);
	env[1] = config;
	env[2] = state_dir;
	screen = vt_new(80, 24);
	vt_spawn(screen, argv, env);
	free(config);
	free(state_dir);
	free(port);
	assert_true(peer_expect(&bo, ":ana!"));
}

static void
line_mode__hides_ignored_users__and_rings_for_mentions(void **state)
{
	struct peer cy;

	(void)state;
	peer_connect(&cy, server.port);
	assert_true(peer_register(&cy, "cy"));
	write_settings("bell = yes\nhighlight = { \"tea\" }\n");
	start_line_mode();
	peer_say(&bo, "PRIVMSG #lobby :hello\r\n");
	assert_true(e2e_shows(screen, "hello"));
	assert_int_equal(vt_bells(screen), 0);
	peer_say(&bo, "PRIVMSG #lobby :more tea?\r\n");
	assert_true(e2e_shows(screen, "more tea?"));
	vt_settle(screen, 50, PROC_DEADLINE);
	assert_int_equal(vt_bells(screen), 1);
	vt_keys(screen, "/ignore bo\r");
	assert_true(e2e_shows(screen, "You ignore bo: messages and presence"));
	peer_say(&bo, "PRIVMSG #lobby :a secret, ana\r\nPING done\r\n");
	assert_true(peer_expect(&bo, "done\r\n"));
	peer_say(&cy, "PRIVMSG #lobby :after it\r\n");
	assert_true(e2e_shows(screen, "after it"));
	vt_keys(screen, "/unignore bo\r");
	assert_true(e2e_shows(screen, "You no longer ignore bo."));
	peer_say(&bo, "PRIVMSG #lobby :in public, ana\r\n");
	assert_true(e2e_shows(screen, "in public, ana"));
	vt_settle(screen, 50, PROC_DEADLINE);
	assert_int_equal(vt_bells(screen), 2);
	assert_false(vt_has_text(screen, "a secret"));
	vt_keys(screen, "/notify\r");
	assert_true(e2e_shows(screen, "#lobby: mentions notify you"));
	peer_close(&cy);
	stop_client();
}

int
main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(mention__notifies_by_the_terminal__only_without_the_focus),
		CASE(mention__is_passed_through_tmux),
		CASE(mention__runs_the_program_of_the_settings),
		CASE(line_mode__hides_ignored_users__and_rings_for_mentions),
		CASE(ignore__holds_after_a_restart__for_history_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
