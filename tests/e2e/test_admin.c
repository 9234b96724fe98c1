/*
 * tchat-server account, ban and prune change a running server, or the data if no server runs
 * (tchat-server(8)).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

#define KEY_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
/* "\0ada\0secret pass", and the same with another password, in base64 */
#define PLAIN_RIGHT "AGFkYQBzZWNyZXQgcGFzcw=="
#define PLAIN_OTHER "AGFkYQBhbm90aGVyIG9uZQ=="

#define RUN(status, input, ...)                  \
	server_command("account", status, input, \
	    (const char *const[]){ __VA_ARGS__, NULL })
#define BAN(status, ...) \
	server_command(  \
	    "ban", status, NULL, (const char *const[]){ __VA_ARGS__, NULL })
#define GOOD(...)	 proc_free(RUN(0, NULL, __VA_ARGS__))
#define WITH(input, ...) proc_free(RUN(0, input, __VA_ARGS__))

static void
expect_said(struct proc *p, const char *text)
{
	if (strstr(buf_str(&p->said), text) == NULL)
		fail_msg("no \"%s\" in: %s", text, buf_str(&p->said));
	proc_free(p);
}

static void
expect_wrong(struct proc *p, const char *why)
{
	if (strstr(buf_str(&p->erred), why) == NULL)
		fail_msg("no \"%s\" in: %s", why, buf_str(&p->erred));
	proc_free(p);
}

/* Return whether the server accepts this PLAIN message (base64, RFC 4616) as a login of ada. */
static void
expect_login(const char *plain, const char *numeric)
{
	struct peer p;

	peer_connect(&p, server.port);
	assert_true(peer_register(&p, "bo"));
	peer_say(&p, "CAP REQ sasl\r\nAUTHENTICATE PLAIN\r\n");
	assert_true(peer_expect(&p, "AUTHENTICATE +"));
	peer_say(&p, "AUTHENTICATE %s\r\n", plain);
	assert_true(peer_expect(&p, numeric));
	peer_say(&p, "QUIT\r\n");
	assert_true(peer_expect(&p, "ERROR"));
	peer_close(&p);
}

static void
account_add__works_at_once_and_survives_a_restart(void **state)
{
	(void)state;
	WITH("secret pass\n", "add", "ada");
	expect_login(PLAIN_RIGHT, " 903 ");
	expect_login(PLAIN_OTHER, " 904 ");
	expect_said(RUN(0, NULL, "list"), "ada\tseen ");
	proc_signal(server.proc, 9);
	proc_wait(server.proc, PROC_DEADLINE);
	expect_said(RUN(0, NULL, "show", "ADA"), "password: yes");
	e2e_server_restart(&server, NULL);
	expect_login(PLAIN_RIGHT, " 903 ");
}

/* "ada" with Cyrillic letters: the command creates it and prints a warning. */
static void
look_alikes__are_reported_and_listed_at_the_start(void **state)
{
	(void)state;
	WITH("secret pass\n", "add", "ada");
	proc_free(RUN(0, "another one\n", "add", "barn"));
	expect_said(RUN(0, "secret pass\n", "add",
			"\xd0\xb0"
			"d\xd0\xb0"),
	    "looks like ada");
	proc_free(RUN(0, "another one\n", "add", "bam"));
	e2e_server_stop(&server);
	e2e_server_restart(&server, NULL);
	assert_non_null(
	    strstr(buf_str(&server.proc->erred), "look alike name=ada"));
	expect_login(PLAIN_RIGHT, " 903 ");
}

static void
account__changes_the_data_without_a_server(void **state)
{
	(void)state;
	assert_int_equal(e2e_server_stop(&server), 0);
	WITH("secret pass\n", "add", "ada");
	GOOD("add", "bob", KEY_A);
	expect_said(RUN(0, NULL, "list", "b*"), "bob\tseen ");
	GOOD("drop", "bob");
	e2e_server_restart(&server, NULL);
	expect_login(PLAIN_RIGHT, " 903 ");
	expect_wrong(RUN(1, NULL, "show", "bob"), "no account named \"bob\"");
}

