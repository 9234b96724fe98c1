/*
 * Logging in with a TLS certificate (SASL EXTERNAL).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/net/tls.h"
#include "server/session/session.h"
#include "tests/support/certs.h"
#include "tests/support/e2e.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/logins.h"
#include "tests/support/test.h"
#include "tests/support/tls_client.h"

static char *dir, *server_file, *client_file;
static struct tls_client tls;
static struct irc_client *c;
static struct account *ada;

static int
set_up(void **state)
{
	struct tls *t;
	struct cert cert;
	char *cause = NULL;

	irc_set_up(state);
	dir = e2e_folder();
	server_file = path_join(dir, "tls.pem");
	client_file = path_join(dir, "client.pem");
	if (tls_make(server_file, "chat.test", &cause) != 0)
		fail_msg("%s", cause);
	t = tls_load(server_file, server_file, &cause);
	if (t == NULL)
		fail_msg("%s", cause);
	assert_int_equal(net_set_tls(rig.net, t), 0);
	cert_make(&cert, "ada", NULL, 100, NULL);
	cert_write(&cert, client_file, 1);
	cert_clear(&cert);
	tls_client_init(&tls);
	ada = login_account(&rig, "ada", NULL);
	return 0;
}

static int
tear_down(void **state)
{
	tls_client_clear(&tls);
	irc_tear_down(state);
	e2e_remove(dir);
	free(dir);
	free(server_file);
	free(client_file);
	return 0;
}

/* Move the bytes between client and server, in both directions. */
static void
pump(void)
{
	struct buf out = { 0 };

	tls_client_take(&tls, &out);
	if (out.len > 0)
		client_send_bytes(c, out.p, out.len);
	buf_clear(&out);
	irc_rig_run(&rig);
	if (c->got.len > 0)
		tls_client_give(&tls, c->got.p, c->got.len);
	buf_reset(&c->got);
	tls_client_go_on(&tls);
}

static void
connect_with(const char *certificate)
{
	int i;

	if (certificate != NULL)
		tls_client_show(&tls, certificate);
	c = client_connect(&rig);
	tls_client_begin(&tls);
	for (i = 0; i < 20 && tls_client_go_on(&tls) == 0; i++)
		pump();
	assert_int_equal(tls_client_go_on(&tls), 1);
}

static void
say(const char *text)
{
	tls_client_say(&tls, text, strlen(text));
	pump();
}

static void
expect(const char *text)
{
	const char *got = buf_str(&tls.got), *at = strstr(got, text);

	if (at == NULL) {
		fail_msg("expected %s in: %s", text, got);
		return;
	}
	buf_drain(&tls.got, (size_t)(at - got) + strlen(text));
}

static void
key__logs_in__by_the_certificate(void **state)
{
	const char *digest;

	(void)state;
	connect_with(client_file);
	say("CAP LS 302\r\nCAP REQ sasl\r\n");
	expect(" sasl=EXTERNAL,SCRAM-SHA-256,PLAIN ");
	say("AUTHENTICATE EXTERNAL\r\n");
	expect("AUTHENTICATE +\r\n");
	say("AUTHENTICATE +\r\n");
	expect(" 904 * :This certificate belongs to no such account\r\n");
	digest = conn_tls_digest(rig.server->sessions->conn);
	assert_non_null(digest);
	assert_int_equal(world_add_key(rig.server->world, ada, digest, 1), 0);
	say("AUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n");
	expect(" 900 * ");
	expect(" ada :You are now logged in as ada\r\n");
	expect(" 903 * ");
	/* ada, bob */
	say("AUTHENTICATE EXTERNAL\r\nAUTHENTICATE YWRh\r\n");
	expect(" 903 * ");
	say("AUTHENTICATE EXTERNAL\r\nAUTHENTICATE Ym9i\r\n");
	expect(" 904 * ");
	say("NICK ada\r\nUSER ada 0 * :Ada\r\nCAP END\r\n");
	expect(" 001 ada ");
}

/* Anyone may claim the key for an account, because the digest of a certificate is no secret. */
static void
key_of_several__is_first_of_all_that_of_the_nick(void **state)
{
	struct account *eve = login_account(&rig, "eve", NULL);
	const char *digest;

	(void)state;
	connect_with(client_file);
	say("CAP REQ sasl\r\nNICK ADA\r\n");
	digest = conn_tls_digest(rig.server->sessions->conn);
	assert_int_equal(world_add_key(rig.server->world, ada, digest, 1), 0);
	assert_int_equal(world_add_key(rig.server->world, eve, digest, 2), 0);
	say("AUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n");
	expect(" ada :You are now logged in as ada\r\n");
	say("USER ada 0 * :Ada\r\nCAP END\r\n");
	expect(" 001 ADA ");
	say("NICK bob\r\nAUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n");
	expect(" 903 bob ");
	say("AUTHENTICATE EXTERNAL\r\nAUTHENTICATE ZXZl\r\n");
	expect(" eve :You are now logged in as eve\r\n");
}

