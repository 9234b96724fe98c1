/*
 * export, import, backup and forget (tchat-server(8)), with and without a running server.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

static char *folder;

static int
setup(void **state)
{
	(void)state;
	folder = e2e_folder();
	e2e_server_start(
	    &server, (const char *const[]){ "--flood-rate", "0", NULL });
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	e2e_server_free(&server);
	e2e_remove(folder);
	free(folder);
	return 0;
}

/* Run a command until it ends; input: NULL, or for its stdin. */
static struct proc *
run(int status, const char *tool, const char *dir, const char *more,
    const char *input)
{
	const char *argv[] = { e2e_program("tchat-server"), tool, "-D", dir,
		more, NULL };
	struct proc *p = proc_start(argv, NULL);

	if (input != NULL)
		proc_say(p, "%s", input);
	proc_end_input(p);
	if (proc_wait(p, PROC_DEADLINE) != status)
		fail_msg("%s: %d: %s", tool, p->status, buf_str(&p->erred));
	return p;
}

static void
expect_wrong(const char *tool, const char *dir, const char *more,
    const char *input, const char *why)
{
	struct proc *p = run(1, tool, dir, more, input);

	if (strstr(buf_str(&p->erred), why) == NULL)
		fail_msg("no \"%s\" in: %s", why, buf_str(&p->erred));
	proc_free(p);
}

/* Several rooms, several kinds of events. */
static void
talk(void)
{
	struct peer ana, bo;

	peer_connect(&ana, server.port);
	assert_true(peer_register(&ana, "ana"));
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	peer_say(&ana, "JOIN #tea\r\nTOPIC #tea :leaves\r\n");
	peer_say(&ana, "MODE #tea +m\r\nPRIVMSG #tea :\"quoted\" caf\xc3\xa9"
		       "\r\nNOTICE #lobby :hear\r\n");
	assert_true(peer_expect(&bo, ":hear"));
	peer_say(&bo, "NICK bob\r\nPRIVMSG #lobby :xyzzysecret\r\n"
		      "QUIT :gone\r\n");
	assert_true(peer_expect(&ana, "xyzzysecret"));
	assert_true(peer_expect(&ana, "QUIT"));
	peer_say(&ana, "RENAME #tea #brew :better\r\n"
		       "PRIVMSG #brew :in it\r\nPING last\r\n");
	assert_true(peer_expect(&ana, "PONG"));
	peer_close(&ana);
	peer_close(&bo);
}

static void
export__imported_elsewhere_gives_the_same_export(void **state)
{
	struct proc *first, *second, *p;

	(void)state;
	talk();
	first = run(0, "export", server.dir, NULL, NULL);
	assert_true(proc_has_said(first, "\"in\":[\"#brew\"]"));
	assert_true(proc_has_said(first, "caf\xc3\xa9"));
	assert_true(proc_has_said(first, "\"type\":\"rename\""));
	assert_true(proc_has_said(first, "\"type\":\"quit\""));
	p = run(0, "import", folder, NULL, buf_str(&first->said));
	assert_true(proc_has_said(p, ", 0 were already there"));
	proc_free(p);
	p = run(0, "import", folder, NULL, buf_str(&first->said));
	assert_true(proc_has_said(p, "0 added, "));
	proc_free(p);
	second = run(0, "export", folder, NULL, NULL);
	assert_string_equal(buf_str(&first->said), buf_str(&second->said));
	proc_free(second);
	second = run(0, "export", folder, "--room=#Brew", NULL);
	assert_true(proc_has_said(second, "in it"));
	assert_false(proc_has_said(second, "xyzzysecret"));
	proc_free(second);
	second = run(0, "export", folder, "--before=2020-01-01", NULL);
	assert_int_equal(second->said.len, 0);
	proc_free(second);
	proc_free(first);
}

