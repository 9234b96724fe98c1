/*
 * fingerprint: what a certificate is known by: the SHA-256 of its DER. It is written as
 * openssl(1) writes it ("AB:CD:..."), and read in any case, with colons or without.
 */
#ifndef TCHAT_CLIENT_NET_FINGERPRINT_H
#define TCHAT_CLIENT_NET_FINGERPRINT_H

#include "common/view.h"

enum { FINGERPRINT_BYTES = 32, FINGERPRINT_TEXT = 3 * FINGERPRINT_BYTES };

struct x509_st;

struct fingerprint {
	unsigned char bytes[FINGERPRINT_BYTES];
};

/* 0, or -1 when OpenSSL cannot. */
int	fingerprint_of(struct fingerprint *, const struct x509_st *);
/* 0, or -1: that is none. */
int	fingerprint_parse(struct fingerprint *, struct view);
/* Writes FINGERPRINT_TEXT bytes, the terminating NUL among them. */
void	fingerprint_format(const struct fingerprint *, char *text);
int	fingerprint_equal(const struct fingerprint *,
	    const struct fingerprint *);

#endif
