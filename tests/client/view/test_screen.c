/*
 * Tests of screen, in a child process on a pty whose output libvterm reads.
 */
#include <stdio.h>
#include <stdlib.h>

#include <locale.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/input/editor.h"
#include "client/view/screen.h"
#include "common/xmalloc.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

enum { SOON = 10000, W = 40, H = 10 };

static const struct style plain = { -1, -1, 0 };

static void
put(struct canvas *c, int x, int y, const char *text, struct style style)
{
	canvas_text(c, x, y, c->w, view_of(text), style);
}

/* Draw something of every kind. */
static void
paint(struct canvas *c)
{
	put(c, 0, 0, "plain", plain);
	put(c, 0, 1, "bold", (struct style){ -1, -1, ATTR_BOLD });
	put(c, 10, 1, "under", (struct style){ -1, -1, ATTR_UNDERLINE });
	put(c, 20, 1, "italic", (struct style){ -1, -1, ATTR_ITALIC });
	put(c, 30, 1, "reverse", (struct style){ -1, -1, ATTR_REVERSE });
	put(c, 0, 2, "red", (struct style){ 1, -1, 0 });
	put(c, 10, 2, "on blue", (struct style){ 3, 4, 0 });
	put(c, 20, 2, "high", (struct style){ 200, -1, 0 });
	put(c, 0, 3, "\xe4\xbd\xa0\xe5\xa5\xbd, wide", plain);
	put(c, 0, 4,
	    "e\xcc\x81"
	    "e\xcc\x81\xcc\xa3 marks",
	    plain);
	c->cursor_x = 5;
	c->cursor_y = 0;
}

static void
on_line(struct view text, void *ctx)
{
	(void)text;
	(void)ctx;
}

static void
on_action(enum editor_action action, int arg, void *ctx)
{
	(void)action;
	(void)arg;
	(void)ctx;
}

static int
on_secret(struct view line, void *ctx)
{
	(void)line;
	(void)ctx;
	return 0;
}

static const struct editor_ops editor_ops = {
	.line = on_line, .action = on_action, .secret = on_secret
};

static void
resize(struct canvas *c)
{
	char size[32];
	int w, h;

	screen_resize(&w, &h);
	canvas_resize(c, w, h);
	snprintf(size, sizeof(size), "size %dx%d", w, h);
	put(c, 0, h - 1, size, plain);
}

/* Set the modes that a shell sets before it continues a program that was stopped by a signal. */
static void
spoil_modes(void)
{
	struct termios t;

	tcgetattr(STDIN_FILENO, &t);
	t.c_lflag |= ICANON | ECHO | ISIG;
	tcsetattr(STDIN_FILENO, TCSANOW, &t);
}

/* The signals that curses installs handlers for. */
static int
signals_are_default(void)
{
	struct sigaction stop, size;

	sigaction(SIGTSTP, NULL, &stop);
	sigaction(SIGWINCH, NULL, &size);
	return stop.sa_handler == SIG_DFL && size.sa_handler == SIG_DFL;
}

/* Do what the key stands for. Returns 1 at the end. */
static int
obey(struct canvas *c, char key)
{
	char text[32];

	switch (key) {
	case 'b':
		screen_bell();
		break;
	case 'n':
		screen_send(VIEW("\033]777;notify;ana;hi\a"));
		break;
	case 'c':
		abort();
	case 'C':
		snprintf(text, sizeof(text), "colours %d", screen_colours());
		put(c, 0, 9, text, plain);
		break;
	case 'e':
		editor_open(&editor_ops, NULL);
		editor_keys(VIEW(
		    "\033\f\f")); /* readline's functions that clear the screen */
		put(c, 0, 6, "edited", plain);
		break;
	case 'h':
		c->cursor_x = -1;
		break;
	case 'm':
		spoil_modes();
		screen_redraw();
		break;
	case 'q':
		return 1;
	case 'r':
		resize(c);
		break;
	case 'R':
		screen_redraw();
		break;
	case 's':
		put(c, 0, 7, signals_are_default() ? "default" : "caught",
		    plain);
		break;
	case 't':
		screen_title(VIEW("a\033]0;evil\atitle"));
		break;
	case 'x':
		exit(3);
	case 'z':
		screen_suspend();
		put(c, 0, 5, "back again", plain);
		break;
	default:
		snprintf(text, sizeof(text), "key %d", key);
		put(c, 0, 8, text, plain);
	}
	return 0;
}

