/* certs: certificates for tests. */
#include "tests/support/certs.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

enum { DAY = 86400 };

static void
must(int good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "certs: %s\n", what);
	abort();
}

static void
add_extension(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	must(e != NULL && X509_add_ext(cert, e, -1) == 1, value);
	X509_EXTENSION_free(e);
}

static void
add_alt(X509 *cert, const char *alt)
{
	if (alt != NULL && strcmp(alt, "CA") == 0)
		add_extension(cert, NID_basic_constraints, "critical,CA:TRUE");
	else if (alt != NULL)
		add_extension(cert, NID_subject_alt_name, alt);
}

void
cert_make(struct cert *c, const char *cn, const char *alt, int days,
    const struct cert *issuer)
{
	static long serial;
	X509_NAME *name;

	c->key = EVP_EC_gen("P-256");
	c->x509 = X509_new();
	must(c->key != NULL && c->x509 != NULL, "no key");
	if (issuer == NULL)
		issuer = c;
	name = X509_get_subject_name(c->x509);
	X509_set_version(c->x509, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(c->x509), ++serial);
	X509_gmtime_adj(X509_getm_notBefore(c->x509),
	    (long)(days < 0 ? days - 1 : -1) * DAY);
	X509_gmtime_adj(X509_getm_notAfter(c->x509), (long)days * DAY);
	must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
		 (const unsigned char *)cn, -1, -1, 0) == 1,
	    cn);
	X509_set_issuer_name(c->x509, X509_get_subject_name(issuer->x509));
	X509_set_pubkey(c->x509, c->key);
	add_alt(c->x509, alt);
	must(X509_sign(c->x509, issuer->key, EVP_sha256()) > 0, "not signed");
}

void
cert_clear(struct cert *c)
{
	EVP_PKEY_free(c->key);
	X509_free(c->x509);
	*c = (struct cert){ 0 };
}

void
cert_write(const struct cert *c, const char *file, int with_key)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *f = fd == -1 ? NULL : fdopen(fd, "w");

	must(f != NULL, file);
	must(PEM_write_X509(f, c->x509) == 1, file);
	if (with_key)
		must(PEM_write_PrivateKey(
			 f, c->key, NULL, NULL, 0, NULL, NULL) == 1,
		    file);
	must(fclose(f) == 0, file);
}

void
cert_copy(const char *from, const char *to)
{
	struct cert c = { 0 };
	FILE *f = fopen(from, "re");

	must(f != NULL, from);
	c.x509 = PEM_read_X509(f, NULL, NULL, NULL);
	must(c.x509 != NULL, from);
	fclose(f);
	cert_write(&c, to, 0);
	cert_clear(&c);
}

void
cert_fingerprint(const struct cert *c, char text[96])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0, i;

	must(X509_digest(c->x509, EVP_sha256(), digest, &n) == 1 && n == 32,
	    "no digest");
	for (i = 0; i < n; i++)
		snprintf(text + (size_t)3 * i, 4, "%02X%s", digest[i],
		    i + 1 < n ? ":" : "");
}
