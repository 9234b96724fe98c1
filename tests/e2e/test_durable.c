/*
 * A message that anyone saw is stored: a server that is killed at any moment has it, once
 * and in order; a server with a full disk refuses messages, and accepts them again when there is
 * space.
 */
#include <sys/resource.h>
#include <sys/stat.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "common/clock.h"
#include "common/path.h"
#include "tests/support/mortal.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

enum { KILLS = 12 };

static const char *no_pace[] = { "--flood-rate", "0", NULL };

static void
kill_at_any_moment__loses_no_message_that_was_seen(void **state)
{
	struct mortal m;
	int life;

	(void)state;
	mortal_init(&m, no_pace);
	for (life = 0; life < KILLS; life++)
		mortal_live_and_die(&m);
	mortal_expect_seen_once(&m);
	mortal_clear(&m);
}

static void
limit_files(rlim_t bytes)
{
	struct rlimit limit = { bytes, RLIM_INFINITY };

	assert_int_equal(
	    prlimit(server.proc->pid, RLIMIT_FSIZE, &limit, NULL), 0);
}

/* A limit on file sizes acts like a full disk. */
static void
full_disk__refuses_messages_until_there_is_space(void **state)
{
	struct peer ana, bo;
	int i;

	(void)state;
	e2e_server_start(&server, no_pace);
	peer_connect(&ana, server.port);
	assert_true(peer_register(&ana, "ana"));
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	for (i = 0; i < 20; i++) {
		peer_say(&ana, "PRIVMSG #lobby :before %d\r\n", i);
		peer_say(&ana, "PING %d\r\n", i);
		assert_true(peer_expect(&ana, " PONG "));
	}
	assert_true(peer_expect(&bo, "before 19"));
	limit_files(16384);
	peer_say(&ana, "PRIVMSG #lobby :lost\r\n");
	assert_true(peer_expect(&ana, "NOT_STORED #lobby"));
	peer_say(&ana, "PRIVMSG bo :direct\r\n");
	assert_true(peer_expect(&bo, ":direct"));
	limit_files(RLIM_INFINITY);
	peer_say(&ana, "PRIVMSG #lobby :after\r\n");
	assert_true(peer_expect(&bo, ":after"));
	assert_false(peer_has(&bo, ":lost"));
	peer_close(&ana);
	peer_close(&bo);
	assert_int_equal(e2e_server_stop(&server), 0);
	assert_true(proc_expect_err(server.proc, "cannot store messages"));
	assert_true(proc_expect_err(server.proc, "are stored again"));
	e2e_server_free(&server);
}

/* Send PINGs for a second, one after the other; return the longest round trip in ms. */
static int64_t
ping_for_a_second(struct peer *p)
{
	int64_t began = clock_mono_ms(), longest = 0, sent, took;
	int i;

	for (i = 0; clock_mono_ms() - began < 1000; i++) {
		char token[32];

		snprintf(token, sizeof(token), "token%d\r\n", i);
		sent = clock_mono_ms();
		peer_say(p, "PING %s", token);
		assert_true(peer_expect(p, token));
		took = clock_mono_ms() - sent;
		longest = took > longest ? took : longest;
	}
	return longest;
}

/*
 * The lock is released only after all PINGs were answered. If a PING had waited for it, the server
 * would have given up the message before.
 */
static void
locked_database__delays_only_the_clients_that_wait_for_it(void **state)
{
	char *file;
	struct peer ana, bo;
	sqlite3 *other;

	(void)state;
	e2e_server_start(&server, no_pace);
	file = path_join(server.dir, "tchat.db");
	peer_connect(&ana, server.port);
	assert_true(peer_register(&ana, "ana"));
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	assert_int_equal(sqlite3_open(file, &other), SQLITE_OK);
	sqlite3_busy_timeout(other, PROC_DEADLINE);
	assert_int_equal(
	    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL),
	    SQLITE_OK);
	peer_say(&ana, "PRIVMSG #lobby :kept late\r\n");
	fprintf(stderr,
	    "longest answer while the database is locked: %lld ms\n",
	    (long long)ping_for_a_second(&bo));
	assert_false(peer_has(&bo, "kept late"));
	assert_int_equal(
	    sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	assert_true(peer_expect(&bo, "kept late"));
	assert_false(peer_has(&ana, "NOT_STORED"));
	peer_close(&ana);
	peer_close(&bo);
	assert_int_equal(e2e_server_stop(&server), 0);
	e2e_server_free(&server);
	free(file);
}

static void
damaged_history__is_named_and_the_server_does_not_start(void **state)
{
	char *dir = e2e_folder(), *file = path_join(dir, "tchat.db");
	const char *argv[] = { e2e_program("tchat-server"), "-l", "127.0.0.1",
		"-p", "0", "-D", dir, NULL };
	FILE *f = fopen(file, "w");
	struct proc *p;
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		fprintf(f, "no database ");
	fclose(f);
	assert_int_equal(chmod(file, 0600), 0);
	p = proc_start(argv, NULL);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 1);
	assert_true(proc_expect_err(p, "tchat-server: "));
	assert_true(proc_expect_err(p, file));
	assert_true(proc_expect_err(p, "is damaged or not a database"));
	proc_free(p);
	e2e_remove(dir);
	free(dir);
	free(file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    kill_at_any_moment__loses_no_message_that_was_seen),
		cmocka_unit_test(
		    full_disk__refuses_messages_until_there_is_space),
		cmocka_unit_test(
		    locked_database__delays_only_the_clients_that_wait_for_it),
		cmocka_unit_test(
		    damaged_history__is_named_and_the_server_does_not_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