/* Neither the nick nor being the only account with the key selects it: the client must name it. */
static void
claimed_key__logs_in_and_is_bound__only_when_its_account_is_named(void **state)
{
	const struct account_key *k;
	const char *digest;

	(void)state;
	connect_with(client_file);
	say("CAP REQ sasl\r\nNICK ada\r\n");
	digest = conn_tls_digest(rig.server->sessions->conn);
	assert_int_equal(
	    world_add_pending_key(rig.server->world, ada, digest, 1, 0), 0);
	say("AUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n");
	expect(" 904 * :This certificate belongs to no such account\r\n");
	k = account_find_key(ada, digest);
	assert_true(k->is_pending);
	say("AUTHENTICATE EXTERNAL\r\nAUTHENTICATE YWRh\r\n");
	expect(" 903 * ");
	k = account_find_key(ada, digest);
	assert_false(k->is_pending);
	say("AUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n");
	expect(" 903 * ");
	say("USER ada 0 * :Ada\r\nCAP END\r\n");
	expect(" 001 ada ");
}

/* The connection proves its own key. This also binds a key that was claimed before. */
static void
key_add__binds_the_certificate_that_was_shown__and_no_other(void **state)
{
	static const char other[] = "0123456789abcdef0123456789abcdef"
				    "0123456789abcdef0123456789abcdef";
	const char *digest;

	(void)state;
	connect_with(client_file);
	say("NICK bob\r\nUSER bob 0 * :Bob\r\n");
	say("REGISTER * * correcthorse\r\n");
	irc_rig_work(&rig);
	pump();
	expect(" REGISTER SUCCESS bob ");
	digest = conn_tls_digest(rig.server->sessions->conn);
	ada = world_find_account(rig.server->world, VIEW("bob"));
	assert_false(account_find_key(ada, digest)->is_pending);
	world_drop_key(rig.server->world, ada, digest);
	world_add_pending_key(rig.server->world, ada, digest, 1, 0);
	say("ACCOUNT KEY ADD\r\n");
	irc_rig_work(&rig);
	pump();
	expect(" KEY_ADDED ");
	assert_false(account_find_key(ada, digest)->is_pending);
	say("ACCOUNT KEY ADD 0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef\r\n");
	irc_rig_work(&rig);
	pump();
	expect(" KEY_PENDING ");
	assert_true(account_find_key(ada, other)->is_pending);
	say("ACCOUNT KEY LIST\r\n");
	expect(". This connection uses it.");
	expect(other);
	expect(" :Pending until ");
}

static void
external__is_not_offered__without_a_certificate(void **state)
{
	(void)state;
	connect_with(NULL);
	say("CAP LS 302\r\nCAP REQ sasl\r\n");
	expect(" sasl=SCRAM-SHA-256,PLAIN ");
	say("AUTHENTICATE EXTERNAL\r\n");
	expect(" 908 * SCRAM-SHA-256,PLAIN :");
	expect(" 904 * ");
}

/* A certificate cannot be guessed. */
static void
certificate_of_a_guest__is_no_failure__that_counts(void **state)
{
	(void)state;
	irc_rig_set(&rig, "login-tries", "1");
	connect_with(client_file);
	say("CAP REQ sasl\r\nAUTHENTICATE EXTERNAL\r\nAUTHENTICATE +\r\n");
	expect(" 904 * ");
	say("NICK bob\r\nUSER bob 0 * :Bob\r\nCAP END\r\n");
	expect(" 001 bob ");
}

/* An encrypted connection is as good as a local one. */
static void
plain__is_accepted__on_an_encrypted_connection(void **state)
{
	(void)state;
	login_account(&rig, "bob", "x");
	connect_with(NULL);
	say("CAP REQ sasl\r\nAUTHENTICATE PLAIN\r\n");
	expect("AUTHENTICATE +\r\n");
	/* NUL bob NUL x */
	say("AUTHENTICATE AGJvYgB4\r\n");
	irc_rig_work(&rig);
	pump();
	expect(" 903 * ");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(key__logs_in__by_the_certificate),
		TEST(key_of_several__is_first_of_all_that_of_the_nick),
		TEST(
		    claimed_key__logs_in_and_is_bound__only_when_its_account_is_named),
		TEST(
		    key_add__binds_the_certificate_that_was_shown__and_no_other),
		TEST(external__is_not_offered__without_a_certificate),
		TEST(certificate_of_a_guest__is_no_failure__that_counts),
		TEST(plain__is_accepted__on_an_encrypted_connection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
