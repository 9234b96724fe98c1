/*
 * link and trust: which certificates are accepted, which are refused and with what message, and when the client sends
 * its own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/net/trust.h"
#include "tests/support/secure_world.h"
#include "tests/support/test.h"

static struct secure_world w;

static int
setup(void **state)
{
	(void)state;
	world_open(&w);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

#define REFUSED(host, ...) \
	world_is_refused(&w, host, (const char *const[]){ __VA_ARGS__, NULL })

static void
new_server__is_shown_once__and_saved(void **state)
{
	(void)state;
	world_comes_up(&w, "127.0.0.1");
	assert_int_equal(w.notices, 1);
	assert_non_null(strstr(buf_str(&w.notice), w.digest));
	assert_non_null(strstr(buf_str(&w.notice), "added to known_hosts"));
	world_comes_up(&w, "127.0.0.1");
	assert_int_equal(w.notices, 1);
	assert_int_equal(w.server.encrypted, 2);
}

static void
signed_certificate__is_accepted__and_not_saved(void **state)
{
	(void)state;
	world_certify(&w, "DNS:localhost,IP:127.0.0.1", 10, 1);
	world_comes_up(&w, "localhost");
	assert_string_equal(w.server.name, "localhost");
	world_comes_up(&w, "127.0.0.1");
	assert_string_equal(w.server.name, "");
	assert_int_equal(w.notices, 0);
	assert_int_equal(access(w.known_hosts, F_OK), -1);
}

static void
certificate_for_another_host__is_refused(void **state)
{
	(void)state;
	world_certify(&w, "DNS:bank.example", 10, 1);
	REFUSED("localhost", "is for another host: bank.example", "localhost",
	    w.digest, "--fingerprint");
	REFUSED("127.0.0.1", "is for another host: bank.example");
	world_certify(&w, "DNS:\033[2Jbad", 10, 1);
	REFUSED("localhost", "is for another host: ^[[2Jbad");
	assert_int_equal(access(w.known_hosts, F_OK), -1);
}

static void
expired_certificate__is_refused__even_if_self_signed(void **state)
{
	(void)state;
	world_certify(&w, "DNS:localhost", -3, 1);
	REFUSED("localhost", "expired on 20", w.digest);
	world_certify(&w, NULL, -3, 0);
	REFUSED("localhost", "expired on 20", w.digest);
	assert_int_equal(access(w.known_hosts, F_OK), -1);
}

static void
changed_certificate__is_refused__until_the_line_is_removed(void **state)
{
	char before[96];

	(void)state;
	world_comes_up(&w, "127.0.0.1");
	memcpy(before, w.digest, sizeof(before));
	world_certify(&w, NULL, 10, 0);
	REFUSED("127.0.0.1", "has changed", before, w.digest,
	    "remove line 1 of", w.known_hosts);
	REFUSED("127.0.0.1", "has changed");
	unlink(w.known_hosts);
	world_comes_up(&w, "127.0.0.1");
	assert_int_equal(w.notices, 2);
}

/* The client sends no certificate to a server that it does not trust. */
static void
changed_certificate__stops_a_reconnect_too(void **state)
{
	(void)state;
	w.config.identity = w.identity;
	world_comes_up(&w, "127.0.0.1");
	assert_int_equal(strlen(w.server.client), 95);
	world_certify(&w, NULL, 10, 0);
	w.server.client[0] = '\0';
	tls_server_cut(&w.server);
	world_until(&w, &w.downs, 1);
	assert_string_equal(
	    buf_str(&w.reason), "the server closed the connection");
	assert_false(link_is_final(w.link));
	link_connect(w.link);
	world_until(&w, &w.downs, 2);
	assert_true(link_is_final(w.link));
	assert_non_null(strstr(buf_str(&w.reason), "has changed"));
	assert_int_equal(w.server.encrypted, 1);
	assert_string_equal(w.server.client, "");
}

static void
changed_certificate__is_accepted__once_the_user_trusts_it(void **state)
{
	char before[96];
	char *cause = NULL;

	(void)state;
	world_comes_up(&w, "127.0.0.1");
	memcpy(before, w.digest, sizeof(before));
	world_certify(&w, NULL, 10, 0);
	tls_server_cut(&w.server);
	world_until(&w, &w.downs, 1);
	assert_null(link_refused_certificate(w.link));
	assert_int_equal(link_accept_certificate(w.link, &cause), -1);
	free(cause);
	cause = NULL;
	link_connect(w.link);
	world_until(&w, &w.downs, 2);
	assert_non_null(link_refused_certificate(w.link));
	assert_true(link_refused_certificate(w.link)->has_expected);
	assert_int_equal(link_accept_certificate(w.link, &cause), 1);
	link_connect(w.link);
	world_until(&w, &w.ups, 2);
	/* It is saved: a new client trusts it too. */
	world_connect(&w, "127.0.0.1");
	world_until(&w, &w.ups, 3);
	/* The old one is not trusted any more. */
	world_certify(&w, NULL, 10, 0);
	REFUSED("127.0.0.1", "has changed");
}

