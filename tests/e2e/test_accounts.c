/*
 * Accounts on a real server: an account that was confirmed survives a kill at that moment, and of many
 * clients that register one name exactly one gets it.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/certs.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

/* "\0ada\0correcthorse", and the same with another password (RFC 4616), in base64 */
#define PLAIN_RIGHT "AGFkYQBjb3JyZWN0aG9yc2U="
#define PLAIN_WRONG "AGFkYQB3cm9uZw=="

enum { RIVALS = 6 };

static char *
make_cert(const char *name)
{
	char *file = path_join(server.dir, name);
	struct cert cert;

	cert_make(&cert, name, NULL, 30, NULL);
	cert_write(&cert, file, 1);
	cert_clear(&cert);
	return file;
}

/* Connect over TLS with this client certificate. */
static struct proc *
s_client(const char *cert)
{
	const char *argv[] = { "openssl", "s_client", "-quiet", "-connect",
		NULL, "-cert", cert, "-key", cert, NULL };
	struct proc *p;
	char *where;

	xasprintf(&where, "127.0.0.1:%u", server.port);
	argv[4] = where;
	p = proc_start(argv, NULL);
	free(where);
	return p;
}

static void
register__binds_the_key_and_it_survives_a_kill(void **state)
{
	char *own, *other;
	struct proc *p;

	(void)state;
	e2e_require("openssl");
	own = make_cert("own.pem");
	other = make_cert("other.pem");
	p = s_client(own);
	proc_say(p, "NICK ada\r\nUSER ada 0 * :Ada\r\n");
	assert_true(proc_expect(p, " 001 ada "));
	proc_say(p, "REGISTER * * *\r\n");
	assert_true(proc_expect(p, "REGISTER SUCCESS ada"));
	server_kill_and_restart(NULL);
	proc_free(p);
	p = s_client(other);
	proc_say(p, "CAP REQ sasl\r\nNICK ada\r\nUSER ada 0 * :Ada\r\n"
		    "AUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n");
	assert_true(proc_expect(p, " 904 "));
	proc_say(p, "CAP END\r\n");
	assert_true(proc_expect(p, " 433 "));
	proc_free(p);
	p = s_client(own);
	proc_say(p, "CAP REQ sasl\r\nNICK ada\r\nUSER ada 0 * :Ada\r\n"
		    "AUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n");
	assert_true(proc_expect(p, " 903 "));
	proc_say(p, "CAP END\r\nACCOUNT\r\n");
	assert_true(proc_expect(p, " 001 ada "));
	assert_true(proc_expect(p, "NOTE ACCOUNT PASSWORD no "));
	assert_true(proc_expect(p, "NOTE ACCOUNT KEY "));
	assert_true(proc_expect(p, "This connection uses it"));
	proc_free(p);
	free(own);
	free(other);
}

/* With a password the certificate is bound as well, so the password can be removed. */
static void
register__binds_password_and_key_over_tls(void **state)
{
	char *own;
	struct proc *p;

	(void)state;
	e2e_require("openssl");
	own = make_cert("own.pem");
	p = s_client(own);
	proc_say(p, "NICK ada\r\nUSER ada 0 * :Ada\r\n"
		    "REGISTER * * correcthorse\r\nACCOUNT PASSWORD\r\n");
	assert_true(proc_expect(p, "REGISTER SUCCESS ada"));
	assert_true(proc_expect(p, "NOTE ACCOUNT PASSWORD_REMOVED ada"));
	proc_say(p, "ACCOUNT KEY ADD\r\n");
	assert_true(proc_expect(p, "FAIL ACCOUNT KEY_EXISTS "));
	proc_free(p);
	free(own);
}

/* Return whether the server accepts this PLAIN message as a login. */
static void
expect_login(const char *plain, const char *numeric)
{
	struct peer p;

	peer_connect(&p, server.port);
	peer_say(&p, "CAP REQ sasl\r\nAUTHENTICATE PLAIN\r\n");
	assert_true(peer_expect(&p, "AUTHENTICATE +"));
	peer_say(&p, "AUTHENTICATE %s\r\n", plain);
	assert_true(peer_expect(&p, numeric));
	peer_close(&p);
}

static void
password__survives_a_kill(void **state)
{
	struct peer p;
	int i;

	(void)state;
	peer_connect(&p, server.port);
	assert_true(peer_register(&p, "ada"));
	peer_say(&p, "REGISTER * * correcthorse\r\n");
	assert_true(peer_expect(&p, "REGISTER SUCCESS ada"));
	for (i = 0; i < 2; i++) {
		server_kill_and_restart(NULL);
		peer_close(&p);
		expect_login(PLAIN_RIGHT, " 903 ");
		expect_login(PLAIN_WRONG, " 904 ");
		peer_connect(&p, server.port);
		peer_say(&p, "NICK ada\r\nUSER ada 0 * :Ada\r\n");
		assert_true(peer_expect(&p, " 433 "));
	}
	peer_close(&p);
}

