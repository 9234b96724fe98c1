/*
 * certificate: a key and a certificate that it has signed itself, for whom nobody has to vouch:
 * who meets it remembers it (DESIGN: security rules).
 */
#ifndef TCHAT_COMMON_CERTIFICATE_H
#define TCHAT_COMMON_CERTIFICATE_H

#include <stddef.h>

#include <openssl/types.h>

struct certificate_extension {
	int		 nid;		/* NID_ext_key_usage */
	const char	*value;		/* as in a configuration of OpenSSL: "clientAuth" */
};

/*
 * An ECDSA P-256 key, and a certificate of that name (CN) with these extensions, that is no
 * authority's, from the day before on and without an end. Both are the caller's. 0, or -1
 * and OpenSSL's queue of errors says why.
 */
int	certificate_make(const char *name, const struct certificate_extension *,
	    size_t n, EVP_PKEY **key, X509 **cert);

/* The key without a passphrase and the certificate, PEM, on the disk; fd is closed. 0, or -1 and errno. */
int	certificate_write(int fd, EVP_PKEY *, X509 *);

#endif