/* An attacker in between has a certificate that no authority signed. */
static void
unsigned_certificate__is_refused__after_a_signed_one(void **state)
{
	(void)state;
	world_certify(&w, "DNS:localhost", 10, 1);
	world_comes_up(&w, "localhost");
	world_certify(&w, NULL, 10, 0);
	tls_server_cut(&w.server);
	world_until(&w, &w.downs, 1);
	link_connect(w.link);
	world_until(&w, &w.downs, 2);
	assert_true(link_is_final(w.link));
	assert_non_null(strstr(buf_str(&w.reason), "no longer signed"));
	assert_int_equal(access(w.known_hosts, F_OK), -1);
}

static void
signed_certificate__may_replace_a_known_one(void **state)
{
	(void)state;
	world_comes_up(&w, "localhost");
	world_certify(&w, "DNS:localhost", 10, 1);
	world_comes_up(&w, "localhost");
	assert_int_equal(w.notices, 1);
}

static void
fingerprint_of_the_user__decides_alone(void **state)
{
	char other[96];

	(void)state;
	memcpy(other, w.digest, sizeof(other));
	w.config.fingerprint = other;
	world_comes_up(&w, "127.0.0.1");
	world_certify(&w, "DNS:bank.example", -3, 1);
	w.config.fingerprint = w.digest;
	world_comes_up(&w, "localhost");
	world_certify(&w, "DNS:localhost", 10, 1);
	w.config.fingerprint = other;
	REFUSED("localhost", "not the one that --fingerprint names", w.digest);
	assert_int_equal(w.notices, 0);
	assert_int_equal(access(w.known_hosts, F_OK), -1);
}

static void
new_server__is_refused__when_it_cannot_be_saved(void **state)
{
	(void)state;
	w.config.known_hosts = "/proc/tchat/known_hosts";
	REFUSED("localhost", "cannot be saved", "/proc/tchat", w.digest);
	w.config.known_hosts = NULL;
	REFUSED("localhost", "--fingerprint", w.digest);
	world_certify(&w, "DNS:localhost", 10, 1);
	world_comes_up(&w, "localhost");
}

static void
identity__is_sent_when_the_server_asks__and_kept(void **state)
{
	char first[96];
	FILE *f;

	(void)state;
	world_comes_up(&w, "127.0.0.1");
	assert_string_equal(w.server.client, "");
	w.config.identity = w.identity;
	world_comes_up(&w, "127.0.0.1");
	memcpy(first, w.server.client, sizeof(first));
	assert_int_equal(strlen(first), 95);
	world_comes_up(&w, "127.0.0.1");
	assert_string_equal(w.server.client, first);
	chmod(w.identity, 0644);
	REFUSED("127.0.0.1", "other users can read", w.identity);
	f = fopen(w.identity, "w");
	fclose(f);
	chmod(w.identity, 0600);
	REFUSED("127.0.0.1", w.identity);
}

static void
identity__that_cannot_be_made__is_reported(void **state)
{
	(void)state;
	w.config.identity = "/proc/tchat/identity.pem";
	world_certify(&w, "DNS:localhost", 10, 1);
	world_comes_up(&w, "localhost");
	assert_int_equal(w.notices, 1);
	assert_non_null(strstr(buf_str(&w.notice), "Your key cannot be saved"));
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(new_server__is_shown_once__and_saved),
		CASE(signed_certificate__is_accepted__and_not_saved),
		CASE(certificate_for_another_host__is_refused),
		CASE(expired_certificate__is_refused__even_if_self_signed),
		CASE(
		    changed_certificate__is_refused__until_the_line_is_removed),
		CASE(changed_certificate__stops_a_reconnect_too),
		CASE(signed_certificate__may_replace_a_known_one),
		CASE(fingerprint_of_the_user__decides_alone),
		CASE(new_server__is_refused__when_it_cannot_be_saved),
		CASE(identity__is_sent_when_the_server_asks__and_kept),
		CASE(identity__that_cannot_be_made__is_reported),
		CASE(changed_certificate__is_accepted__once_the_user_trusts_it),
		CASE(unsigned_certificate__is_refused__after_a_signed_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
