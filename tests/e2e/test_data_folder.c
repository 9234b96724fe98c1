/*
 * The data folder: which commands create files in it, who may write to it, and what the server says if
 * its database is missing or the last stop was not clean.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

enum { WORDS_MAX = 8 };

static const char *const fresh[] = { "--new-database", NULL };

static char *
in_folder(const char *name)
{
	return path_join(server.dir, name);
}

static int
is_there(const char *name)
{
	char *file = in_folder(name);
	int there = access(file, F_OK) == 0;

	free(file);
	return there;
}

static void
remove_file(const char *name)
{
	char *file = in_folder(name);

	unlink(file);
	free(file);
}

/* Overwrite some bytes of a file with junk. */
static void
damage(const char *name, off_t at, size_t n)
{
	char *file = in_folder(name), *junk = xcalloc(1, n);
	int fd = open(file, O_WRONLY | O_CLOEXEC);

	memset(junk, 'j', n);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, junk, n, at), n);
	close(fd);
	free(junk);
	free(file);
}

static void
say(const char *text)
{
	struct peer p;

	peer_connect(&p, server.port);
	assert_true(peer_register(&p, "ana"));
	peer_say(&p, "CAP REQ echo-message\r\nPRIVMSG #lobby :%s\r\n", text);
	assert_true(peer_expect(&p, text));
	peer_close(&p);
}

static void
kill_server(void)
{
	proc_signal(server.proc, SIGKILL);
	assert_int_equal(proc_wait(server.proc, PROC_DEADLINE), 128 + SIGKILL);
}

/* Run the server or a command on a folder until it ends: expect status 1 and this reason. */
static void
expect_refusal(const char *why, const char *dir, const char *const *words)
{
	const char *argv[WORDS_MAX + 4] = { e2e_program("tchat-server") };
	struct proc *p;
	size_t n = 1;
	int status;

	if (*words != NULL && words[0][0] != '-')
		argv[n++] = *words++;
	argv[n++] = "-D";
	argv[n++] = dir;
	while (*words != NULL)
		argv[n++] = *words++;
	p = proc_start(argv, NULL);
	proc_say(p, "some password\n");
	proc_end_input(p);
	status = proc_wait(p, PROC_DEADLINE);
	if (status != 1 || strstr(buf_str(&p->erred), why) == NULL)
		fail_msg(
		    "%s: status %d: %s", argv[1], status, buf_str(&p->erred));
	assert_int_equal(p->said.len, 0);
	proc_free(p);
}

static const char *const reading[][WORDS_MAX] = {
	{ "account", "list" },
	{ "account", "show", "ann" },
	{ "account", "drop", "ann" },
	{ "account", "password", "ann" },
	{ "account", "suspend", "ann" },
	{ "ban", "list" },
	{ "ban", "drop", "192.0.2.1" },
	{ "prune" },
	{ "export" },
	{ "backup", "copy" },
	{ "forget", "ann" },
};

static void
commands__create_nothing_in_a_wrong_folder(void **state)
{
	char *base = e2e_folder(), *missing = path_join(base, "mistyped");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(reading) / sizeof(reading[0]); i++) {
		expect_refusal(missing, missing, reading[i]);
		assert_int_equal(access(missing, F_OK), -1);
		expect_refusal(base, base, reading[i]);
		assert_int_equal(rmdir(base), 0); /* the folder is empty */
		assert_int_equal(mkdir(base, 0700), 0);
	}
	e2e_remove(base);
	free(missing);
	free(base);
}

static void
folder__is_refused_if_others_can_write_to_it(void **state)
{
	static const char *const serve[] = { "-p", "0", "-l", "127.0.0.1",
		NULL };
	static const char *const add[] = { "account", "add", "ann", NULL };
	static const mode_t modes[] = { 0770, 0702 };
	char *why;
	size_t i, m;

	(void)state;
	assert_int_equal(e2e_server_stop(&server), 0);
	xasprintf(&why, "chmod go-w %s", server.dir);
	for (m = 0; m < 2; m++) {
		assert_int_equal(chmod(server.dir, modes[m]), 0);
		expect_refusal(why, server.dir, serve);
		expect_refusal(why, server.dir, add);
		for (i = 0; i < sizeof(reading) / sizeof(reading[0]); i++)
			expect_refusal(why, server.dir, reading[i]);
	}
	assert_int_equal(chmod(server.dir, 0755), 0);
	e2e_server_restart(&server, NULL);
	free(why);
}

