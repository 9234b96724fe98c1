/*
 * tls: the server's certificate and key, and its TLS rules. tls_stream.c
 * runs the protocol on a connection.
 *
 * TLS 1.2 and 1.3, forward-secret ciphers only, no renegotiation, no compression, no early data.
 * The server asks clients for a certificate but does not require one. It checks only that the
 * client has the certificate's key.
 */
#ifndef TCHAT_SERVER_NET_TLS_H
#define TCHAT_SERVER_NET_TLS_H

#include <stddef.h>

enum { TLS_FINGERPRINT = 96 }; /* "AB:CD:..." with the NUL */

struct ssl_st;
struct tls;
struct x509_st;

/*
 * Reads a certificate (followed by its chain, if any) and its key, both PEM; both may be in one
 * file. Refuses a key that others can read or that needs a passphrase. Returns NULL and sets
 * *cause, which names the file.
 */
struct tls *tls_load(const char *cert_file, const char *key_file, char **cause);
/* Existing connections continue. NULL is allowed. */
void	tls_free(struct tls *);

/* Returns the SHA-256 of the certificate in the notation of openssl(1). */
const char *tls_fingerprint(const struct tls *);

/*
 * Copies the ticket keys, so that clients with a session ticket of `old` can resume if the
 * certificate is the same.
 */
void	tls_inherit_tickets(struct tls *, const struct tls *old);

/* Returns the SSL of a new connection, owned by the caller; NULL if OpenSSL has no memory. */
struct ssl_st *tls_new_ssl(struct tls *);

/* Writes the SHA-256 of a certificate (DER) as 64 hexadecimal digits. Returns 0 or -1. */
int	tls_digest(char out[65], const struct x509_st *);

/* Returns OpenSSL's reason for its last error and clears the error queue. */
const char *tls_error(void);

/*
 * Makes an ECDSA P-256 key and a self-signed certificate for a server of that name. Writes both to
 * the file (mode 0600), atomically. Returns 0, or -1 and sets *cause.
 */
int	tls_make(const char *file, const char *name, char **cause);

#endif
