/*
 * The full-screen client as a person sees it: a real tchat on a pseudo-terminal, its screen read by
 * libvterm, a real server, and other users who talk.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/random.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

static struct vt *screen;
static struct peer bo;
static char *home;

/* Return whether the terminal is in its usual mode again. */
static int
is_cooked(struct vt *vt)
{
	struct termios mode;

	vt_modes(vt, &mode);
	return (mode.c_lflag & ECHO) != 0 && (mode.c_lflag & ICANON) != 0;
}

static const char *const no_pace[] = { "--flood-rate", "0", NULL };

static void
start_client(const char *const *env_more)
{
	char *port = e2e_port(&server), *config, *state_dir;
	const char *argv[] = { e2e_program("tchat"), "-n", "ana", "127.0.0.1",
		port, NULL };
	const char *env[12] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8",
		"INPUTRC=/dev/null", "TMUX", "STY", "VTE_VERSION" };
	size_t n = 6;

	xasprintf(&config, "XDG_CONFIG_HOME=%s", home);
	xasprintf(&state_dir, "XDG_STATE_HOME=%s", home);
	env[n++] = config;
	env[n++] = state_dir;
	if (env_more != NULL)
		env[n++] = env_more[0];
	env[n] = NULL;
	screen = vt_new(80, 24);
	vt_spawn(screen, argv, env);
	free(config);
	free(state_dir);
	free(port);
	assert_true(peer_expect(&bo, ":ana!"));
	assert_true(e2e_shows(screen, "#lobby"));
}

static int
setup(void **state)
{
	(void)state;
	home = e2e_folder();
	e2e_server_start(&server, no_pace);
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	start_client(NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	vt_close(screen);
	peer_close(&bo);
	e2e_server_free(&server);
	e2e_remove(home);
	free(home);
	return 0;
}

/* The input row without the spaces around it. */
static char *
input_row(void)
{
	int x, y;
	char *row, *start, *end;

	vt_cursor(screen, &x, &y);
	row = xstrdup(vt_row(screen, y));
	for (start = row; *start == ' '; start++)
		;
	end = start + strlen(start);
	while (end > start && end[-1] == ' ')
		end--;
	*end = '\0';
	memmove(row, start, strlen(start) + 1);
	return row;
}

/* Wait until the input row ends with text, with the cursor at its end. */
static int
input_is(const char *text, int width)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;
	size_t len = strlen(text);

	for (;;) {
		char *row = input_row();
		size_t n = strlen(row);
		int x, y, ok;

		vt_cursor(screen, &x, &y);
		ok = n >= len && strcmp(row + n - len, text) == 0 && x >= width;
		if (ok || clock_mono_ms() > deadline) {
			if (!ok)
				fprintf(stderr,
				    "input row: \"%s\" at %d, not "
				    "\"%s\"\n",
				    row, x, text);
			free(row);
			return ok;
		}
		free(row);
		vt_pump(screen, 5);
	}
}

/* The columns that a text takes; here CJK and emoji take two. */
static int
columns(struct view text)
{
	int n = 0;
	size_t len;

	while (text.len > 0) {
		n += text_decode(text, &len) >= 0x1100 ? 2 : 1;
		text.p += len;
		text.len -= len;
	}
	return n;
}

/* Type a sentence key by key, while bo floods the room between the keys. */
static void
type_under_flood(const char *sentence)
{
	struct view rest = view_of(sentence);
	char *so_far = xstrdup(""), *want;
	unsigned k, line = 0;
	size_t len;

	while (rest.len > 0) {
		text_decode(rest, &len);
		for (k = 0; k < 20; k++)
			peer_say(&bo, "PRIVMSG #lobby :flood %u %s\r\n", line++,
			    "\344\270\255\346\226\207 and more words");
		xasprintf(&want, "%s%.*s", so_far, (int)len, rest.p);
		free(so_far);
		so_far = want;
		vt_write(screen, rest.p, len);
		rest.p += len;
		rest.len -= len;
		/* A space at the end cannot be seen, only the cursor. */
		if (so_far[strlen(so_far) - 1] != ' ')
			assert_true(input_is(so_far, columns(view_of(so_far))));
	}
	vt_keys(screen, "\r");
	xasprintf(&want, ":%s\r\n", sentence);
	assert_true(peer_expect(&bo, want));
	free(want);
	free(so_far);
}

