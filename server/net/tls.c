/*
 * tls: loads a certificate and key into an SSL_CTX, and makes a self-signed certificate.
 */
#include "server/net/tls.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "common/buf.h"
#include "common/certificate.h"
#include "common/clock.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum {
	FILE_BYTES = 1024 * 1024, /* largest file accepted */
	USUAL_BYTES = 64 * 1024,
	CLIENT_CHAIN = 16 * 1024, /* bytes of a client's certificate chain */
	TICKET_SECONDS = 86400,	  /* how long a session can be resumed */
	TICKET_KEYS = 80,	  /* bytes, set by OpenSSL */
	DIGEST = 32		  /* bytes of a SHA-256 digest */
};

struct tls {
	SSL_CTX *ctx;
	unsigned char ticket_keys[TICKET_KEYS];
	int64_t keyed; /* when ticket_keys were made (clock_mono_ms) */
	char fingerprint[TLS_FINGERPRINT];
};

const char *
tls_error(void)
{
	unsigned long code = ERR_peek_error();
	const char *error = ERR_reason_error_string(code);

	ERR_clear_error();
	return error == NULL ? "unknown error" : error;
}

/* Without this callback OpenSSL would ask for a passphrase at the terminal. */
static int
no_passphrase(char *out, int size, int for_writing, void *ctx)
{
	(void)out;
	(void)size;
	(void)for_writing;
	(void)ctx;
	return -1;
}

/* Reads the file into bytes and returns a BIO on them; NULL and sets *cause on failure. */
static BIO *
open_pem(struct buf *bytes, const char *file, int secret, char **cause)
{
	struct stat st;
	int fd = file_open(file, FILE_BYTES, &st, cause);
	BIO *bio = NULL;

	if (fd == -1)
		return NULL;
	/* Reserve once: a growing buffer leaves copies of the key in memory. */
	buf_reserve(bytes, USUAL_BYTES);
	if (secret && (st.st_mode & (S_IROTH | S_IWOTH)))
		cause_set(cause,
		    _("%s holds a key and anyone can read it. Run: chmod o-rw "
		      "%s"),
		    file, file);
	else if (file_read(fd, file, FILE_BYTES, bytes, cause) == 0)
		bio = BIO_new_mem_buf(buf_str(bytes), (int)bytes->len);
	close(fd);
	return bio;
}

static void
close_pem(BIO *bio, struct buf *bytes)
{
	BIO_free(bio);
	if (bytes->len > 0)
		explicit_bzero(bytes->p, bytes->len);
	buf_clear(bytes);
}

static int
set_fingerprint(struct tls *t, const X509 *cert)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0, i;

	if (!X509_digest(cert, EVP_sha256(), digest, &n) || n != DIGEST)
		return -1;
	snprintf(t->fingerprint, 3, "%02X", digest[0]);
	for (i = 1; i < n; i++)
		snprintf(
		    t->fingerprint + (size_t)3 * i - 1, 4, ":%02X", digest[i]);
	/* Sessions are valid only with this certificate. */
	return SSL_CTX_set_session_id_context(t->ctx, digest, n) ? 0 : -1;
}

/* The first certificate is the server's; the others are its chain. */
static int
use_certificates(struct tls *t, BIO *bio, const char *file, char **cause)
{
	X509 *cert = PEM_read_bio_X509_AUX(bio, NULL, no_passphrase, NULL);
	int good;

	if (cert == NULL) {
		ERR_clear_error();
		return cause_set(
		    cause, _("%s contains no certificate in PEM format"), file);
	}
	good = SSL_CTX_use_certificate(t->ctx, cert) == 1 &&
	       set_fingerprint(t, cert) == 0;
	X509_free(cert);
	while (good && (cert = PEM_read_bio_X509(
			    bio, NULL, no_passphrase, NULL)) != NULL) {
		good = SSL_CTX_add1_chain_cert(t->ctx, cert) == 1;
		X509_free(cert);
	}
	if (!good)
		return cause_set(cause, "%s: %s", file, tls_error());
	ERR_clear_error();
	return 0;
}

static int
load_certificates(struct tls *t, const char *file, int secret, char **cause)
{
	struct buf bytes = { 0 };
	BIO *bio = open_pem(&bytes, file, secret, cause);
	int rc = -1;

	if (bio != NULL)
		rc = use_certificates(t, bio, file, cause);
	close_pem(bio, &bytes);
	return rc;
}

static int
use_key(struct tls *t, EVP_PKEY *key, const char *file, char **cause)
{
	if (SSL_CTX_use_PrivateKey(t->ctx, key) == 1 &&
	    SSL_CTX_check_private_key(t->ctx) == 1)
		return 0;
	return cause_set(cause,
	    _("%s: the key does not match the certificate (%s)"), file,
	    tls_error());
}

static int
load_key(struct tls *t, const char *file, char **cause)
{
	struct buf bytes = { 0 };
	BIO *bio = open_pem(&bytes, file, 1, cause);
	EVP_PKEY *key = NULL;
	int rc = -1;

	if (bio != NULL) {
		key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
		if (key != NULL)
			rc = use_key(t, key, file, cause);
		else
			cause_set(cause,
			    _("%s contains no key in PEM format that can be "
			      "read "
			      "without a passphrase"),
			    file);
	}
	ERR_clear_error();
	EVP_PKEY_free(key);
	close_pem(bio, &bytes);
	return rc;
}