static void
missing_database__is_refused_beside_keys_of_the_server(void **state)
{
	static const char *const serve[] = { "-p", "0", "-l", "127.0.0.1",
		NULL };
	static const char *const add[] = { "account", "add", "ann", NULL };
	static const char *const memory[] = { "--history", "memory", NULL };
	static const char *const none[] = { "--history", "none", NULL };
	char *database = in_folder("tchat.db");

	(void)state;
	assert_int_equal(e2e_server_stop(&server), 0);
	remove_file("tchat.db");
	expect_refusal("--new-database", server.dir, serve);
	expect_refusal("--new-database", server.dir, add);
	assert_false(is_there("tchat.db"));
	e2e_server_restart(&server, memory);
	assert_int_equal(e2e_server_stop(&server), 0);
	e2e_server_restart(&server, none);
	assert_int_equal(e2e_server_stop(&server), 0);
	e2e_server_restart(&server, fresh);
	assert_int_equal(e2e_server_stop(&server), 0);
	/* One file of the server is enough. */
	remove_file("tls.pem");
	assert_int_equal(truncate(database, 0), 0);
	expect_refusal("cloak-key", server.dir, serve);
	remove_file("cloak-key");
	e2e_server_restart(&server, NULL);
	free(database);
}

static void
killed_server__starts_again_without_a_warning(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 5; i++) {
		if (i % 2 == 0)
			say("kept");
		kill_server();
		e2e_server_restart(&server, NULL);
		assert_null(strstr(buf_str(&server.proc->erred), "not clean"));
	}
	assert_true(is_there("tchat.db-running"));
	assert_int_equal(e2e_server_stop(&server), 0);
	assert_false(is_there("tchat.db-running"));
	e2e_server_restart(&server, NULL);
	assert_null(strstr(buf_str(&server.proc->erred), "not clean"));
}

static void
lost_wal__is_reported_after_an_unclean_stop(void **state)
{
	(void)state;
	say("lost");
	kill_server();
	remove_file("tchat.db-wal");
	remove_file("tchat.db-shm");
	e2e_server_restart(&server, fresh);
	assert_true(proc_expect_err(server.proc, "tchat.db-wal is missing"));
	say("lost again");
	kill_server();
	damage("tchat.db-wal", 0, 8);
	e2e_server_restart(&server, fresh);
	assert_true(proc_expect_err(server.proc, "tchat.db-wal is damaged"));
	say("kept");
}

/* Run "tchat-server forget ana" on the folder. */
static void
forget_ana(void)
{
	const char *argv[] = { e2e_program("tchat-server"), "forget", "-D",
		server.dir, "ana", NULL };
	struct proc *p = proc_start(argv, NULL);

	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	proc_free(p);
}

/*
 * A command merges the -wal file of a killed server, and the next start does not report it as lost. A
 * really lost one is reported.
 */
static void
merged_wal__is_not_reported_but_a_lost_one_is(void **state)
{
	(void)state;
	say("one");
	kill_server();
	forget_ana();
	assert_false(is_there("tchat.db-wal"));
	e2e_server_restart(&server, NULL);
	assert_null(strstr(buf_str(&server.proc->erred), "not clean"));
	forget_ana();
	assert_true(is_there("tchat.db-running"));
	say("two");
	kill_server();
	remove_file("tchat.db-wal");
	remove_file("tchat.db-shm");
	forget_ana();
	e2e_server_restart(&server, NULL);
	assert_true(proc_expect_err(server.proc, "tchat.db-wal is missing"));
}

static void
damaged_database__is_refused_without_its_wal(void **state)
{
	static const char *const serve[] = { "-p", "0", "-l", "127.0.0.1",
		NULL };

	(void)state;
	say("one");
	assert_int_equal(e2e_server_stop(&server), 0);
	e2e_server_restart(&server, NULL);
	kill_server();
	remove_file("tchat.db-wal");
	remove_file("tchat.db-shm");
	damage("tchat.db", 4096, 40960);
	expect_refusal("is damaged", server.dir, serve);
}

#define T(f) cmocka_unit_test_setup_teardown(f, server_setup, server_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		T(commands__create_nothing_in_a_wrong_folder),
		T(folder__is_refused_if_others_can_write_to_it),
		T(missing_database__is_refused_beside_keys_of_the_server),
		T(killed_server__starts_again_without_a_warning),
		T(lost_wal__is_reported_after_an_unclean_stop),
		T(merged_wal__is_not_reported_but_a_lost_one_is),
		T(damaged_database__is_refused_without_its_wal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