/* The child process: draws, and obeys keys. */
static int
demo(void *arg)
{
	int mouse = arg != NULL, w, h;
	struct canvas *c;
	char *cause, key;

	setlocale(LC_ALL, "");
	if (screen_open(mouse, &cause) == -1) {
		printf("cause: %s\n", cause);
		free(cause);
		return 1;
	}
	screen_resize(&w, &h);
	c = canvas_new(w, h);
	paint(c);
	do {
		screen_draw(c);
	} while (read(STDIN_FILENO, &key, 1) == 1 && !obey(c, key));
	canvas_free(c);
	screen_close();
	screen_close();
	printf("good-bye\n");
	return 0;
}

static struct vt *
start(const char *const env[], void *mouse)
{
	struct vt *vt = vt_new(W, H);

	assert_true(vt_fork(vt, demo, mouse, env) > 0);
	return vt;
}

static struct vt *
start_drawn(const char *const env[])
{
	struct vt *vt = start(env, NULL);

	if (!vt_wait_text(vt, "marks", SOON))
		fail_msg("no picture:\n%s", vt_text(vt));
	vt_settle(vt, 50, SOON);
	return vt;
}

static void
screen_open__sets_raw_modes__and_close_restores_all(void **state)
{
	struct vt *vt = start_drawn(NULL);
	struct termios t;
	int status, x, y;

	(void)state;
	vt_modes(vt, &t);
	assert_false(t.c_lflag & (ISIG | ICANON | ECHO | IEXTEN));
	assert_false(t.c_iflag & (IXON | ICRNL));
	assert_int_equal(vt_altscreen(vt), 1);
	assert_true(vt_raw_has(vt, "\033[?2004h"));
	assert_false(vt_raw_has(vt, "\033[?1000h"));
	assert_false(
	    vt_raw_has(vt, "\033[?1h")); /* cursor keys are not switched */
	vt_keys(vt, "\003");
	assert_true(vt_wait_text(vt, "key 3", SOON));
	vt_keys(vt, "\032");
	assert_true(vt_wait_text(vt, "key 26", SOON));
	vt_keys(vt, "hq");
	assert_int_equal(vt_wait_exit(vt, SOON, &status), 0);
	assert_int_equal(vt_altscreen(vt), 0);
	assert_true(vt_raw_has(vt, "\033[?2004l"));
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	assert_true(vt_has_text(vt, "good-bye"));
	assert_false(vt_has_text(vt, "plain"));
	assert_true(vt_cursor(vt, &x, &y));
	vt_close(vt);
}

/* The modes before the child runs, while it draws, and after it ended. */
static void
expect_modes_return(const char *keys, int *status)
{
	const char *argv[] = { "sh", "-c",
		"\"$0\" demo; echo \"ended $?\"; read -r _", NULL, NULL };
	struct termios before, after;
	struct vt *vt = vt_new(W, H);
	char self[4096];
	ssize_t n;

	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	assert_true(n > 0);
	self[n] = '\0';
	argv[3] = self;
	vt_spawn(vt, argv, NULL);
	vt_modes(vt, &before);
	assert_true(vt_wait_text(vt, "marks", SOON));
	vt_keys(vt, keys);
	assert_true(vt_wait_text(vt, "ended", SOON));
	vt_modes(vt, &after);
	assert_int_equal(before.c_lflag, after.c_lflag);
	assert_int_equal(before.c_iflag, after.c_iflag);
	assert_int_equal(before.c_oflag, after.c_oflag);
	assert_int_equal(before.c_cflag, after.c_cflag);
	assert_int_equal(vt_altscreen(vt), 0);
	assert_true(vt_raw_has(vt, "\033[?2004l"));
	*status = 0;
	sscanf(strstr(vt_text(vt), "ended"), "ended %d", status);
	vt_close(vt);
}