static void
import__names_the_line_of_rubbish_and_adds_nothing(void **state)
{
	struct proc *first, *p;
	char *text, *none = path_join(folder, "none/x");

	(void)state;
	talk();
	first = run(0, "export", server.dir, NULL, NULL);
	xasprintf(&text, "%s{\"fish\":1}\n", buf_str(&first->said));
	text[strcspn(text, "\n") + 1] = '[';
	expect_wrong("import", folder, NULL, text, "stdin, line 2: ");
	p = run(0, "export", folder, NULL, NULL);
	assert_int_equal(p->said.len, 0);
	proc_free(p);
	expect_wrong("import", folder, none, NULL, "none/x: No such file");
	expect_wrong("import", folder, folder, NULL, "Is a directory");
	free(text);
	free(none);
	proc_free(first);
}

static void
import__refuses_beside_a_running_server_and_names_it(void **state)
{
	char pid[32];

	(void)state;
	snprintf(pid, sizeof(pid), "pid %d", (int)server.proc->pid);
	expect_wrong("import", server.dir, NULL, "", pid);
}

static void
commands__say_so_without_a_history(void **state)
{
	char *file = path_join(folder, "out");

	(void)state;
	expect_wrong("export", folder, NULL, NULL, "cannot open the database");
	expect_wrong("backup", folder, file, NULL, "cannot open the database");
	expect_wrong("forget", folder, "ada", NULL, "cannot open the database");
	expect_wrong("export", folder, "--room=fish", NULL, "not a room name");
	expect_wrong("export", folder, "--after=fish", NULL, "is not a time");
	expect_wrong("forget", folder, "a b", NULL, "not a valid nick");
	free(file);
}

static int
count_row(void *ctx, int n, char **values, char **names)
{
	int *last = ctx, number, end = -1;

	(void)n;
	(void)names;
	if (sscanf(values[0], "message %d.%n", &number, &end) != 1 ||
	    end != (int)strlen(values[0]) || number != *last + 1)
		return 1;
	*last = number;
	return 0;
}

/* Check that the backup is sound and has whole messages in order; return how many. */
static int
count_messages(const char *file)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;
	int last = -1;

	assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(stmt, 0), "ok");
	sqlite3_finalize(stmt);
	assert_int_equal(
	    sqlite3_exec(db,
		"SELECT text FROM events WHERE type = 0 ORDER BY seq",
		count_row, &last, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	return last + 1;
}

static void
backup__is_whole_while_messages_flow(void **state)
{
	char *file, name[] = "backup 0";
	int round, k, said = 0, before = 0, n;
	struct peer ana;
	struct stat st;
	struct proc *p;

	(void)state;
	peer_connect(&ana, server.port);
	assert_true(peer_register(&ana, "ana"));
	for (round = 0; round < 5; round++) {
		const char *argv[] = { e2e_program("tchat-server"), "backup",
			"-D", server.dir, NULL, NULL };

		name[sizeof(name) - 2] = (char)('0' + round);
		argv[4] = file = path_join(folder, name);
		p = proc_start(argv, NULL);
		for (k = 0; k < 400; k++)
			peer_say(
			    &ana, "PRIVMSG #lobby :message %d.\r\n", said++);
		peer_say(&ana, "PING r%d\r\n", round);
		assert_true(peer_expect(&ana, " PONG "));
		assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
		proc_free(p);
		assert_int_equal(stat(file, &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
		n = count_messages(file);
		assert_true(n >= before);
		assert_true(n <= said);
		before = said;
		free(file);
	}
	peer_close(&ana);
}

static void
backup__replaces_no_file(void **state)
{
	char *file = path_join(folder, "there");
	char *none = path_join(folder, "none/x");
	struct stat st;
	int fd;

	(void)state;
	fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd != -1);
	close(fd);
	expect_wrong("backup", server.dir, file, NULL, "already exists");
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_size, 0);
	expect_wrong("backup", server.dir, none, NULL, "none/x: No such file");
	free(file);
	free(none);
}

/* A limit on file sizes acts like a full disk. */
static void
full_disk__is_reported_and_leaves_no_file(void **state)
{
	const char *argv[] = { "sh", "-c", NULL, NULL };
	char *file = path_join(folder, "out"), *command;
	struct proc *p;

	(void)state;
	talk();
	xasprintf(&command,
	    "trap '' XFSZ; ulimit -f 8; exec '%s' backup -D '%s' '%s'",
	    e2e_program("tchat-server"), server.dir, file);
	argv[2] = command;
	p = proc_start(argv, NULL);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 1);
	assert_non_null(strstr(buf_str(&p->erred), "cannot copy"));
	assert_int_equal(rmdir(folder), 0);
	proc_free(p);
	free(command);
	xasprintf(&command, "exec '%s' export -D '%s' >/dev/full",
	    e2e_program("tchat-server"), server.dir);
	argv[2] = command;
	p = proc_start(argv, NULL);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 1);
	assert_non_null(strstr(buf_str(&p->erred), "No space left"));
	proc_free(p);
	free(command);
	free(file);
}

