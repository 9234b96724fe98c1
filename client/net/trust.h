/*
 * trust: decide whether to accept a server's certificate (DESIGN: security rules). In this order: the fingerprint
 * that the user gave, and then no other; a certificate signed by one of the system's authorities; one listed in
 * known_hosts. An unsigned certificate of a host without a line in known_hosts is added there and shown to the
 * user. All others are refused: a certificate that changed, one issued for another host, an expired one.
 */
#ifndef TCHAT_CLIENT_NET_TRUST_H
#define TCHAT_CLIENT_NET_TRUST_H

#include "client/net/fingerprint.h"

struct x509_st;

enum trust_verdict {
	TRUST_GOOD,
	TRUST_NEW,	/* accepted from now on; *text is for the user */
	TRUST_REFUSED	/* *text says why, and what to do */
};

struct trust {
	const char			*known_hosts;	/* a file; NULL: there is no home folder */
	const struct fingerprint	*pinned;	/* NULL: none */
	const struct fingerprint	*accepted;	/* typed by the user in this run; NULL: none */
	/* The authority-signed certificate of an earlier connection in this run; NULL: none. */
	const struct fingerprint	*signed_before;
};

/* The certificate that was refused, for the user to compare. */
struct trust_refusal {
	int			 shown;	/* the server sent one: `now` */
	struct fingerprint	 now;
	int			 known;	/* another one was trusted before: `before` */
	struct fingerprint	 before;
};

/*
 * Judge a certificate. error is the result of the authorities' check (X509_V_OK, X509_V_ERR_...). The caller
 * frees *text; text from the certificate is cleaned. Sets *refusal with TRUST_REFUSED.
 */
enum trust_verdict trust_judge(const struct trust *, const char *host,
    unsigned port, struct x509_st *cert, int error, char **text,
    struct trust_refusal *refusal);

#endif
