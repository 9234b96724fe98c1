/*
 * certificate: make a key with a self-signed certificate. Peers remember the certificate when they first see it;
 * no authority signs it.
 */
#ifndef TCHAT_COMMON_CERTIFICATE_H
#define TCHAT_COMMON_CERTIFICATE_H

#include <stddef.h>

#include <openssl/types.h>

struct certificate_extension {
	int		 nid;		/* for example NID_ext_key_usage */
	const char	*value;		/* as in an OpenSSL configuration file: "clientAuth" */
};

/*
 * Make an ECDSA P-256 key and a self-signed certificate for it, with this common name and these extensions. The
 * certificate is not a CA's, is valid from the day before, and never expires. Sets *key and *cert, which the
 * caller frees. Returns 0, or -1 with the reason in OpenSSL's error queue.
 */
int	certificate_make(const char *name, const struct certificate_extension *,
	    size_t n, EVP_PKEY **key, X509 **cert);

/*
 * Write the key (without a passphrase) and the certificate as PEM, and sync them to the disk. Closes fd. Returns
 * 0, or -1 and errno.
 */
int	certificate_write(int fd, EVP_PKEY *, X509 *);

#endif