static void
nc__registers_and_logs_in(void **state)
{
	struct proc *nc;

	(void)state;
	nc = e2e_nc(&server);
	proc_say(nc, "/nick ada\n/register correct horse\n");
	assert_true(proc_expect(nc, "ada is registered to you"));
	server_kill_and_restart(NULL);
	proc_free(nc);
	nc = e2e_nc(&server);
	proc_say(nc, "/nick ada\n/login ada nonsense\n"
		     "/login ada correct horse\n");
	assert_true(proc_expect(nc, "Wrong password."));
	assert_true(proc_expect(nc, "You are now known as ada"));
	assert_true(proc_expect(nc, "You are logged in as ada."));
	proc_free(nc);
}

/* nc inside TLS, with a client certificate. */
static void
nc_over_tls__logs_in_by_certificate(void **state)
{
	char *own;
	struct proc *p;

	(void)state;
	e2e_require("openssl");
	own = make_cert("own.pem");
	p = s_client(own);
	proc_say(p, "/nick ada\n/register *\n");
	assert_true(proc_expect(p, "ada is registered to you"));
	server_kill_and_restart(NULL);
	proc_free(p);
	p = s_client(own);
	proc_say(p, "/login nobody\n/login\n");
	assert_true(proc_expect(p, "Usage: /login NICK PASSWORD"));
	assert_true(proc_expect(p, "You are logged in as ada."));
	proc_free(p);
	free(own);
}

/* /login NAME counts as EXTERNAL with that name as authzid; /login alone has none. */
static void
pending_key__is_bound_by_login_with_the_account_name(void **state)
{
	struct peer ada;
	char print[96], *file;
	struct cert cert;
	struct proc *p;
	int64_t end;

	(void)state;
	e2e_require("openssl");
	file = path_join(server.dir, "own.pem");
	cert_make(&cert, "own", NULL, 30, NULL);
	cert_write(&cert, file, 1);
	cert_fingerprint(&cert, print);
	cert_clear(&cert);
	peer_connect(&ada, server.port);
	assert_true(peer_register(&ada, "ada"));
	peer_say(&ada, "REGISTER * * correcthorse\r\n");
	assert_true(peer_expect(&ada, "REGISTER SUCCESS ada"));
	peer_say(&ada, "ACCOUNT KEY ADD %s\r\n", print);
	assert_true(peer_expect(&ada, "KEY_PENDING "));
	p = s_client(file);
	proc_say(p, "/nick bo\n/login\n");
	assert_true(proc_expect(p, "Nick or password missing."));
	proc_say(p, "/login ada\n");
	assert_true(proc_expect(p, "You are now ada"));
	/* the reply comes after the commit */
	end = clock_mono_ms() + PROC_DEADLINE;
	do {
		peer_say(&ada, "ACCOUNT KEY\r\n");
		assert_true(peer_expect(&ada, ":End of keys"));
	} while (peer_count(&ada, " :Bound ") == 0 && clock_mono_ms() < end);
	assert_true(peer_count(&ada, " :Bound ") > 0);
	proc_free(p);
	peer_close(&ada);
	free(file);
}

/* checklist 58 */
static void
register__succeeds_for_one_of_many_rivals(void **state)
{
	struct peer rivals[RIVALS];
	size_t i, won = 0, lost = 0;

	(void)state;
	for (i = 0; i < RIVALS; i++) {
		peer_connect(&rivals[i], server.port);
		peer_say(&rivals[i], "CAP LS 302\r\nNICK ada\r\n");
		assert_true(peer_expect(&rivals[i], " LS "));
	}
	for (i = 0; i < RIVALS; i++)
		peer_say(
		    &rivals[i], "REGISTER * * rivals-%zu\r\nPING x\r\n", i);
	for (i = 0; i < RIVALS; i++) {
		assert_true(peer_expect(&rivals[i], " PONG "));
		won += peer_count(&rivals[i], "REGISTER SUCCESS ada");
		lost += peer_count(&rivals[i], "REGISTER ACCOUNT_EXISTS ada");
		peer_close(&rivals[i]);
	}
	assert_int_equal(won, 1);
	assert_int_equal(lost, RIVALS - 1);
}

#define CASE(f) \
	cmocka_unit_test_setup_teardown(f, server_setup, server_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(register__binds_the_key_and_it_survives_a_kill),
		CASE(register__binds_password_and_key_over_tls),
		CASE(password__survives_a_kill),
		CASE(nc__registers_and_logs_in),
		CASE(nc_over_tls__logs_in_by_certificate),
		CASE(pending_key__is_bound_by_login_with_the_account_name),
		CASE(register__succeeds_for_one_of_many_rivals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