static void
forget__removes_what_a_nick_said_with_and_without_a_server(void **state)
{
	struct proc *p;
	int running;

	(void)state;
	for (running = 1; running >= 0; running--) {
		talk();
		if (!running)
			assert_int_equal(e2e_server_stop(&server), 0);
		/* Her messages, and the reason of her QUIT. */
		p = run(0, "forget", server.dir, "BOB", NULL);
		assert_string_equal(buf_str(&p->said), "2 events changed\n");
		proc_free(p);
		p = run(0, "export", server.dir, NULL, NULL);
		assert_false(proc_has_said(p, "xyzzysecret"));
		assert_false(proc_has_said(p, "gone"));
		assert_true(proc_has_said(p, "in it"));
		proc_free(p);
		p = run(0, "forget", server.dir, "nobody", NULL);
		assert_string_equal(buf_str(&p->said), "0 events changed\n");
		proc_free(p);
	}
}

/* An account is deleted with its messages, under whatever nick they were sent. */
static void
forget__takes_an_account_and_its_words__beside_the_server_and_without(
    void **state)
{
	struct peer ada;
	struct proc *p;
	int running;

	(void)state;
	for (running = 1; running >= 0; running--) {
		peer_connect(&ada, server.port);
		assert_true(peer_register(&ada, "ada"));
		peer_say(&ada, "JOIN #c\r\nREGISTER * * correcthorse\r\n");
		assert_true(peer_expect(&ada, "REGISTER SUCCESS ada"));
		peer_say(
		    &ada, "NICK eve\r\nPRIVMSG #c :plughsecret\r\nPING x\r\n");
		assert_true(peer_expect(&ada, "PONG"));
		if (!running)
			assert_int_equal(e2e_server_stop(&server), 0);
		p = run(0, "forget", server.dir, "ADA", NULL);
		proc_free(p);
		p = run(0, "export", server.dir, NULL, NULL);
		assert_false(proc_has_said(p, "plughsecret"));
		proc_free(p);
		if (running)
			assert_true(
			    peer_expect(&ada, "account ada was deleted"));
		else
			e2e_server_restart(&server, NULL);
		peer_close(&ada);
	}
	peer_connect(&ada, server.port);
	assert_true(peer_register(&ada, "ada"));
	peer_say(&ada, "REGISTER * * correcthorse\r\n");
	assert_true(peer_expect(&ada, "REGISTER SUCCESS ada"));
	peer_close(&ada);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(export__imported_elsewhere_gives_the_same_export),
		CASE(import__names_the_line_of_rubbish_and_adds_nothing),
		CASE(import__refuses_beside_a_running_server_and_names_it),
		CASE(commands__say_so_without_a_history),
		CASE(backup__is_whole_while_messages_flow),
		CASE(backup__replaces_no_file),
		CASE(full_disk__is_reported_and_leaves_no_file),
		CASE(
		    forget__removes_what_a_nick_said_with_and_without_a_server),
		CASE(
		    forget__takes_an_account_and_its_words__beside_the_server_and_without),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
