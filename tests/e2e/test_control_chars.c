/*
 * No program prints raw control characters from arguments, files or the network: not on standard
 * output, not on standard error, not in the log.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/hostile_text.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

static char *hostile;

static int
setup(void **state)
{
	static const char *const verbose[] = { "-v", NULL };

	(void)state;
	hostile = hostile_text("");
	e2e_server_start(&server, verbose);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	e2e_server_free(&server);
	free(hostile);
	return 0;
}

enum { ARGS_MAX = 10 };

/*
 * Run a program of ours until it ends, and check that its output has no control characters. The caller
 * frees it.
 */
static struct proc *
run(const char *program, const char *const *args)
{
	const char *argv[ARGS_MAX + 2] = { e2e_program(program) };
	struct proc *p;
	size_t i;

	for (i = 0; i < ARGS_MAX && args[i] != NULL; i++)
		argv[i + 1] = args[i];
	p = proc_start(argv, NULL);
	proc_end_input(p);
	if (proc_wait(p, PROC_DEADLINE) < 0)
		fail_msg("%s %s did not end", program, args[0]);
	expect_harmless(buf_view(&p->said), "\n\t");
	expect_harmless(buf_view(&p->erred), "\n\t");
	return p;
}

static void
expect_refused(const char *program, const char *const *args)
{
	struct proc *p = run(program, args);

	if (p->status == 0 || p->erred.len == 0)
		fail_msg("%s %s: status %d", program, args[0], p->status);
	proc_free(p);
}

#define REFUSED(program, ...) \
	expect_refused(program, (const char *const[ARGS_MAX]){ __VA_ARGS__ })

static void
arguments__are_quoted_without_controls(void **state)
{
	char *flag, *home = e2e_folder();

	(void)state;
	xasprintf(&flag, "--%s", hostile);
	REFUSED("tchat-server", flag);
	REFUSED("tchat-server", hostile);
	REFUSED("tchat-server", "-p", hostile);
	REFUSED("tchat-server", "-f", hostile);
	REFUSED("tchat-server", "-p", "0", "-D", home, "-l", hostile);
	REFUSED("tchat-server", "-p", "0", "-D", home, "-n", hostile);
	REFUSED("tchat-server", "export", hostile);
	REFUSED("tchat-server", "export", "-D", server.dir, "--room", hostile);
	REFUSED("tchat-server", "export", "-D", server.dir, "--after", hostile);
	REFUSED("tchat-server", "import", "-D", home, hostile);
	REFUSED("tchat-server", "forget", "-D", server.dir, hostile);
	REFUSED("tchat-server", "account", "-D", server.dir, hostile);
	REFUSED("tchat-server", "account", "-D", server.dir, "show", hostile);
	REFUSED("tchat-server", "ban", "-D", server.dir, "add", hostile);
	REFUSED("tchat-server", "ban", "-D", home, "drop", hostile);
	REFUSED("tchat", flag);
	REFUSED("tchat", hostile);
	REFUSED("tchat", "127.0.0.1", hostile);
	REFUSED("tchat", "127.0.0.1", "1", hostile);
	REFUSED("tchat", "-r", hostile, "127.0.0.1");
	REFUSED("tchat", "-n", hostile, "127.0.0.1", "1");
	e2e_remove(home);
	free(home);
	free(flag);
}

static void
write_file(const char *name, const char *format)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	fprintf(f, format, hostile, hostile);
	assert_int_equal(fclose(f), 0);
}

static void
settings_files__are_quoted_without_controls(void **state)
{
	static const char *const texts[] = { "%s = 1\n", "port = %s\n",
		"name = \"%s\"\n", "lobby = \"%s\"\n", "%s {\n}\n",
		"operator \"%s\" {\n password = \"%s\"\n}\n",
		"history = \"%s\"\n", "motd = \"%s\"\nport = x\n" };
	char *dir = e2e_folder(), *file = path_join(dir, "settings");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		write_file(file, texts[i]);
		proc_free(run("tchat-server",
		    (const char *const[ARGS_MAX]){ "-t", "-f", file }));
	}
	e2e_remove(dir);
	free(file);
	free(dir);
}