/* A script starts the server and creates an account in the next line. */
static void
account__waits_for_a_server_that_is_starting(void **state)
{
	const char *argv[] = { e2e_program("tchat-server"), "-l", "127.0.0.1",
		"-p", "0", "-D", server.dir, NULL };
	struct proc *starting;

	(void)state;
	assert_int_equal(e2e_server_stop(&server), 0);
	starting = proc_start(argv, NULL);
	WITH("secret pass\n", "add", "ada");
	assert_true(proc_expect_err(starting, "listening on"));
	expect_said(RUN(0, NULL, "show", "ada"), "password: yes");
	proc_free(starting);
}

static void
account_password__replaces_the_password(void **state)
{
	(void)state;
	WITH("secret pass\n", "add", "ada");
	WITH("another one\n", "password", "ada");
	expect_login(PLAIN_RIGHT, " 904 ");
	expect_login(PLAIN_OTHER, " 903 ");
}

static void
account_key__adds_and_removes_keys_but_not_the_last_credential(void **state)
{
	(void)state;
	GOOD("add", "ada", KEY_A);
	expect_said(RUN(0, NULL, "show", "ada"), "key: " KEY_A);
	expect_wrong(RUN(1, NULL, "key", "ada", "add", KEY_A), "each key once");
	expect_wrong(RUN(1, NULL, "key", "ada", "add", "123"), "hexadecimal");
	expect_wrong(
	    RUN(1, NULL, "key", "ada", "del", KEY_A), "nobody could log in");
	WITH("secret pass\n", "password", "ada");
	GOOD("key", "ada", "del", KEY_A);
	expect_wrong(
	    RUN(1, NULL, "key", "ada", "del", KEY_A), "has no such key");
}

static void
account_suspend__disconnects_and_refuses_logins_until_unsuspend(void **state)
{
	struct peer p;

	(void)state;
	WITH("secret pass\n", "add", "ada");
	peer_connect(&p, server.port);
	assert_true(peer_register(&p, "bo"));
	peer_say(&p, "CAP REQ sasl\r\nAUTHENTICATE PLAIN\r\n");
	assert_true(peer_expect(&p, "AUTHENTICATE +"));
	peer_say(&p, "AUTHENTICATE " PLAIN_RIGHT "\r\n");
	assert_true(peer_expect(&p, " 903 "));
	GOOD("suspend", "ada", "sold", "things");
	assert_true(peer_expect(&p, "sold things"));
	peer_close(&p);
	expect_said(RUN(0, NULL, "list"), "suspended: sold things");
	expect_login(PLAIN_RIGHT, " 904 ");
	GOOD("unsuspend", "ada");
	expect_login(PLAIN_RIGHT, " 903 ");
	expect_wrong(RUN(1, NULL, "unsuspend", "ada"), "not suspended");
}

static void
account__reports_wrong_arguments(void **state)
{
	(void)state;
	expect_wrong(
	    RUN(1, NULL, "list", "a", "b"), "usage: account list [mask]");
	expect_wrong(RUN(1, NULL, "add"), "account add name [key]");
	expect_wrong(RUN(1, NULL, "dance"), "no such command");
	expect_wrong(RUN(1, NULL, NULL), "the command is missing");
	expect_wrong(RUN(1, "\n", "add", "ada"), "the password is not valid");
	expect_wrong(RUN(1, "x y z\n", "add", "#ada"), "not a valid nick");
	WITH("secret pass\n", "add", "ada");
	expect_wrong(RUN(1, "x y z\n", "add", "aDA"), "already");
	expect_wrong(RUN(1, NULL, "drop", "cy"), "no account named \"cy\"");
}

/* A ban works at once and over a restart, until it is removed. */
static void
ban__disconnects_and_refuses_users(void **state)
{
	struct peer p;

	(void)state;
	peer_connect(&p, server.port);
	assert_true(peer_register(&p, "troll"));
	expect_said(BAN(0, "add", "troll!*@*", "2h", "spam", "again"),
	    "banned troll!*@*. Banned users see: You are banned");
	assert_true(peer_expect(&p, "spam again"));
	peer_close(&p);
	expect_said(BAN(0, "list", NULL), "troll!*@*\tby (command line)\t");
	assert_int_equal(e2e_server_stop(&server), 0);
	proc_free(BAN(0, "add", "a:ada", "forever"));
	e2e_server_restart(&server, NULL);
	expect_said(BAN(0, "list", NULL), "a:ada\tby ");
	peer_connect(&p, server.port);
	peer_say(&p, "NICK troll\r\nUSER t 0 * :t\r\n");
	assert_true(peer_expect(&p, " 465 "));
	peer_close(&p);
	proc_free(BAN(0, "drop", "troll!*@*"));
	expect_wrong(BAN(1, "drop", "troll!*@*"), "no ban");
	peer_connect(&p, server.port);
	assert_true(peer_register(&p, "troll"));
	peer_close(&p);
}

