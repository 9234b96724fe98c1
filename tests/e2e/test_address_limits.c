/*
 * Limits by address, server bans that survive a kill, and cloaked hosts, on a real server.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

static const char *const strict[] = { "--no-exempt-loopback",
	"--clients-per-address", "3", "--connects-per-address", "8", NULL };

static int
setup(void **state)
{
	(void)state;
	e2e_server_start(&server, strict);
	return 0;
}

/* Expect this reason and the end of the connection. */
static void
expect_refused(const char *address, const char *why)
{
	struct peer p;

	peer_connect_from(&p, server.port, address);
	assert_true(peer_expect(&p, why));
	assert_true(peer_expect_end(&p));
	peer_close(&p);
}

static void
enter(struct peer *p, const char *address, const char *nick)
{
	peer_connect_from(p, server.port, address);
	assert_true(peer_register(p, nick));
}

/* checklist 17 */
static void
connections__are_limited_by_address_and_by_rate(void **state)
{
	struct peer p[3], other;
	int i;

	(void)state;
	enter(&p[0], "127.0.0.2", "ada");
	enter(&p[1], "127.0.0.2", "bob");
	peer_connect_from(&p[2], server.port, "127.0.0.2");
	expect_refused("127.0.0.2", "ERROR :Too many connections");
	enter(&other, "127.0.0.3", "cid");
	for (i = 1; i < 3; i++) {
		peer_say(&p[i], "QUIT\r\n");
		peer_expect_end(&p[i]);
		peer_close(&p[i]);
	}
	peer_say(&p[0], "PING still\r\n");
	assert_true(peer_expect(&p[0], "still"));
	for (i = 3; i < 8; i++) {
		peer_connect_from(&p[1], server.port, "127.0.0.2");
		peer_say(&p[1], "NICK x\r\nQUIT\r\n");
		assert_true(peer_expect(&p[1], "ERROR"));
		assert_true(peer_expect_end(&p[1]));
		peer_close(&p[1]);
	}
	expect_refused("127.0.0.2", "ERROR :You are connecting too often");
	peer_close(&p[0]);
	peer_close(&other);
}

static void
ban(const char *range, const char *reason)
{
	const char *argv[] = { e2e_program("tchat-server"), "ban", "-D",
		server.dir, "add", range, "1h", reason, NULL };
	struct proc *p = proc_start(argv, NULL);

	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	proc_free(p);
}

static void
bans__disconnect_users_and_survive_a_kill(void **state)
{
	struct peer p;

	(void)state;
	enter(&p, "127.0.7.7", "eve");
	ban("127.0.7.0/24", "enough");
	assert_true(peer_expect(&p, " 465 eve :You are banned "));
	assert_true(peer_expect(&p, "ERROR "));
	assert_true(peer_expect_end(&p));
	peer_close(&p);
	expect_refused("127.0.7.8", " 465 * :You are banned ");
	/* A TLS client is banned too, whatever it sends first. */
	peer_connect_from(&p, server.port, "127.0.7.9");
	peer_write(&p, "\x16\x03\x01\x02\x00\x01", 6);
	assert_true(peer_expect(&p, "UTC: enough"));
	peer_close(&p);
	proc_signal(server.proc, 9);
	proc_wait(server.proc, PROC_DEADLINE);
	e2e_server_restart(&server, strict);
	expect_refused("127.0.7.8", "UTC: enough");
	enter(&p, "127.0.8.8", "ada");
	peer_close(&p);
}

static char *
host_of(const char *address, const char *nick)
{
	struct peer p;
	const char *at;
	char *mask, *host;

	enter(&p, address, nick);
	peer_say(&p, "WHOIS %s\r\n", nick);
	assert_true(peer_expect(&p, " 318 "));
	xasprintf(&mask, " 311 %s %s %s ", nick, nick, nick);
	at = strstr(buf_str(&p.got), mask);
	assert_non_null(at);
	at += strlen(mask);
	host = xstrdup(at);
	host[strcspn(host, " ")] = '\0';
	peer_close(&p);
	free(mask);
	return host;
}

static void
cloaks__stay_the_same_over_a_restart(void **state)
{
	char *file = path_join(server.dir, "cloak-key"), *first, *again;
	struct stat st;

	(void)state;
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	first = host_of("127.0.0.2", "ada");
	assert_non_null(strstr(first, ".ip"));
	assert_null(strstr(first, "127"));
	assert_int_equal(e2e_server_stop(&server), 0);
	e2e_server_restart(&server, strict);
	again = host_of("127.0.0.2", "ada");
	assert_string_equal(first, again);
	free(first);
	free(again);
	free(file);
}

static void
cloak_key__is_refused_if_others_can_read_it(void **state)
{
	char *file = path_join(server.dir, "cloak-key");
	const char *argv[] = { e2e_program("tchat-server"), "-l", "127.0.0.1",
		"-p", "0", "-D", server.dir, NULL };
	struct proc *p;

	(void)state;
	assert_int_equal(e2e_server_stop(&server), 0);
	assert_int_equal(chmod(file, 0644), 0);
	p = proc_start(argv, NULL);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 1);
	assert_non_null(strstr(buf_str(&p->erred), "chmod 600"));
	proc_free(p);
	free(file);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, server_teardown)
	const struct CMUnitTest tests[] = {
		T(connections__are_limited_by_address_and_by_rate),
		T(bans__disconnect_users_and_survive_a_kill),
		T(cloaks__stay_the_same_over_a_restart),
		T(cloak_key__is_refused_if_others_can_read_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