static void
screen__restores_the_terminal__on_every_way_out(void **state)
{
	int status;

	(void)state;
	expect_modes_return("q", &status);
	assert_int_equal(status, 0);
	expect_modes_return("x", &status); /* exit(3) without closing */
	assert_int_equal(status, 3);
	expect_modes_return("hc", &status); /* a crash */
	assert_int_equal(status, 128 + SIGABRT);
}

static void
screen__restores_the_terminal__when_a_signal_ends_it(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGSEGV, SIGINT };
	struct vt *vt;
	int status;

	(void)state;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
#ifdef __SANITIZE_ADDRESS__
		if (signals[i] == SIGSEGV)
			continue; /* used by the sanitizer */
#endif
		vt = start_drawn(NULL);
		vt_keys(vt, "h");
		vt_settle(vt, 50, SOON);
		kill(vt_pid(vt), signals[i]);
		assert_int_equal(vt_wait_exit(vt, SOON, &status), 0);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i]);
		assert_int_equal(vt_altscreen(vt), 0);
		assert_true(vt_raw_has(vt, "\033[?2004l"));
		assert_true(vt_raw_has(vt, "\033[?25h"));
		assert_true(vt_raw_has(vt,
		    "\033[1;10r")); /* the scroll region is the whole screen */
		vt_close(vt);
	}
}

static void
screen_suspend__stops_and_continues__under_a_shell(void **state)
{
	const char *argv[] = { "bash", "--norc", "--noprofile", "-i", NULL };
	const char *env[] = { "PS1=prompt> ", "HISTFILE=/dev/null",
		"PROMPT_COMMAND=", "INPUTRC=/dev/null", NULL };
	struct vt *vt = vt_new(W, H);
	struct termios t;
	char line[4200];
	ssize_t n;

	(void)state;
	n = readlink("/proc/self/exe", line, sizeof(line) - 8);
	assert_true(n > 0);
	memcpy(line + n, " demo\n", 7);
	vt_spawn(vt, argv, env);
	assert_true(vt_wait_text(vt, "prompt>", SOON));
	vt_keys(vt, line);
	assert_true(vt_wait_text(vt, "marks", SOON));
	vt_keys(vt, "z");
	assert_true(vt_wait_text(vt, "Stopped", SOON));
	assert_int_equal(vt_altscreen(vt), 0);
	vt_keys(vt, "echo al''ive\n");
	assert_true(vt_wait_text(vt, "alive", SOON));
	vt_keys(vt, "fg\n");
	assert_true(vt_wait_text(vt, "back again", SOON));
	assert_string_equal(vt_row(vt, 0), "plain");
	assert_false(vt_has_text(vt, "alive"));
	vt_modes(vt, &t);
	assert_false(t.c_lflag & (ISIG | ICANON | ECHO));
	vt_keys(vt, "q");
	assert_true(vt_wait_text(vt, "good-bye", SOON));
	assert_int_equal(vt_altscreen(vt), 0);
	vt_keys(vt, "exit\n");
	vt_close(vt);
}

/* Before this, the shell's readline reads and sets the size. */
static int
is_at_prompt(struct vt *vt, void *arg)
{
	int x, y;

	(void)arg;
	return vt_cursor(vt, &x, &y) && x == 8 &&
	       strcmp(vt_row(vt, y), "prompt>") == 0;
}

/* The subshell that waits for us must stop too, or bash would not notice. */
static void
screen_suspend__stops_the_whole_job(void **state)
{
	const char *argv[] = { "bash", "--norc", "--noprofile", "-i", NULL };
	const char *env[] = { "PS1=prompt> ", "HISTFILE=/dev/null",
		"PROMPT_COMMAND=", "INPUTRC=/dev/null", NULL };
	struct vt *vt = vt_new(W, H);
	char line[4200], self[4096];
	ssize_t n;

	(void)state;
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	assert_true(n > 0);
	self[n] = '\0';
	snprintf(line, sizeof(line), "( %s demo; echo aft''er )\n", self);
	vt_spawn(vt, argv, env);
	assert_true(vt_wait_text(vt, "prompt>", SOON));
	vt_keys(vt, line);
	assert_true(vt_wait_text(vt, "marks", SOON));
	vt_keys(vt, "z");
	assert_true(vt_wait_text(vt, "Stopped", SOON));
	assert_true(vt_wait(vt, is_at_prompt, NULL, SOON));
	vt_resize(vt, W + 11, H + 3); /* a stopped process gets no SIGWINCH */
	vt_keys(vt, "fg\n");
	assert_true(vt_wait_text(vt, "back again", SOON));
	vt_keys(vt, "r");
	assert_true(vt_wait_row(vt, H + 2, "size 51x13", SOON));
	vt_keys(vt, "q");
	assert_true(vt_wait_text(vt, "after", SOON));
	vt_keys(vt, "exit\n");
	vt_close(vt);
}