/*
 * Accept any client certificate: OpenSSL has checked that the client has its key, and no authority
 * is needed.
 */
static int
accept_any(X509_STORE_CTX *store, void *ctx)
{
	(void)ctx;
	X509_STORE_CTX_set_error(store, X509_V_OK);
	return 1;
}

static int
renew_ticket_keys(struct tls *t)
{
	t->keyed = clock_mono_ms();
	return RAND_bytes(t->ticket_keys, TICKET_KEYS) == 1 &&
	       SSL_CTX_set_tlsext_ticket_keys(
		   t->ctx, t->ticket_keys, TICKET_KEYS) == 1;
}

/*
 * Clients keep their sessions, in tickets, so the server's memory does not grow. No buffer is kept
 * between records.
 */
static int
set_rules(struct tls *t)
{
	SSL_CTX_set_options(t->ctx,
	    SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
		SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
	SSL_CTX_set_mode(t->ctx, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_session_cache_mode(t->ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_timeout(t->ctx, TICKET_SECONDS);
	SSL_CTX_set_num_tickets(t->ctx, 1);
	SSL_CTX_set_max_cert_list(t->ctx, CLIENT_CHAIN);
	SSL_CTX_set_verify(t->ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(t->ctx, accept_any, NULL);
	return SSL_CTX_set_min_proto_version(t->ctx, TLS1_2_VERSION) == 1 &&
	       SSL_CTX_set_cipher_list(t->ctx, "ECDHE+AESGCM:ECDHE+CHACHA20") ==
		   1 &&
	       SSL_CTX_set1_groups_list(t->ctx, "X25519:P-256:P-384") == 1 &&
	       renew_ticket_keys(t);
}

struct tls *
tls_load(const char *cert_file, const char *key_file, char **cause)
{
	struct tls *t = xcalloc(1, sizeof(*t));
	int is_one = strcmp(cert_file, key_file) == 0;

	t->ctx = SSL_CTX_new(TLS_server_method());
	if (t->ctx == NULL || !set_rules(t))
		cause_set(cause, _("OpenSSL: %s"), tls_error());
	else if (load_certificates(t, cert_file, is_one, cause) == 0 &&
		 load_key(t, key_file, cause) == 0)
		return t;
	tls_free(t);
	return NULL;
}

void
tls_free(struct tls *t)
{
	if (t == NULL)
		return;
	SSL_CTX_free(t->ctx);
	explicit_bzero(t, sizeof(*t));
	free(t);
}

const char *
tls_fingerprint(const struct tls *t)
{
	return t->fingerprint;
}

void
tls_inherit_tickets(struct tls *t, const struct tls *old)
{
	memcpy(t->ticket_keys, old->ticket_keys, TICKET_KEYS);
	t->keyed = old->keyed;
	SSL_CTX_set_tlsext_ticket_keys(t->ctx, t->ticket_keys, TICKET_KEYS);
}

/* Stolen ticket keys decrypt the sessions resumed with them, so renew the keys regularly. */
SSL *
tls_new_ssl(struct tls *t)
{
	if (clock_mono_ms() - t->keyed > TICKET_SECONDS * 1000LL)
		renew_ticket_keys(t);
	return SSL_new(t->ctx);
}

int
tls_digest(char out[65], const X509 *cert)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0, i;

	if (!X509_digest(cert, EVP_sha256(), digest, &n) || n != DIGEST)
		return -1;
	for (i = 0; i < n; i++)
		snprintf(out + (size_t)2 * i, 3, "%02x", digest[i]);
	return 0;
}

/* A power failure must not lose the certificate, or the server would make another. */
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
	if (fd != -1 && certificate_write(fd, key, cert) == 0 &&
	    rename(fresh, file) == 0)
		rc = sync_folder(file);
	if (rc != 0) {
		cause_set(
		    cause, _("cannot write %s: %s"), file, strerror(errno));
		unlink(fresh);
	}
	free(fresh);
	return rc;
}

static int
make_certificate(const char *name, EVP_PKEY **key, X509 **cert)
{
	struct certificate_extension e[] = {
		{ NID_key_usage, "critical,digitalSignature" },
		{ NID_ext_key_usage, "serverAuth" },
		{ NID_subject_alt_name, NULL },
	};
	char *dns;
	int rc;

	xasprintf(&dns, "DNS:%s", name);
	e[2].value = dns;
	rc = certificate_make(name, e, sizeof(e) / sizeof(e[0]), key, cert);
	free(dns);
	return rc;
}

int
tls_make(const char *file, const char *name, char **cause)
{
	EVP_PKEY *key;
	X509 *cert;
	int rc;

	if (make_certificate(name, &key, &cert) != 0)
		return cause_set(
		    cause, _("cannot make a certificate: %s"), tls_error());
	rc = write_file(file, key, cert, cause);
	X509_free(cert);
	EVP_PKEY_free(key);
	return rc;
}