static void
ban__refuses_bad_masks(void **state)
{
	(void)state;
	expect_wrong(BAN(1, "add", "troll!*@*", "soon"), "is not a duration");
	expect_wrong(BAN(1, "add", "10.0.0.0/99"), "not an address or a range");
	expect_wrong(BAN(1, NULL), "the command is missing");
	expect_said(BAN(0, "list", NULL), "");
}

static void
control_socket__is_private_and_removed_with_the_server(void **state)
{
	char *door = path_join(server.dir, "control");
	struct stat st;

	(void)state;
	assert_int_equal(stat(door, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(e2e_server_stop(&server), 0);
	assert_int_equal(stat(door, &st), -1);
	free(door);
}

/* Store one message of 2001 and one of now. */
static void
import_two(void)
{
	static const char fmt[] =
	    "{\"msgid\":\"%s\",\"time\":\"%s\",\"type\":\"message\","
	    "\"in\":[\"#tea\"],\"room\":\"#tea\",\"nick\":\"ada\","
	    "\"username\":\"u\",\"host\":\"h\",\"realname\":\"r\","
	    "\"text\":\"t\"}\n";
	char now[CLOCK_ISO_SIZE], *lines, *more;

	clock_iso(now, clock_ms());
	xasprintf(&lines, fmt, "000000000000000000000000AA",
	    "2001-01-01T00:00:00.000Z");
	xasprintf(&more, fmt, "000000000000000000000000AB", now);
	proc_free(
	    server_command("import", 0, lines, (const char *const[]){ NULL }));
	proc_free(
	    server_command("import", 0, more, (const char *const[]){ NULL }));
	free(lines);
	free(more);
}

#define PRUNE(status, ...) \
	server_command(    \
	    "prune", status, NULL, (const char *const[]){ __VA_ARGS__, NULL })

static void
prune__deletes_old_history_with_and_without_a_server(void **state)
{
	static const char *const days[] = { "--history-days", "30", NULL };
	char *conf = path_join(server.dir, "x.conf");
	FILE *f = fopen(conf, "we");

	(void)state;
	assert_non_null(f);
	fputs("history-days = 30\n", f);
	fclose(f);
	expect_wrong(PRUNE(1, NULL), "history-days is 0");
	assert_int_equal(e2e_server_stop(&server), 0);
	import_two();
	e2e_server_restart(&server, days);
	expect_said(PRUNE(0, NULL), "deleted 1 messages");
	expect_said(PRUNE(0, NULL), "deleted 0 messages");
	assert_true(proc_expect_err(server.proc, "deleted history"));
	assert_int_equal(e2e_server_stop(&server), 0);
	import_two();
	expect_wrong(PRUNE(1, NULL), "history-days is 0");
	expect_said(PRUNE(0, "-f", conf), "deleted 1 messages");
	expect_wrong(PRUNE(2, "now"), "unexpected argument");
	free(conf);
}

#define T(f) cmocka_unit_test_setup_teardown(f, server_setup, server_teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		T(account_add__works_at_once_and_survives_a_restart),
		T(look_alikes__are_reported_and_listed_at_the_start),
		T(account__changes_the_data_without_a_server),
		T(account__waits_for_a_server_that_is_starting),
		T(account_password__replaces_the_password),
		T(account_key__adds_and_removes_keys_but_not_the_last_credential),
		T(account_suspend__disconnects_and_refuses_logins_until_unsuspend),
		T(account__reports_wrong_arguments),
		T(ban__disconnects_and_refuses_users),
		T(ban__refuses_bad_masks),
		T(prune__deletes_old_history_with_and_without_a_server),
		T(control_socket__is_private_and_removed_with_the_server),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