static void
screen_suspend__continues__in_an_orphaned_group(void **state)
{
	struct vt *vt = start_drawn(NULL);

	(void)state;
	vt_keys(vt, "z");
	assert_true(vt_wait_text(vt, "back again", SOON));
	assert_string_equal(vt_row(vt, 0), "plain");
	vt_close(vt);
}

static void
screen_open__switches_the_mouse_on__when_asked(void **state)
{
	struct vt *vt = start(NULL, (void *)1);
	int status;

	(void)state;
	assert_true(vt_wait_raw(vt, "\033[?1000h\033[?1006h", SOON));
	vt_keys(vt, "q");
	assert_int_equal(vt_wait_exit(vt, SOON, &status), 0);
	assert_true(vt_raw_has(vt, "\033[?1006l\033[?1000l"));
	vt_close(vt);
}

static void
refuses(const char *const env[], const char *cause)
{
	struct vt *vt = vt_new(200, H);
	int status;

	vt_fork(vt, demo, NULL, env);
	assert_int_equal(vt_wait_exit(vt, SOON, &status), 0);
	assert_int_equal(WEXITSTATUS(status), 1);
	if (strncmp(vt_row(vt, 0), cause, strlen(cause)) != 0)
		fail_msg("not \"%s\": %s", cause, vt_row(vt, 0));
	assert_true(vt_has_text(vt, "-P"));
	assert_false(vt_raw_has(vt, "\033"));
	vt_close(vt);
}

static void
screen_open__says_why__when_the_terminal_is_unfit(void **state)
{
	const char *const unknown[] = { "TERM=no-such-terminal", NULL };
	const char *const dumb[] = { "TERM=dumb", NULL };
	const char *const unset[] = { "TERM", NULL };

	(void)state;
	refuses(unknown, "cause: TERM=no-such-terminal is unknown; ");
	refuses(dumb, "cause: TERM=dumb cannot show a screen; ");
	refuses(unset, "cause: TERM is not set; ");
}

static void
screen_colours__depends_on_the_terminal(void **state)
{
	const char *const terms[] = { "TERM=vt100", "TERM=xterm", "TERM=linux",
		"TERM=tmux-256color" };
	const char *const texts[] = { "colours 0", "colours 8", "colours 8",
		"colours 256" };
	struct vt *vt;
	struct vt_cell cell;

	(void)state;
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		const char *const env[] = { terms[i], NULL };

		vt = start_drawn(env);
		vt_keys(vt, "C");
		if (!vt_wait_text(vt, texts[i], SOON))
			fail_msg("%s:\n%s", terms[i], vt_text(vt));
		vt_cell(vt, 0, 2, &cell);
		assert_int_equal(cell.fg, i == 0 ? -1 : 1);
		vt_cell(
		    vt, 20, 2, &cell); /* colour 200 on a terminal without it */
		assert_int_equal(
		    cell.fg, strcmp(texts[i], "colours 256") == 0 ? 200 : -1);
		vt_close(vt);
	}
}

static void
screen_resize__follows_the_terminal(void **state)
{
	struct vt *vt = start_drawn(NULL);

	(void)state;
	vt_resize(vt, 60, 20);
	vt_keys(vt, "r");
	assert_true(vt_wait_row(vt, 19, "size 60x20", SOON));
	vt_resize(vt, 20, 5);
	vt_keys(vt, "r");
	assert_true(vt_wait_row(vt, 4, "size 20x5", SOON));
	vt_resize(vt, 3, 2);
	vt_keys(vt, "r");
	assert_true(vt_wait_row(vt, 1, "siz", SOON));
	vt_close(vt);
}

