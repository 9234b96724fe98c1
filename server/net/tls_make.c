/*
 * tls_make: a certificate that nobody vouches for, for clients that remember it.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "common/xmalloc.h"
#include "server/net/tls.h"

enum { SERIAL_BITS = 127, DAY = 86400 };

/* "No well-defined expiration date" (RFC 5280 4.1.2.5): it is trusted by its key. */
static const char no_end[] = "99991231235959Z";

static int
add_extension(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
	int good = e != NULL && X509_add_ext(cert, e, -1) == 1;

	X509_EXTENSION_free(e);
	return good;
}

static int
add_extensions(X509 *cert, const char *name)
{
	char *dns;
	int good;

	xasprintf(&dns, "DNS:%s", name);
	good =
	    add_extension(cert, NID_basic_constraints, "critical,CA:FALSE") &&
	    add_extension(cert, NID_key_usage, "critical,digitalSignature") &&
	    add_extension(cert, NID_ext_key_usage, "serverAuth") &&
	    add_extension(cert, NID_subject_alt_name, dns);
	free(dns);
	return good;
}

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

/* The day before is for clients whose clocks are slow. */
static X509 *
make_certificate(EVP_PKEY *key, const char *name)
{
	X509 *cert = X509_new();
	X509_NAME *subject;

	if (cert == NULL)
		return NULL;
	subject = X509_get_subject_name(cert);
	if (X509_set_version(cert, X509_VERSION_3) == 1 && set_serial(cert) &&
	    X509_gmtime_adj(X509_getm_notBefore(cert), -DAY) != NULL &&
	    ASN1_TIME_set_string_X509(X509_getm_notAfter(cert), no_end) == 1 &&
	    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
		(const unsigned char *)name, -1, -1, 0) == 1 &&
	    X509_set_issuer_name(cert, subject) == 1 &&
	    X509_set_pubkey(cert, key) == 1 && add_extensions(cert, name) &&
	    X509_sign(cert, key, EVP_sha256()) > 0)
		return cert;
	X509_free(cert);
	return NULL;
}

/* 0, or -1 and errno. */
static int
write_pem(int fd, EVP_PKEY *key, X509 *cert)
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
	if (fclose(f) != 0)
		good = 0;
	return good ? 0 : -1;
}

/* So that a loss of power does not give the server another certificate. */
static int
sync_folder(const char *file)
{
	char *copy = xstrdup(file);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	free(copy);
	if (fd == -1)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

static int
write_file(const char *file, EVP_PKEY *key, X509 *cert, char **cause)
{
	char *fresh;
	int fd, rc = -1;

	xasprintf(&fresh, "%s.new", file);
	unlink(fresh);
	fd = open(
	    fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd != -1 && write_pem(fd, key, cert) == 0 &&
	    rename(fresh, file) == 0)
		rc = sync_folder(file);
	if (rc != 0) {
		cause_set(cause, "cannot write %s: %s", file, strerror(errno));
		unlink(fresh);
	}
	free(fresh);
	return rc;
}

int
tls_make(const char *file, const char *name, char **cause)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = key == NULL ? NULL : make_certificate(key, name);
	int rc;

	if (cert != NULL)
		rc = write_file(file, key, cert, cause);
	else
		rc = cause_set(
		    cause, "cannot make a certificate: %s", tls_why());
	X509_free(cert);
	EVP_PKEY_free(key);
	return rc;
}
