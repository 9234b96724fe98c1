/*
 * Seen means kept (DESIGN 9): a server that is killed at any moment has every message that
 * anyone saw, once, in the order in which it was seen; one whose disk is full refuses, and
 * goes on when there is space.
 */
#include <sys/resource.h>
#include <sys/stat.h>

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "common/clock.h"
#include "common/msgid.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/peer.h"
#include "tests/support/store_rig.h"

enum { KILLS = 12, SENDERS = 4, BURST = 20, LONGEST_MS = 150, PAGE = 1000000 };

static struct e2e_server server;
static const char *no_pace[] = { "--flood-rate", "0", NULL };

/* What was seen in the lobby by one who only looked, in all lives of the server. */
static char **seen;
static size_t nseen, seen_size;

static void
see(struct view text)
{
	if (nseen == seen_size) {
		seen_size = seen_size == 0 ? 1024 : 2 * seen_size;
		seen = xreallocarray(seen, seen_size, sizeof(char *));
	}
	seen[nseen++] = xviewdup(text);
}

/* The texts of whole lines "... PRIVMSG #lobby :text"; the last line may be torn. */
static void
see_all(struct peer *p)
{
	struct view rest = buf_view(&p->got), line;
	const char *at;

	while (view_cut(&rest, '\n', &line)) {
		if (rest.p == NULL || line.len == 0)
			break;
		line.len -= line.p[line.len - 1] == '\r';
		at = memmem(line.p, line.len, " PRIVMSG #lobby :", 17);
		if (at != NULL)
			see((struct view){
			    at + 17, (size_t)(line.p + line.len - at - 17) });
	}
}

/* All say what they have to say, until the server is killed at some moment. */
static void
live_and_die(int life)
{
	int64_t end;
	struct peer senders[SENDERS], watcher;
	size_t i, k, n = 0;

	peer_connect(&watcher, server.port);
	assert_true(peer_register(&watcher, "watcher"));
	for (i = 0; i < SENDERS; i++) {
		peer_connect(&senders[i], server.port);
		peer_say(&senders[i], "NICK s%zu\r\nUSER u 0 * :u\r\n", i);
		assert_true(peer_expect(&senders[i], " 366 "));
	}
	end = clock_mono_ms() + 20 + random_below(LONGEST_MS);
	while (clock_mono_ms() < end) {
		for (i = 0; i < SENDERS; i++)
			for (k = 0; k < BURST; k++)
				peer_say(&senders[i],
				    "PRIVMSG #lobby :life %d of %zu, %zu.\r\n",
				    life, i, n + k);
		n += BURST;
		peer_pump(&watcher, 1);
		for (i = 0; i < SENDERS; i++)
			peer_pump(&senders[i], 0);
	}
	proc_signal(server.proc, SIGKILL);
	assert_int_equal(proc_wait(server.proc, PROC_DEADLINE), 128 + SIGKILL);
	assert_true(peer_expect_end(&watcher));
	see_all(&watcher);
	for (i = 0; i < SENDERS; i++)
		peer_close(&senders[i]);
	peer_close(&watcher);
}

/* "life L of S, N.", whole. */
static int
is_whole(const char *text)
{
	int life, of, n, end = -1;

	return sscanf(text, "life %d of %d, %d.%n", &life, &of, &n, &end) ==
		   3 &&
	       end == (int)strlen(text);
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* No text twice; they are in another order then. */
static void
expect_once(char **texts, size_t n)
{
	size_t i;

	qsort(texts, n, sizeof(char *), compare_texts);
	for (i = 1; i < n; i++)
		assert_string_not_equal(texts[i - 1], texts[i]);
}

/* What was seen is in the history in its order, once; more may be there. */
static void
expect_history(void)
{
	struct store_rig rig;
	struct store_range all = { .limit = PAGE, .said_only = 1 };
	char **texts;
	size_t i, at = 0;

	store_rig_init(&rig);
	free(rig.file);
	rig.file = path_join(server.dir, "tchat.db");
	rig.settings.file = rig.file;
	store_rig_open(&rig);
	store_rig_query(&rig, "#lobby", &all);
	assert_int_equal(rig.result, STORE_OK);
	texts = xcalloc(rig.nevents + 1, sizeof(char *));
	for (i = 0; i < rig.nevents; i++) {
		char *text = texts[i] = rig.events[i]->text;

		if (!is_whole(text))
			fail_msg("torn: \"%s\"", text);
		if (at < nseen && strcmp(text, seen[at]) == 0)
			at++;
	}
	if (at < nseen)
		fail_msg("seen, and not in the history in its order: \"%s\"",
		    seen[at]);
	expect_once(texts, rig.nevents);
	free(texts);
	fprintf(stderr, "seen %zu, kept %zu\n", nseen, rig.nevents);
	store_rig_clear(&rig);
}

static void
killed_at_any_moment__the_server_has_all_that_was_seen(void **state)
{
	int life;
	size_t i;

	(void)state;
	e2e_server_start(&server, no_pace);
	for (life = 0; life < KILLS; life++) {
		if (life > 0)
			e2e_server_restart(&server, no_pace);
		live_and_die(life);
		expect_history();
	}
	assert_true(nseen > 0);
	expect_once(seen, nseen);
	for (i = 0; i < nseen; i++)
		free(seen[i]);
	free(seen);
	e2e_server_free(&server);
}

static void
limit_files(rlim_t bytes)
{
	struct rlimit limit = { bytes, RLIM_INFINITY };

	assert_int_equal(
	    prlimit(server.proc->pid, RLIMIT_FSIZE, &limit, NULL), 0);
}

/* Files that may not grow are like a disk that is full. */
static void
a_full_disk__refuses_what_is_said__until_there_is_space(void **state)
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
	assert_true(proc_expect_err(server.proc, "cannot keep what is said"));
	assert_true(proc_expect_err(server.proc, "is kept again"));
	e2e_server_free(&server);
}

/* A second of PINGs, one after the other; the longest that one took, in ms. */
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
 * The lock is let go only after all PINGs were answered. Were one of them to wait for it, the
 * server would have given the message up before.
 */
static void
a_locked_database__holds_up_nobody_but_who_waits_for_it(void **state)
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
a_damaged_history__is_named__and_the_server_does_not_start(void **state)
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
	assert_true(proc_expect_err(p, "is damaged, or no database"));
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
		    killed_at_any_moment__the_server_has_all_that_was_seen),
		cmocka_unit_test(
		    a_full_disk__refuses_what_is_said__until_there_is_space),
		cmocka_unit_test(
		    a_locked_database__holds_up_nobody_but_who_waits_for_it),
		cmocka_unit_test(
		    a_damaged_history__is_named__and_the_server_does_not_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
