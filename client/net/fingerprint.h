/*
 * fingerprint: the SHA-256 of a certificate's DER, by which it is identified. It is written like openssl(1) does
 * ("AB:CD:..."), and read in either case, with or without colons.
 */
#ifndef TCHAT_CLIENT_NET_FINGERPRINT_H
#define TCHAT_CLIENT_NET_FINGERPRINT_H

#include "common/view.h"

enum { FINGERPRINT_BYTES = 32, FINGERPRINT_TEXT = 3 * FINGERPRINT_BYTES };

struct x509_st;

struct fingerprint {
	unsigned char	 bytes[FINGERPRINT_BYTES];
};

/* Compute a certificate's fingerprint. Returns 0, or -1 if OpenSSL fails. */
int	fingerprint_of(struct fingerprint *, const struct x509_st *);
/* Parse a fingerprint. Returns 0, or -1 if the text is not one. */
int	fingerprint_parse(struct fingerprint *, struct view);
/* Write FINGERPRINT_TEXT bytes, including the NUL. */
void	fingerprint_format(const struct fingerprint *, char *text);
int	fingerprint_equal(const struct fingerprint *,
	    const struct fingerprint *);

#endif
