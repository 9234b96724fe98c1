/*
 * tls: files to an SSL_CTX.
 */
#include "server/net/tls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/file.h"
#include "common/xmalloc.h"

enum {
	FILE_BYTES = 1024 * 1024, /* of a file with keys */
	USUAL_BYTES = 64 * 1024,
	CLIENT_CHAIN =
	    16 * 1024,		/* bytes of certificates that a client shows */
	TICKET_SECONDS = 86400, /* how long a session may be resumed */
	TICKET_KEYS = 80,	/* bytes; OpenSSL's */
	DIGEST = 32		/* bytes of SHA-256 */
};

struct tls {
	SSL_CTX *ctx;
	unsigned char ticket_keys[TICKET_KEYS];
	int64_t keyed; /* when they were made (clock_mono_ms) */
	char fingerprint[TLS_FINGERPRINT];
};

const char *
tls_why(void)
{
	unsigned long code = ERR_peek_error();
	const char *why = ERR_reason_error_string(code);

	ERR_clear_error();
	return why == NULL ? "unknown error" : why;
}

/* A passphrase is asked for at the terminal unless somebody answers. */
static int
no_passphrase(char *out, int size, int for_writing, void *ctx)
{
	(void)out;
	(void)size;
	(void)for_writing;
	(void)ctx;
	return -1;
}

/* A view into bytes for OpenSSL's readers; NULL and *cause. */
static BIO *
open_pem(struct buf *bytes, const char *file, int secret, char **cause)
{
	struct stat st;
	int fd = file_open(file, FILE_BYTES, &st, cause);
	BIO *bio = NULL;

	if (fd == -1)
		return NULL;
	/* All at once: a buffer that grows leaves copies of the key behind. */
	buf_reserve(bytes, USUAL_BYTES);
	if (secret && (st.st_mode & (S_IROTH | S_IWOTH)))
		cause_set(cause,
		    "%s holds a key and anybody can read it: chmod o-rw %s",
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
	/* Sessions are those of this certificate. */
	return SSL_CTX_set_session_id_context(t->ctx, digest, n) ? 0 : -1;
}

/* The first is the server's own; the rest leads to an authority. */
static int
take_certificates(struct tls *t, BIO *bio, const char *file, char **cause)
{
	X509 *cert = PEM_read_bio_X509_AUX(bio, NULL, no_passphrase, NULL);
	int good;

	if (cert == NULL) {
		ERR_clear_error();
		return cause_set(
		    cause, "%s: there is no certificate in it (PEM)", file);
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
		return cause_set(cause, "%s: %s", file, tls_why());
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
		rc = take_certificates(t, bio, file, cause);
	close_pem(bio, &bytes);
	return rc;
}

static int
take_key(struct tls *t, EVP_PKEY *key, const char *file, char **cause)
{
	if (SSL_CTX_use_PrivateKey(t->ctx, key) == 1 &&
	    SSL_CTX_check_private_key(t->ctx) == 1)
		return 0;
	return cause_set(cause,
	    "%s: this key is not the one of the certificate (%s)", file,
	    tls_why());
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
			rc = take_key(t, key, file, cause);
		else
			cause_set(cause,
			    "%s: there is no key in it that can be read "
			    "without a passphrase (PEM)",
			    file);
	}
	ERR_clear_error();
	EVP_PKEY_free(key);
	close_pem(bio, &bytes);
	return rc;
}

/* Whoever holds the key of a certificate may show it: nobody has to vouch for it. */
static int
take_any(X509_STORE_CTX *store, void *ctx)
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
 * Sessions are kept by the clients, in tickets: nothing grows here. Between records no
 * buffer is kept.
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
	SSL_CTX_set_cert_verify_callback(t->ctx, take_any, NULL);
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
		cause_set(cause, "OpenSSL: %s", tls_why());
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
tls_inherit(struct tls *t, const struct tls *old)
{
	memcpy(t->ticket_keys, old->ticket_keys, TICKET_KEYS);
	t->keyed = old->keyed;
	SSL_CTX_set_tlsext_ticket_keys(t->ctx, t->ticket_keys, TICKET_KEYS);
}

/* Who steals the ticket keys can read along what was resumed by them: not for long. */
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