static void
every_key__shows_at_once_and_alone_during_a_flood(void **state)
{
	(void)state;
	type_under_flood("The quick brown fox jumps over the lazy dog.");
	type_under_flood(
	    "\344\275\240\345\245\275\357\274\214\344\270\226"
	    "\347\225\214 \360\237\230\200 \346\265\213\350\257\225 ok");
	assert_int_equal(peer_count(&bo, ":The quick brown fox"), 1);
}

static void
fifty_resizes_during_a_flood__leave_a_correct_screen(void **state)
{
	unsigned k, line = 0, j;

	(void)state;
	random_seed(7);
	vt_keys(screen, "half-typed");
	assert_true(input_is("half-typed", 10));
	for (k = 0; k < 50; k++) {
		for (j = 0; j < 10; j++)
			peer_say(&bo, "PRIVMSG #lobby :resize %u\r\n", line++);
		vt_resize(screen, (int)random_below(120) + 12,
		    (int)random_below(40) + 4);
		vt_pump(screen, 1);
	}
	vt_resize(screen, 80, 24);
	assert_true(input_is("half-typed", 10));
	assert_true(e2e_shows(screen, "resize 499"));
	assert_true(e2e_shows(screen, "#lobby"));
	vt_keys(screen, "\r");
	assert_true(peer_expect(&bo, ":half-typed\r\n"));
	random_seed(0);
}

static void
control_characters_from_the_network__never_reach_the_terminal(void **state)
{
	static const char *const bad[] = { "\033[31m", "\033]0;owned\007",
		"\033]0;", "\302\2332J", "\342\200\256", "\342\201\246",
		"\007x", "\016y", "\033P" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		peer_say(&bo, "PRIVMSG #lobby :evil<%s>%zu\r\n", bad[i], i);
		peer_say(&bo, "TOPIC #lobby :topic<%s>%zu\r\n", bad[i], i);
	}
	peer_say(&bo, "PRIVMSG #lobby :\003"
		      "4red \002bold\002 plain\r\n");
	peer_say(&bo, "PRIVMSG #lobby :that was all\r\n");
	assert_true(e2e_shows(screen, "that was all"));
	assert_true(e2e_shows(screen, "red bold plain"));
	assert_false(vt_raw_has(screen, "owned\007"));
	assert_false(vt_raw_has(screen, "<\033"));
	assert_false(vt_raw_has(screen, "\302\233"));
	assert_false(vt_raw_has(screen, "\342\200\256"));
	assert_false(vt_raw_has(screen, "\342\201\246"));
	assert_false(vt_raw_has(screen, "\033P"));
}

static void
restarted_server__finds_the_user_typing_with_the_draft(void **state)
{
	(void)state;
	vt_keys(screen, "said before\r");
	assert_true(peer_expect(&bo, ":said before\r\n"));
	vt_keys(screen, "half a thou");
	assert_true(input_is("half a thou", 11));
	proc_signal(server.proc, SIGKILL);
	proc_wait(server.proc, PROC_DEADLINE);
	assert_true(e2e_shows(screen, "reconnect"));
	vt_keys(screen, "ght");
	assert_true(input_is("half a thought", 14));
	vt_keys(screen, "\r");
	assert_true(e2e_shows(screen, "half a thought"));
	vt_keys(screen, "draft");
	e2e_server_restart(&server, no_pace);
	peer_close(&bo);
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	assert_true(peer_expect(&bo, ":half a thought\r\n"));
	assert_true(input_is("draft", 5));
	vt_keys(screen, " done\r");
	assert_true(peer_expect(&bo, ":draft done\r\n"));
	assert_int_equal(peer_count(&bo, "half a thought"), 1);
	assert_int_equal(peer_count(&bo, "said before"), 0);
}

static void
paste_of_several_lines__is_shown_and_sent_only_on_enter(void **state)
{
	(void)state;
	vt_keys(screen, "\033[200~one line\rtwo lines\nthree\033[201~");
	assert_true(e2e_shows(screen, "two lines"));
	peer_say(&bo, "PING before\r\n");
	assert_true(peer_expect(&bo, "before"));
	assert_false(peer_has(&bo, "one line"));
	vt_keys(screen, "\r");
	assert_true(peer_expect(&bo, ":one line\r\n"));
	assert_true(peer_expect(&bo, ":two lines\r\n"));
	assert_true(peer_expect(&bo, ":three\r\n"));
}

