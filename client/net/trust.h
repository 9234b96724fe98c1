/*
 * trust: decide whether to accept a server's certificate.
 *
 * If the user gave a fingerprint, only that certificate is accepted. Otherwise a certificate is accepted if an
 * authority of the system signed it, or if known_hosts lists it. A certificate that no authority signed, of a host
 * that known_hosts does not list, is accepted, added there and shown to the user. All others are refused: a changed
 * certificate, one for another host, an expired one.
 */
#ifndef TCHAT_CLIENT_NET_TRUST_H
#define TCHAT_CLIENT_NET_TRUST_H

#include "client/net/fingerprint.h"

struct x509_st;

enum trust_verdict {
	TRUST_ACCEPTED,
	TRUST_NEW_HOST, /* accepted from now on; *text is for the user: two lines */
	TRUST_REFUSED	/* *text says why, and what to do */
};

struct trust {
	const char	*known_hosts;		/* a file; NULL: there is no home folder */
	const struct fingerprint *pinned;	/* NULL: none */
	/* The one that the user accepted in this run; NULL: none. */
	const struct fingerprint *accepted;
	/* The authority-signed certificate of an earlier connection in this run; NULL: none. */
	const struct fingerprint *signed_before;
};

/* The certificate that was refused, for the user to compare. */
struct refused_certificate {
	int			 is_set;	/* the server sent a certificate: received */
	struct fingerprint	 received;
	int			 has_expected;	/* another certificate was trusted before: expected */
	struct fingerprint	 expected;
};

/*
 * Judge a certificate. error is the result of the authorities' check (X509_V_OK, X509_V_ERR_...). The caller
 * frees *text; text from the certificate is cleaned. Sets *refusal with TRUST_REFUSED.
 */
enum trust_verdict trust_judge(const struct trust *, const char *host,
    unsigned port, struct x509_st *cert, int error, char **text,
    struct refused_certificate *refusal);

#endif
