/*
 * tls: who the server is to those who come encrypted: a certificate with its key, and how
 * TLS is spoken with them (DESIGN: security rules). conn_tls.c speaks it.
 *
 * TLS 1.2 and 1.3, forward-secret ciphers alone, no renegotiation, no compression, no early
 * data. Clients are asked for a certificate and need none; what they show is not
 * judged here, only that they hold its key.
 */
#ifndef TCHAT_SERVER_NET_TLS_H
#define TCHAT_SERVER_NET_TLS_H

#include <stddef.h>

enum { TLS_FINGERPRINT = 96 };	/* "AB:CD:...", with its end */

struct ssl_st;
struct tls;
struct x509_st;

/*
 * Read a certificate, with what leads from it to an authority behind it, and its key, both
 * PEM; they may be one file. A key that anybody can read is refused, and so is one that
 * needs a passphrase. NULL and *cause, which names the file.
 */
struct tls *tls_load(const char *cert_file, const char *key_file,
	    char **cause);
/* Connections that came by it go on. NULL is fine. */
void	tls_free(struct tls *);

/* SHA-256 of the certificate, as openssl(1) writes it. */
const char *tls_fingerprint(const struct tls *);

/* Who has a session ticket of the old one may resume, if the certificate is the same. */
void	tls_inherit(struct tls *, const struct tls *old);

/* One side of a connection; NULL when OpenSSL has no memory. */
struct ssl_st *tls_new_ssl(struct tls *);

/* SHA-256 of a certificate's DER, 64 hexadecimal digits. 0 or -1. */
int	tls_digest(char out[65], const struct x509_st *);

/* Why OpenSSL's last call failed, in its words; forgets it. */
const char *tls_why(void);

/*
 * tls_make.c. Make an ECDSA P-256 key and a certificate for it that it signs itself, for a
 * server of that name, and write both to the file (0600), which appears whole or
 * not at all. 0, or -1 and *cause.
 */
int	tls_make(const char *file, const char *name, char **cause);

#endif
