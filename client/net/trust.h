/*
 * trust: whether a server's certificate is taken (DESIGN: security rules). In this order:
 * the one fingerprint that the user asked for, and then no other; what the system's
 * authorities vouch for; what known_hosts has; and a certificate that is known to no authority and
 * comes from a host never met is noted there and shown. Anything else is refused: one
 * that has changed, one that authorities gave to another host, one that has expired.
 */
#ifndef TCHAT_CLIENT_NET_TRUST_H
#define TCHAT_CLIENT_NET_TRUST_H

#include "client/net/fingerprint.h"

struct x509_st;

enum trust_verdict {
	TRUST_GOOD,
	TRUST_NEW,	/* good from now on; *text is for the user */
	TRUST_REFUSED	/* *text says why, and what to do */
};

struct trust {
	const char			*known_hosts;	/* a file; NULL: there is no home */
	const struct fingerprint	*pinned;	/* NULL: none */
	const struct fingerprint	*accepted;	/* the user typed it in this run; NULL: none */
	/* The one of an earlier connection in this run, signed by an authority; NULL: none. */
	const struct fingerprint	*signed_before;
};

/* Which certificate was refused, for the user to compare. */
struct trust_refusal {
	int			 shown;	/* the server showed one: `now` */
	struct fingerprint	 now;
	int			 known;	/* another one was trusted: `before` */
	struct fingerprint	 before;
};

/*
 * Judge a certificate. error is what the authorities' check found (X509_V_OK, X509_V_ERR_...). *text is the
 * caller's; what the certificate says is cleaned in it. *refusal is set with TRUST_REFUSED.
 */
enum trust_verdict trust_judge(const struct trust *, const char *host,
    unsigned port, struct x509_st *cert, int error, char **text,
    struct trust_refusal *refusal);

#endif