static void
each_room__keeps_its_own_draft(void **state)
{
	(void)state;
	vt_keys(screen, "for the lobby");
	assert_true(input_is("for the lobby", 13));
	vt_keys(screen, "\001\013/join #tea\r"); /* C-a C-k */
	assert_true(e2e_shows(screen, "#tea"));
	vt_keys(screen, "\033[1;3D"); /* M-Left */
	vt_keys(screen, "\031");      /* C-y */
	assert_true(input_is("for the lobby", 13));
	vt_keys(screen, "\033[1;3C");
	vt_keys(screen, "tea?");
	assert_true(input_is("tea?", 4));
	vt_keys(screen, "\033[1;3D");
	assert_true(input_is("for the lobby", 13));
	vt_keys(screen, "\r");
	assert_true(peer_expect(&bo, "PRIVMSG #lobby :for the lobby\r\n"));
}

static void
unknown_command__is_named_and_not_sent(void **state)
{
	(void)state;
	vt_keys(screen, "/jion #tea\r");
	assert_true(e2e_shows(screen, "Unknown command"));
	assert_true(e2e_shows(screen, "/join"));
	peer_say(&bo, "PING sync\r\n");
	assert_true(peer_expect(&bo, "sync"));
	assert_false(peer_has(&bo, "jion"));
}

/* A URL of a message is a link of the terminal; /copy sets the clipboard of the terminal. */
static void
url__is_a_hyperlink__and_a_message_can_be_copied(void **state)
{
	(void)state;
	peer_say(&bo, "PRIVMSG #lobby :see https://e2e.example/\xc3\xa4.\r\n");
	assert_true(vt_wait_raw(
	    screen, ";https://e2e.example/%C3%A4\033\\https", PROC_DEADLINE));
	assert_true(vt_raw_has(screen, "/\xc3\xa4\033]8;;\033\\"));
	vt_keys(screen, "/copy last\r"); /* "see https://e2e.example/ä." */
	assert_true(vt_wait_raw(screen,
	    "\033]52;c;c2VlIGh0dHBzOi8vZTJlLmV4YW1wbGUvw6Qu\a", PROC_DEADLINE));
	vt_keys(screen, "/set hyperlinks off\r");
	assert_true(e2e_shows(screen, "hyperlinks is off"));
	vt_raw_reset(screen);
	vt_keys(screen, "\014"); /* C-l draws all again */
	assert_true(vt_wait_raw(screen, "e2e.example", PROC_DEADLINE));
	assert_false(vt_raw_has(screen, "\033]8;id"));
}

static void
terminal__is_restored_when_tchat_ends_or_crashes(void **state)
{
	(void)state;
	vt_keys(screen, "/quit\r");
	assert_int_equal(e2e_exit(screen), 0);
	assert_true(vt_raw_has(screen, "\033[?1049l"));
	assert_true(vt_raw_has(screen, "\033[?2004l"));
	assert_true(is_cooked(screen));
	vt_close(screen);
	start_client(NULL);
	/* As after a failed assertion; sanitizers catch SIGSEGV themselves. */
	kill(vt_pid(screen), SIGABRT);
	assert_int_equal(e2e_exit(screen), 128 + SIGABRT);
	assert_true(vt_raw_has(screen, "\033[?1049l"));
	assert_true(vt_raw_has(screen, "\033[?2004l"));
	assert_true(is_cooked(screen));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_key__shows_at_once_and_alone_during_a_flood),
		CASE(fifty_resizes_during_a_flood__leave_a_correct_screen),
		CASE(
		    control_characters_from_the_network__never_reach_the_terminal),
		CASE(restarted_server__finds_the_user_typing_with_the_draft),
		CASE(paste_of_several_lines__is_shown_and_sent_only_on_enter),
		CASE(each_room__keeps_its_own_draft),
		CASE(unknown_command__is_named_and_not_sent),
		CASE(url__is_a_hyperlink__and_a_message_can_be_copied),
		CASE(terminal__is_restored_when_tchat_ends_or_crashes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
