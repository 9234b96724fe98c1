/*
 * secure: the client's side of TLS 1.2 or later, with the host's name (SNI). The trust module judges the server's
 * certificate during the handshake, before we send our own certificate; we send that only if the server asks. One `struct secure` serves all connections of a link; each connection has its own
 * `struct secure_peer`.
 */
#ifndef TCHAT_CLIENT_NET_SECURE_H
#define TCHAT_CLIENT_NET_SECURE_H

#include "client/net/trust.h"

struct secure;
struct ssl_st;

/* Borrowed: must outlive what is made with it. */
struct secure_config {
	const char	*known_hosts;	/* a file; NULL: there is no home folder */
	const char	*identity;	/* a file; NULL: send no certificate */
	const char	*fingerprint;	/* accept only this certificate; NULL: any */
};

struct secure_peer {
	struct secure	*secure;
	const char	*host;
	unsigned	 port;
	unsigned char
	    first[5]; /* the server's first bytes: the header of a TLS record */
	int		 heard;			/* those bytes have arrived */
	char		*new_server;		/* two lines for the user; NULL: the server is known */
	char		*refused;		/* why its certificate was refused; NULL: it was not */
	struct refused_certificate refusal;	/* set if refused */
};

/*
 * Load the identity. Returns NULL and *cause if it must not be used. *notice (NULL, or a text that the caller
 * frees) says why there is none.
 */
struct secure *secure_new(
    const struct secure_config *, char **notice, char **cause);
void	secure_free(struct secure *);

/*
 * Create the TLS state for a connection to that host; the caller owns it. The results are stored in the peer,
 * which must outlive it. Returns NULL and *cause if OpenSSL fails.
 */
struct ssl_st *secure_start(struct secure *, struct secure_peer *,
    const char *host, unsigned port, char **cause);
/*
 * Accept this certificate from now on, whatever is wrong with it: the user compared it. It replaces the host's
 * certificates in known_hosts, unless there is no such file or another one is pinned; then it is accepted in this
 * run only. Returns 1 if it was saved, 0 if not, or -1 and *cause if the file cannot be written.
 */
int	secure_accept(struct secure *, const char *host, unsigned port,
    const struct fingerprint *, char **cause);
void	secure_peer_clear(struct secure_peer *);

/* True if the server's first bytes were the beginning of TLS; false also if nothing came. */
int	secure_peer_speaks_tls(const struct secure_peer *);

/*
 * Check whether this host is known to use encryption. Returns 1 and a sentence that says how we know in *why; 0 if
 * not; -1 and the reason in *why if that cannot be determined.
 */
int	secure_is_required(
    const struct secure *, const char *host, unsigned port, char **why);

/* Return OpenSSL's text for an error, or the system's if it stands for an errno. */
const char *secure_error_text(unsigned long error);
/* Return the errno that an error of OpenSSL stands for, or 0. */
int	secure_error_errno(unsigned long error);

#endif
