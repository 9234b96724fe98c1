/*
 * certificate: the key and the certificate match, the certificate is not a CA's, and both can be read back.
 */
#include <stdio.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "common/certificate.h"
#include "tests/support/test.h"

static const struct certificate_extension use = { NID_ext_key_usage,
	"clientAuth" };

static void
certificate_make__returns_a_key_and_a_certificate(void **state)
{
	EVP_PKEY *key;
	X509 *cert;

	(void)state;
	assert_int_equal(certificate_make("somebody", &use, 1, &key, &cert), 0);
	assert_int_equal(X509_verify(cert, key), 1);
	assert_int_equal(X509_check_private_key(cert, key), 1);
	assert_int_equal(X509_check_ca(cert), 0);
	assert_int_equal(X509_get_extended_key_usage(cert), XKU_SSL_CLIENT);
	assert_int_equal(X509_cmp_current_time(X509_get0_notBefore(cert)), -1);
	assert_int_equal(X509_cmp_current_time(X509_get0_notAfter(cert)), 1);
	EVP_PKEY_free(key);
	X509_free(cert);
}

static void
certificate_make__rejects_an_invalid_extension(void **state)
{
	const struct certificate_extension bad = { NID_ext_key_usage, "?" };
	EVP_PKEY *key;
	X509 *cert;

	(void)state;
	assert_int_equal(
	    certificate_make("somebody", &bad, 1, &key, &cert), -1);
	assert_null(key);
	assert_null(cert);
	assert_true(ERR_peek_error() != 0);
	ERR_clear_error();
}

static void
certificate_write__is_readable__and_reports_errors(void **state)
{
	EVP_PKEY *key, *key_again;
	X509 *cert, *cert_again;
	FILE *f = tmpfile();

	(void)state;
	assert_non_null(f);
	assert_int_equal(certificate_make("somebody", &use, 1, &key, &cert), 0);
	assert_int_equal(certificate_write(dup(fileno(f)), key, cert), 0);
	rewind(f);
	key_again = PEM_read_PrivateKey(f, NULL, NULL, NULL);
	cert_again = PEM_read_X509(f, NULL, NULL, NULL);
	assert_int_equal(EVP_PKEY_eq(key, key_again), 1);
	assert_int_equal(X509_cmp(cert, cert_again), 0);
	assert_int_equal(certificate_write(-1, key, cert), -1);
	fclose(f);
	EVP_PKEY_free(key_again);
	X509_free(cert_again);
	EVP_PKEY_free(key);
	X509_free(cert);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    certificate_make__returns_a_key_and_a_certificate),
		cmocka_unit_test(
		    certificate_make__rejects_an_invalid_extension),
		cmocka_unit_test(
		    certificate_write__is_readable__and_reports_errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
