/*
 * Standard input, output and error of both programs: closed from the start, full, or without a reader.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

/* the file from which a password is read */
#define INPUT "<<end\nsome password\nend\n"

enum { WORDS_MAX = 12 };

/* Start a program of ours with its arguments under "sh -c script", which gets them as "$@". */
static struct proc *
start(const char *script, const char *const *words)
{
	const char *argv[WORDS_MAX + 4] = { "sh", "-c", script, "sh" };
	char *program = xstrdup(e2e_program(words[0]));
	struct proc *p;
	size_t n;

	argv[4] = program;
	for (n = 1; words[n] != NULL; n++)
		argv[4 + n] = words[n];
	p = proc_start(argv, NULL);
	free(program);
	return p;
}

static void
expect_failure(struct proc *p, const char *reason, const char *const *words)
{
	int status = proc_wait(p, PROC_DEADLINE);

	if (status < 1 || status > 127 ||
	    strstr(buf_str(&p->erred), reason) == NULL)
		fail_msg("%s %s: status %d: %s", words[0], words[1], status,
		    buf_str(&p->erred));
	proc_free(p);
}

/* Commands that print something; %D is the data folder. */
static const char *const printing[][WORDS_MAX] = {
	{ "tchat", "--help" },
	{ "tchat", "--version" },
	{ "tchat-server", "--help" },
	{ "tchat-server", "--version" },
	{ "tchat-server", "-t" },
	{ "tchat-server", "account", "--help" },
	{ "tchat-server", "account", "-D", "%D", "list" },
	{ "tchat-server", "account", "-D", "%D", "show", "ann" },
	{ "tchat-server", "ban", "-D", "%D", "list" },
	{ "tchat-server", "export", "-D", "%D" },
	{ "tchat-server", "import", "-D", "%D/none", "/dev/null" },
	{ "tchat-server", "hash-password" },
};

/* Create an account, a ban and a message, so that there is something to print. */
static void
fill(void)
{
	static const char key[] = "0123456789abcdef0123456789abcdef"
				  "0123456789abcdef0123456789abcdef";
	const char *add[] = { "tchat-server", "account", "-D", server.dir,
		"add", "ann", key, NULL };
	const char *ban[] = { "tchat-server", "ban", "-D", server.dir, "add",
		"192.0.2.9", "1h", "spam", NULL };
	struct proc *p = start("exec \"$@\"", add);

	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	proc_free(p);
	p = start("exec \"$@\"", ban);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	proc_free(p);
	p = e2e_pipe(&server, (const char *[]){ "-n", "bob", NULL });
	proc_say(p, "hello\n");
	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	proc_free(p);
}

/* Put the folder into the row. */
static void
put_folder(const char *const *row, const char **words, char **none)
{
	size_t i;

	xasprintf(none, "%s.none", server.dir);
	for (i = 0; i < WORDS_MAX; i++) {
		words[i] = row[i];
		if (row[i] != NULL && strcmp(row[i], "%D") == 0)
			words[i] = server.dir;
		if (row[i] != NULL && strcmp(row[i], "%D/none") == 0)
			words[i] = *none;
	}
}

static void
lost_output__ends_every_command_with_a_reason(void **state)
{
	static const char gone[] = "read -r go; exec \"$@\" " INPUT;
	const char *words[WORDS_MAX + 1] = { NULL };
	struct proc *p;
	char *none;
	size_t i;

	(void)state;
	fill();
	for (i = 0; i < sizeof(printing) / sizeof(printing[0]); i++) {
		put_folder(printing[i], words, &none);
		p = start("exec \"$@\" >/dev/full " INPUT, words);
		expect_failure(p, "No space left on device", words);
		p = start("exec \"$@\" >&- " INPUT, words);
		expect_failure(p, "Bad file descriptor", words);
		p = start(gone, words);
		close(p->out);
		p->out = -1;
		proc_say(p, "go\n");
		expect_failure(p, "Broken pipe", words);
		e2e_remove(none);
		free(none);
	}
}

static void
server__protects_its_files_if_descriptors_are_closed(void **state)
{
	static const char *const scripts[] = { "exec \"$@\" 0<&-",
		"exec \"$@\" 1>&-", "exec \"$@\" 2>&-",
		"exec \"$@\" 0<&- 1>&- 2>&-" };
	char *lock, text[64];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		char *dir = e2e_folder();
		struct proc *p = start(
		    scripts[i], (const char *[]){ "tchat-server", "-l",
				    "127.0.0.1", "-p", "0", "-D", dir, NULL });
		char *control = path_join(dir, "control");
		FILE *f;
		int left = PROC_DEADLINE / 20;

		while (access(control, F_OK) != 0 && left-- > 0)
			proc_pump(p, 20);
		proc_signal(p, SIGTERM);
		assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
		lock = path_join(dir, "lock");
		f = fopen(lock, "re");
		assert_non_null(f);
		n = fread(text, 1, sizeof(text) - 1, f);
		text[n] = '\0';
		fclose(f);
		assert_string_equal(strchr(text, '\n'), "\n");
		e2e_remove(dir);
		free(lock);
		free(control);
		free(dir);
		proc_free(p);
	}
}

static void
client__ends_if_descriptors_are_closed(void **state)
{
	static const char *const scripts[] = { "exec \"$@\" 0<&-",
		"exec \"$@\" 1>&- </dev/null", "exec \"$@\" 2>&- </dev/null",
		"exec \"$@\" 0<&- 1>&- 2>&-" };
	char *port = e2e_port(&server);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		struct proc *p =
		    start(scripts[i], (const char *[]){ "tchat", "-n", "cy",
					  "127.0.0.1", port, NULL });

		assert_true(proc_wait(p, PROC_DEADLINE) >= 0);
		proc_free(p);
		p = start(scripts[i], (const char *[]){ "tchat", "-n", "cy",
					  "127.0.0.1", "1", NULL });
		assert_int_equal(proc_wait(p, PROC_DEADLINE), 1);
		proc_free(p);
	}
	free(port);
}

/* More lines than the client sends before it gets an answer. */
enum { MANY_LINES = 3000 };

static void
signal__reports_the_input_that_was_not_sent(void **state)
{
	struct proc *p =
	    e2e_pipe(&server, (const char *[]){ "-n", "dee", NULL });
	struct proc *reader =
	    e2e_pipe(&server, (const char *[]){ "-n", "eva", NULL });
	struct buf lines = { 0 };
	int i;

	(void)state;
	assert_true(proc_expect(reader, "eva joined"));
	for (i = 0; i < MANY_LINES; i++)
		buf_printf(&lines, "line %d\n", i);
	proc_say(p, "%s", buf_str(&lines));
	assert_true(proc_expect(reader, "line 0"));
	proc_signal(p, SIGTERM);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 128 + SIGTERM);
	assert_non_null(strstr(
	    buf_str(&p->erred), "tchat: The rest of the input was not sent."));
	proc_free(p);
	proc_free(reader);
	buf_clear(&lines);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(lost_output__ends_every_command_with_a_reason),
		cmocka_unit_test(
		    server__protects_its_files_if_descriptors_are_closed),
		cmocka_unit_test(client__ends_if_descriptors_are_closed),
		cmocka_unit_test(signal__reports_the_input_that_was_not_sent),
	};

	return cmocka_run_group_tests(tests, server_setup, server_teardown);
}