static void
screen__shares_the_terminal_with_readline(void **state)
{
	struct vt *vt = start_drawn(NULL);
	struct vt_cell cell;

	(void)state;
	vt_raw_reset(vt);
	vt_keys(vt, "e");
	assert_true(vt_wait_text(vt, "edited", SOON));
	assert_false(vt_raw_has(vt, "\033[2J"));
	assert_string_equal(vt_row(vt, 0), "plain");
	vt_keys(vt, "R");
	vt_settle(vt, 50, SOON);
	vt_cell(vt, 20, 2, &cell);
	assert_int_equal(cell.fg, 200);
	assert_int_equal(vt_bells(vt), 0);
	vt_close(vt);
}

static void
screen_redraw__sets_the_modes_again(void **state)
{
	struct vt *vt = start_drawn(NULL);
	struct termios t;

	(void)state;
	vt_raw_reset(vt);
	vt_keys(vt, "m");
	assert_true(vt_wait_raw(vt, "marks", SOON));
	vt_modes(vt, &t);
	assert_false(t.c_lflag & (ISIG | ICANON | ECHO | IEXTEN));
	assert_true(vt_raw_has(vt, "\033[?2004h"));
	vt_close(vt);
}

static void
screen__leaves_signals_alone(void **state)
{
	struct vt *vt = start_drawn(NULL);

	(void)state;
	vt_keys(vt, "s");
	assert_true(vt_wait_row(vt, 7, "default", SOON));
	vt_close(vt);
}

static void
screen__rings_and_sets_a_clean_title(void **state)
{
	struct vt *vt = start_drawn(NULL);

	(void)state;
	vt_keys(vt, "bt");
	assert_true(vt_wait_raw(vt, "\033]2;", SOON));
	vt_settle(vt, 50, SOON);
	assert_int_equal(vt_bells(vt), 1);
	assert_string_equal(vt_title(vt), "a]0;eviltitle");
	assert_true(
	    vt_raw_has(vt, "\033[22;2t")); /* the previous title is saved */
	vt_raw_reset(vt);
	vt_keys(vt, "tq"); /* the same title: not sent again */
	assert_true(vt_wait_text(vt, "good-bye", SOON));
	assert_false(vt_raw_has(vt, "\033]2;"));
	assert_true(vt_raw_has(vt, "\033[23;2t"));
	vt_close(vt);
}

static void
screen_send__leaves_the_picture_alone(void **state)
{
	struct vt *vt = start_drawn(NULL);
	char *before = xstrdup(vt_text(vt));

	(void)state;
	vt_raw_reset(vt);
	vt_keys(vt, "nRn");
	assert_true(vt_wait_raw(vt, "\033]777;notify;ana;hi\a", SOON));
	vt_settle(vt, 50, SOON);
	assert_string_equal(vt_text(vt), before);
	free(before);
	vt_close(vt);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    screen_open__sets_raw_modes__and_close_restores_all),
		cmocka_unit_test(
		    screen__restores_the_terminal__on_every_way_out),
		cmocka_unit_test(
		    screen__restores_the_terminal__when_a_signal_ends_it),
		cmocka_unit_test(
		    screen_suspend__stops_and_continues__under_a_shell),
		cmocka_unit_test(screen_suspend__stops_the_whole_job),
		cmocka_unit_test(screen_redraw__sets_the_modes_again),
		cmocka_unit_test(screen__leaves_signals_alone),
		cmocka_unit_test(
		    screen_suspend__continues__in_an_orphaned_group),
		cmocka_unit_test(
		    screen_open__switches_the_mouse_on__when_asked),
		cmocka_unit_test(
		    screen_open__says_why__when_the_terminal_is_unfit),
		cmocka_unit_test(screen_colours__depends_on_the_terminal),
		cmocka_unit_test(screen_resize__follows_the_terminal),
		cmocka_unit_test(screen__shares_the_terminal_with_readline),
		cmocka_unit_test(screen__rings_and_sets_a_clean_title),
		cmocka_unit_test(screen_send__leaves_the_picture_alone),
	};

	if (argc > 1 && strcmp(argv[1], "demo") == 0)
		return demo(NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
