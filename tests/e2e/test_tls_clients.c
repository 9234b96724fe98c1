/*
 * Other clients over TLS: each trusts only the server's own certificate, talks in a room with an
 * unencrypted user, and is shown as encrypted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/certs.h"
#include "tests/support/peer.h"
#include "tests/support/real_client.h"
#include "tests/support/s_client.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

static struct peer op;
static struct real_client client;
static char *cert;
static char fingerprint[S_CLIENT_PRINT + 1];

/* Copy the server's certificate without its key; read its fingerprint from the log. */
static void
take_certificate(void)
{
	char *own = path_join(server.dir, "tls.pem");

	cert = path_join(server.dir, "cert.pem");
	cert_copy(own, cert);
	s_client_logged_print(&server, fingerprint, 0);
	free(own);
}

static int
setup(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	take_certificate();
	peer_connect(&op, server.port);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	real_client_clear(&client);
	peer_close(&op);
	e2e_server_free(&server);
	free(cert);
	return 0;
}

static void
type(const char *line)
{
	client.kind->type(&client, line);
}

static void
op_hears(const char *text)
{
	if (!peer_expect(&op, text))
		fail_msg("not heard; it shows:\n%s\n%s", vt_text(client.vt),
		    real_client_shown(&client));
}

/* catgirl writes no log. */
static void
client_sees(const char *text)
{
	if (client.kind == &real_catgirl)
		assert_true(e2e_shows(client.vt, text));
	else
		assert_true(real_client_sees(&client, text));
}

static void
talks_over_tls(const struct real_kind *kind)
{
	char *text;

	e2e_require(kind->program);
	assert_true(peer_register(&op, "op"));
	peer_say(&op, "JOIN #den\r\n");
	assert_true(peer_expect(&op, " 366 "));
	real_client_init(&client, kind, server.port);
	client.cert = cert;
	client.fingerprint = fingerprint;
	kind->start(&client);
	xasprintf(&text, ":%s!", kind->nick);
	op_hears(text);
	free(text);
	/* It is in the welcome, of which catgirl shows little. */
	if (kind != &real_catgirl)
		client_sees("your connection is encrypted");
	if (kind->prepare != NULL)
		type(kind->prepare);
	type(kind->join);
	op_hears(" JOIN #den\r\n");
	if (kind == &real_catgirl)
		assert_true(e2e_types_until(
		    client.vt, "/window #den\r", "cat arrives in #den"));
	peer_say(&op, "PRIVMSG #den :can you read me?\r\n");
	client_sees("can you read me?");
	type(kind->say);
	xasprintf(&text, "PRIVMSG #den :hello from %s\r\n", kind->nick);
	op_hears(text);
	free(text);
	peer_say(&op, "WHOIS %s\r\n", kind->nick);
	op_hears(" :is using a secure connection\r\n");
	type(kind->quit);
	op_hears(" QUIT ");
}

static void
weechat__talks_over_tls(void **state)
{
	(void)state;
	talks_over_tls(&real_weechat);
}

static void
irssi__talks_over_tls(void **state)
{
	(void)state;
	talks_over_tls(&real_irssi);
}

static void
catgirl__talks_over_tls(void **state)
{
	(void)state;
	talks_over_tls(&real_catgirl);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(weechat__talks_over_tls),
		TEST(irssi__talks_over_tls),
		TEST(catgirl__talks_over_tls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
