/*
 * certificate: make and write certificates with OpenSSL.
 */
#include "common/certificate.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

enum { SERIAL_BITS = 127, DAY = 86400 };

/* "No well-defined expiration date" (RFC 5280 4.1.2.5): the key identifies the peer. */
static const char no_end[] = "99991231235959Z";

static int
set_serial(X509 *cert)
{
	BIGNUM *n = BN_new();
	int good =
	    n != NULL &&
	    BN_rand(n, SERIAL_BITS, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) &&
	    BN_to_ASN1_INTEGER(n, X509_get_serialNumber(cert)) != NULL;

	BN_free(n);
	return good;
}

static int
add_extension(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
	int good = e != NULL && X509_add_ext(cert, e, -1) == 1;

	X509_EXTENSION_free(e);
	return good;
}

static int
add_extensions(X509 *cert, const struct certificate_extension *e, size_t n)
{
	int good =
	    add_extension(cert, NID_basic_constraints, "critical,CA:FALSE");

	for (; good && n > 0; e++, n--)
		good = add_extension(cert, e->nid, e->value);
	return good;
}

/* The certificate is valid from the day before, for peers with slow clocks. */
static int
fill(X509 *cert, EVP_PKEY *key, const char *name)
{
	X509_NAME *subject = X509_get_subject_name(cert);

	return X509_set_version(cert, X509_VERSION_3) == 1 &&
	       set_serial(cert) &&
	       X509_gmtime_adj(X509_getm_notBefore(cert), -DAY) != NULL &&
	       ASN1_TIME_set_string_X509(X509_getm_notAfter(cert), no_end) ==
		   1 &&
	       X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
		   (const unsigned char *)name, -1, -1, 0) == 1 &&
	       X509_set_issuer_name(cert, subject) == 1 &&
	       X509_set_pubkey(cert, key) == 1;
}

int
certificate_make(const char *name, const struct certificate_extension *e,
    size_t n, EVP_PKEY **key, X509 **cert)
{
	*key = EVP_EC_gen("P-256");
	*cert = X509_new();
	if (*key != NULL && *cert != NULL && fill(*cert, *key, name) &&
	    add_extensions(*cert, e, n) &&
	    X509_sign(*cert, *key, EVP_sha256()) > 0)
		return 0;
	EVP_PKEY_free(*key);
	X509_free(*cert);
	*key = NULL;
	*cert = NULL;
	return -1;
}

int
certificate_write(int fd, EVP_PKEY *key, X509 *cert)
{
	FILE *f = fdopen(fd, "w");
	int good;

	if (f == NULL) {
		close(fd);
		return -1;
	}
	errno = EIO;
	good = PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL) == 1 &&
	       PEM_write_X509(f, cert) == 1 && fflush(f) == 0 && fsync(fd) == 0;
	ERR_clear_error();
	return fclose(f) == 0 && good ? 0 : -1;
}
