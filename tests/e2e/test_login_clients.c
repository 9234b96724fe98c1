/*
 * Other clients log in: by PLAIN, SCRAM-SHA-256 and EXTERNAL, as far as each supports them, over TLS
 * or on this machine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/certs.h"
#include "tests/support/peer.h"
#include "tests/support/real_client.h"
#include "tests/support/s_client.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

#define PASSWORD "sesame-street"

static struct peer op;
static struct real_client client;
static char *cert, *key;
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

/* Create a key for the client; set its digest as the server knows it. */
static void
make_key(char digest[65])
{
	struct cert c;
	char print[96];
	const char *from;

	key = path_join(server.dir, "client.pem");
	cert_make(&c, "somebody", NULL, 100, NULL);
	cert_write(&c, key, 1);
	cert_fingerprint(&c, print);
	cert_clear(&c);
	for (from = print; *from != '\0'; from++)
		if (*from != ':')
			*digest++ =
			    (char)(*from >= 'A' ? *from - 'A' + 'a' : *from);
	*digest = '\0';
}

/* Bind the key as the operator of the server: these clients name no account with EXTERNAL. */
static void
bind_key(const char *digest)
{
	proc_free(server_command("account", 0, NULL,
	    (const char *[]){ "key", "op", "add", digest, NULL }));
}

static int
setup(void **state)
{
	char digest[65];

	(void)state;
	e2e_server_start(&server, NULL);
	take_certificate();
	make_key(digest);
	peer_connect(&op, server.port);
	assert_true(peer_register(&op, "op"));
	peer_say(&op, "REGISTER * * " PASSWORD "\r\n");
	assert_true(peer_expect(&op, "REGISTER SUCCESS op "));
	bind_key(digest);
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
	free(key);
	return 0;
}

/* Read what the client draws meanwhile, so that it does not block. */
static void
op_hears(const char *text)
{
	int64_t end = clock_mono_ms() + PROC_DEADLINE;
	const char *at;

	while ((at = strstr(buf_str(&op.got) + op.mark, text)) == NULL &&
	       op.fd != -1 && clock_mono_ms() < end) {
		peer_pump(&op, 20);
		vt_pump(client.vt, 20);
	}
	if (at == NULL) {
		fail_msg("%s is not heard; it shows:\n%s\n%s", text,
		    vt_text(client.vt), real_client_shown(&client));
		return;
	}
	op.mark = (size_t)(at - op.got.p) + strlen(text);
}

static void
logs_in(const struct real_kind *kind, const char *mechanism, int encrypted)
{
	char *text;

	e2e_require(kind->program);
	real_client_init(&client, kind, server.port);
	if (encrypted) {
		client.cert = cert;
		client.fingerprint = fingerprint;
	}
	client.mechanism = mechanism;
	client.account = "op";
	client.secret = strcmp(mechanism, "external") == 0 ? key : PASSWORD;
	kind->start(&client);
	xasprintf(&text, ":%s!", kind->nick);
	op_hears(text);
	free(text);
	peer_say(&op, "WHOIS %s\r\n", kind->nick);
	xasprintf(&text, " 330 op %s op :", kind->nick);
	op_hears(text);
	free(text);
	kind->type(&client, kind->quit);
	op_hears(" QUIT ");
}

static void
weechat__logs_in_by_plain(void **state)
{
	(void)state;
	logs_in(&real_weechat, "plain", 0);
}

static void
weechat__logs_in_by_scram(void **state)
{
	(void)state;
	logs_in(&real_weechat, "scram-sha-256", 0);
}

static void
weechat__logs_in_by_key(void **state)
{
	(void)state;
	logs_in(&real_weechat, "external", 1);
}

static void
irssi__logs_in_by_plain(void **state)
{
	(void)state;
	logs_in(&real_irssi, "plain", 1);
}

static void
irssi__logs_in_by_key(void **state)
{
	(void)state;
	logs_in(&real_irssi, "external", 1);
}

static void
catgirl__logs_in_by_plain(void **state)
{
	(void)state;
	logs_in(&real_catgirl, "plain", 1);
}

static void
catgirl__logs_in_by_key(void **state)
{
	(void)state;
	logs_in(&real_catgirl, "external", 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(weechat__logs_in_by_plain),
		TEST(weechat__logs_in_by_scram),
		TEST(weechat__logs_in_by_key),
		TEST(irssi__logs_in_by_plain),
		TEST(irssi__logs_in_by_key),
		TEST(catgirl__logs_in_by_plain),
		TEST(catgirl__logs_in_by_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
