/*
 * tls: loading certificates and keys, and clients that resume after a reload.
 */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include "server/net/tls.h"
#include "tests/support/test.h"
#include "tests/support/tls_rig.h"

static void
client_certificate__has_the_same_digest__after_resuming(void **state)
{
	char *file = tls_rig_path("client.pem"), *cause = NULL, want[65];
	FILE *f;
	X509 *cert;
	int i;

	(void)state;
	assert_int_equal(tls_make(file, "ana.test", &cause), 0);
	f = fopen(file, "r");
	cert = PEM_read_X509(f, NULL, NULL, NULL);
	fclose(f);
	assert_int_equal(tls_digest(want, cert), 0);
	X509_free(cert);
	tls_client_show(&tls_rig->client, file);
	for (i = 0; i < 2; i++) {
		tls_rig_enter();
		assert_int_equal(tls_client_resumed(&tls_rig->client), i);
		tls_rig_say("NICK ana\r\n");
		assert_string_equal(conn_tls_digest(tls_rig->rig.conn), want);
	}
	free(file);
}

static void
sessions__resume__after_a_reload_of_the_same_certificate(void **state)
{
	char *other = tls_rig_path("other.pem"), *cause = NULL;

	(void)state;
	tls_rig_enter();
	assert_false(tls_client_resumed(&tls_rig->client));
	tls_rig_serve(tls_rig->file);
	tls_rig_enter();
	assert_true(tls_client_resumed(&tls_rig->client));
	tls_rig_say("NICK ana\r\n");
	/*
	 * Existing connections stay; a client with a session of the old certificate makes a full
	 * handshake.
	 */
	assert_int_equal(tls_make(other, "chat.test", &cause), 0);
	tls_rig_serve(other);
	tls_rig_say("still here\r\n");
	assert_string_equal(tls_rig_told(), "line:NICK ana\nline:still here\n");
	tls_rig_enter();
	assert_false(tls_client_resumed(&tls_rig->client));
	free(other);
}

static void
tls_make__writes_a_file_readable_by_its_owner_only(void **state)
{
	char *file = tls_rig_path("none/tls.pem"), *cause = NULL;
	struct stat st;

	(void)state;
	assert_int_equal(stat(tls_rig->file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(
	    strlen(net_tls_fingerprint(tls_rig->rig.net)), TLS_FINGERPRINT - 1);
	assert_int_equal(tls_make(file, "chat.test", &cause), -1);
	assert_non_null(strstr(cause, file));
	free(cause);
	free(file);
}

static void
load_fails(const char *cert, const char *key, const char *file, const char *why)
{
	char *cause = NULL;

	assert_null(tls_load(cert, key, &cause));
	assert_non_null(cause);
	if (strstr(cause, file) != cause || strstr(cause, why) == NULL)
		fail_msg("%s", cause);
	free(cause);
}

static void
write_key(const char *file, const char *passphrase)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	assert_int_equal(
	    PEM_write_PrivateKey(f, key,
		passphrase == NULL ? NULL : EVP_aes_128_cbc(),
		(const unsigned char *)passphrase,
		passphrase == NULL ? 0 : (int)strlen(passphrase), NULL, NULL),
	    1);
	fclose(f);
	EVP_PKEY_free(key);
	assert_int_equal(chmod(file, 0600), 0);
}

static void
tls_load__names_the_file_and_the_error(void **state)
{
	char *key = tls_rig_path("key.pem"), *none = tls_rig_path("none.pem");

	(void)state;
	load_fails(none, none, none, "No such file");
	load_fails(tls_rig->dir, tls_rig->dir, tls_rig->dir, "is a folder");
	write_key(key, NULL);
	load_fails(key, key, key, "contains no certificate in PEM format");
	load_fails(tls_rig->file, key, key, "does not match the certificate");
	write_key(key, "sesame");
	load_fails(tls_rig->file, key, key, "passphrase");
	assert_int_equal(chmod(tls_rig->file, 0604), 0);
	load_fails(tls_rig->file, tls_rig->file, tls_rig->file, "chmod");
	assert_int_equal(chmod(tls_rig->file, 0640), 0);
	tls_rig_serve(tls_rig->file);
	free(key);
	free(none);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TLS_TEST(
		    client_certificate__has_the_same_digest__after_resuming),
		TLS_TEST(
		    sessions__resume__after_a_reload_of_the_same_certificate),
		TLS_TEST(tls_make__writes_a_file_readable_by_its_owner_only),
		TLS_TEST(tls_load__names_the_file_and_the_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
