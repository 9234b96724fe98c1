/*
 * identity: read, or made and written so that of two clients that start at once one makes
 * it and both have it.
 */
#include "client/net/identity.h"

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

#include "common/path.h"
#include "common/xmalloc.h"

enum { SERIAL_BITS = 127, DAY = 86400 };

/* "No well-defined expiration date" (RFC 5280 4.1.2.5): it is known by its key. */
static const char no_end[] = "99991231235959Z";
/* The same for everyone: it says nothing of who or where one is. */
static const unsigned char subject_name[] = "tchat";

/* A key with a passphrase is an error, not a prompt on the screen. */
static int
no_passphrase_cb(char *text, int size, int writing, void *arg)
{
	(void)text, (void)size, (void)writing, (void)arg;
	return -1;
}

static int
read_pem(struct identity *id, FILE *f)
{
	id->key = PEM_read_PrivateKey(f, NULL, no_passphrase_cb, NULL);
	rewind(f);
	id->cert = PEM_read_X509(f, NULL, no_passphrase_cb, NULL);
	ERR_clear_error();
	return id->key != NULL && id->cert != NULL &&
	       X509_check_private_key(id->cert, id->key) == 1;
}

static enum identity_got
load(struct identity *id, FILE *f, const char *file, char **cause)
{
	struct stat st;

	if (fstat(fileno(f), &st) == -1) {
		cause_set(cause, "cannot read %s: %s", file, strerror(errno));
		return IDENTITY_REFUSED;
	}
	if (st.st_mode & (S_IRWXG | S_IRWXO)) {
		cause_set(cause,
		    "others can read your key, %s: remove it, and a new one "
		    "is made; or chmod 600 it, if nobody has",
		    file);
		return IDENTITY_REFUSED;
	}
	if (read_pem(id, f))
		return IDENTITY_GOOD;
	ERR_clear_error();
	identity_clear(id);
	cause_set(cause,
	    "%s is no key and certificate (PEM, without a passphrase): remove "
	    "it, and new ones are made",
	    file);
	return IDENTITY_REFUSED;
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

static int
add_extension(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
	int good = e != NULL && X509_add_ext(cert, e, -1) == 1;

	X509_EXTENSION_free(e);
	return good;
}

/* Signed by itself; from the day before, for servers whose clocks are slow. */
static int
fill(X509 *cert, EVP_PKEY *key)
{
	X509_NAME *name = X509_get_subject_name(cert);

	return X509_set_version(cert, X509_VERSION_3) == 1 &&
	       set_serial(cert) &&
	       X509_gmtime_adj(X509_getm_notBefore(cert), -DAY) != NULL &&
	       ASN1_TIME_set_string_X509(X509_getm_notAfter(cert), no_end) ==
		   1 &&
	       X509_NAME_add_entry_by_txt(
		   name, "CN", MBSTRING_ASC, subject_name, -1, -1, 0) == 1 &&
	       X509_set_issuer_name(cert, name) == 1 &&
	       X509_set_pubkey(cert, key) == 1 &&
	       add_extension(
		   cert, NID_basic_constraints, "critical,CA:FALSE") &&
	       add_extension(cert, NID_ext_key_usage, "clientAuth") &&
	       X509_sign(cert, key, EVP_sha256()) > 0;
}

static int
make(struct identity *id, char **cause)
{
	id->key = EVP_EC_gen("P-256");
	id->cert = X509_new();
	if (id->key != NULL && id->cert != NULL && fill(id->cert, id->key))
		return 0;
	ERR_clear_error();
	identity_clear(id);
	return cause_set(cause, "OpenSSL cannot make a key");
}

/* Closes fd. 0, or -1 and errno. */
static int
write_pem(const struct identity *id, int fd)
{
	FILE *f = fdopen(fd, "w");
	int good;

	if (f == NULL) {
		close(fd);
		return -1;
	}
	errno = EIO;
	good = PEM_write_PrivateKey(
		   f, id->key, NULL, NULL, 0, no_passphrase_cb, NULL) == 1 &&
	       PEM_write_X509(f, id->cert) == 1 && fflush(f) == 0 &&
	       fsync(fd) == 0;
	ERR_clear_error();
	return fclose(f) == 0 && good ? 0 : -1;
}

/* Whole or not at all, and never over one that is there: -1 and EEXIST then. */
static int
save(const struct identity *id, const char *file)
{
	char *fresh;
	int fd, err, rc = -1;

	xasprintf(&fresh, "%s.XXXXXX", file);
	fd = mkostemp(fresh, O_CLOEXEC); /* 0600 */
	if (fd != -1) {
		if (write_pem(id, fd) == 0)
			rc = link(fresh, file);
		if (rc != 0 && (errno == EPERM || errno == EOPNOTSUPP))
			rc = rename(fresh, file); /* no links there */
		err = errno;
		unlink(fresh);
		errno = err;
	}
	free(fresh);
	return rc;
}

static enum identity_got
make_and_save(struct identity *id, const char *file, char **cause)
{
	char *copy = xstrdup(file);
	int err, rc = path_make_dir(dirname(copy), cause);

	free(copy);
	if (rc != 0 || make(id, cause) != 0)
		return IDENTITY_NONE;
	if (save(id, file) == 0)
		return IDENTITY_GOOD;
	err = errno;
	identity_clear(id);
	if (err == EEXIST)
		return IDENTITY_REFUSED;
	cause_set(cause, "cannot write %s: %s", file, strerror(err));
	return IDENTITY_NONE;
}

enum identity_got
identity_open(struct identity *id, const char *file, char **cause)
{
	enum identity_got got;
	FILE *f = fopen(file, "re");

	*id = (struct identity){ 0 };
	if (f == NULL && (errno == ENOENT || errno == ENOTDIR)) {
		got = make_and_save(id, file, cause);
		if (got != IDENTITY_REFUSED)
			return got;
		f = fopen(file, "re"); /* another client was faster */
	}
	if (f == NULL) {
		cause_set(cause, "cannot read %s: %s", file, strerror(errno));
		return IDENTITY_REFUSED;
	}
	got = load(id, f, file, cause);
	fclose(f);
	return got;
}

void
identity_clear(struct identity *id)
{
	EVP_PKEY_free(id->key);
	X509_free(id->cert);
	*id = (struct identity){ 0 };
}