/* A reason is shown to users, so the command line refuses control characters in it. */
static void
reasons__with_control_characters_are_refused(void **state)
{
	const char *c;
	char *reason;
	struct proc *p;
	size_t i;

	(void)state;
	p = run("tchat-server",
	    (const char *const[ARGS_MAX]){ "ban", "-D", server.dir, "add",
		"zoe!*@*", "forever", "caf\u00e9, see \u05e9" });
	assert_int_equal(p->status, 0);
	proc_free(p);
	for (i = 0; (c = hostile_char(i)) != NULL; i += 7) {
		xasprintf(&reason, "bad%sPRIVMSG me :x", c);
		REFUSED("tchat-server", "ban", "-D", server.dir, "add",
		    "vic!*@*", "forever", reason);
		free(reason);
	}
	p = run("tchat-server",
	    (const char *const[ARGS_MAX]){ "ban", "-D", server.dir, "list" });
	assert_null(strstr(buf_str(&p->said), "vic"));
	assert_non_null(strstr(buf_str(&p->said), "caf\u00e9, see \u05e9"));
	proc_free(p);
}

/* A peer puts them into everything that it sends, except line ends. IRC lines must be UTF-8. */
static void
speak_hostile(void)
{
	char *text = hostile_text("\n \r " HOSTILE_INVALID);
	char *plain = hostile_text("\n \r \b \x15 \x17 \x1b \x7f");
	struct peer p;

	peer_connect(&p, server.port);
	peer_say(&p, "CAP LS %s\r\nPASS %s\r\nNICK %s\r\nUSER %s 0 * :%s\r\n",
	    text, text, text, text, text);
	peer_say(&p, "CAP END\r\n");
	assert_true(peer_register(&p, "ada"));
	peer_say(&p, "PRIVMSG #lobby :%s\r\nTOPIC #lobby :%s\r\n", text, text);
	peer_say(&p, "PRIVMSG #lobby :\xc2\x9b"
		     "31m \xe2\x80\xae \x7f \x1b[2J\r\n");
	peer_say(
	    &p, "JOIN %s\r\nAWAY :%s\r\nSETNAME :%s\r\n", text, text, text);
	peer_say(&p, "%s\r\nKLINE %s :%s\r\nOPER %s %s\r\n", text, text, text,
	    text, text);
	peer_say(
	    &p, "PRIVMSG #lobby :%s\r\nQUIT :%s\r\n", HOSTILE_INVALID, text);
	assert_true(peer_expect_end(&p));
	peer_close(&p);
	peer_connect(&p, server.port);
	peer_say(&p, "hello %s\r\n/nick %s\r\n/%s\r\n/quit %s\r\n", plain,
	    plain, HOSTILE_INVALID, plain);
	assert_true(peer_expect_end(&p));
	peer_close(&p);
	free(plain);
	free(text);
}

static void
log_and_export__have_no_controls_whatever_peers_send(void **state)
{
	struct proc *p;

	(void)state;
	speak_hostile();
	assert_int_equal(e2e_server_stop(&server), 0);
	assert_true(server.proc->erred.len > 0);
	expect_harmless(buf_view(&server.proc->erred), "\n");
	expect_harmless(buf_view(&server.proc->said), "\n");
	p = run("tchat-server",
	    (const char *const[ARGS_MAX]){ "export", "-D", server.dir });
	assert_non_null(
	    strstr(buf_str(&p->said), "\\u009B31m \\u202E \\u007F"));
	proc_free(p);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(arguments__are_quoted_without_controls),
		T(settings_files__are_quoted_without_controls),
		T(reasons__with_control_characters_are_refused),
		T(log_and_export__have_no_controls_whatever_peers_send),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
