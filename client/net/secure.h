/*
 * secure: the client's side of TLS: 1.2 or later, the server told which host is meant (SNI),
 * its certificate judged by trust in the middle of the handshake, before anything of ours
 * is shown, and our own certificate shown when it asks. One `struct secure` serves all
 * connections of a link; one `struct secure_peer` belongs to each.
 */
#ifndef TCHAT_CLIENT_NET_SECURE_H
#define TCHAT_CLIENT_NET_SECURE_H

#include "client/net/trust.h"

struct secure;
struct ssl_st;

/* Borrowed; good for as long as what was made with it. */
struct secure_config {
	const char *known_hosts;	/* a file; NULL: there is no home */
	const char *identity;		/* a file; NULL: show no certificate */
	const char *fingerprint;	/* take only this certificate; NULL: any */
};

struct secure_peer {
	struct secure		*secure;
	const char		*host;
	unsigned		 port;
	unsigned char		 first[5];	/* of what it said: a record's header */
	int			 heard;		/* that came */
	char			*notice;	/* for the user; NULL */
	char			*refused;	/* its certificate is, and why; NULL */
	struct trust_refusal	 refusal;	/* if refused */
};

/*
 * NULL and *cause when the identity is not to be used. *notice (NULL, or the caller's) says
 * why there is none.
 */
struct secure *secure_new(const struct secure_config *, char **notice,
	    char **cause);
void	secure_free(struct secure *);

/*
 * Begin: the TLS state for a connection to that host, the caller's; the peer (which has
 * to outlive it) keeps what comes of it. NULL and *cause when OpenSSL cannot.
 */
struct ssl_st *secure_start(struct secure *, struct secure_peer *,
	    const char *host, unsigned port, char **cause);
/*
 * Accept this certificate from now on, whatever speaks against it: the user compared it. It
 * replaces the host's certificates in known_hosts, unless there is no such file or another
 * one is pinned; then it is accepted in this run only. Returns 1 if it was saved, 0 if not, -1 and
 * *cause if the file cannot be written.
 */
int	secure_accept(struct secure *, const char *host, unsigned port,
	    const struct fingerprint *, char **cause);
void	secure_peer_clear(struct secure_peer *);

/* Was what came first the beginning of TLS? 0 also when nothing came. */
int	secure_peer_speaks_tls(const struct secure_peer *);

/*
 * Is this host known to encrypt? 1, and *why says how we know; 0; -1 when it cannot be
 * said, and *why.
 */
int	secure_expected(const struct secure *, const char *host, unsigned port,
	    char **why);

/* An OpenSSL error's reason, in its words. */
const char *secure_words(unsigned long error);

#endif
