/*
 * link: the connection to the server. It looks the host up in a thread, so that the loop never blocks, tries each
 * address in turn, sets up TLS, passes lines in and bytes out, and reconnects after growing, jittered pauses. It
 * knows no IRC.
 *
 * The keyboard goes first: received bytes are split into lines only while may_read allows it; the rest waits for the
 * loop's next turn. All events here have the base's default priority; give the keyboard's events a higher one.
 */
#ifndef TCHAT_CLIENT_NET_LINK_H
#define TCHAT_CLIENT_NET_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

struct event_base;
struct link;
struct secure_config;
struct refused_certificate;

/*
 * The longest line accepted from a server, without tags. RFC 1459 allows 512 bytes; other servers
 * send longer ones (for example with long host names, or by draft extensions).
 */
enum { LINK_LINE_MAX = 64 * 1024 };

struct link_ops {
	void	(*up)(void *ctx);
	void	(*line)(struct view line, void *ctx);
	/*
	 * The link is down; reason is the end of a sentence ("connection refused by 127.0.0.1:5000"). The link does
	 * not reconnect unless you call link_connect or link_retry.
	 */
	void	(*down)(const char *reason, void *ctx);
	/* Return 0 to pause reading, because the keyboard goes first. */
	int	(*may_read)(void *ctx);
	/* Show the user a warning. May be NULL. */
	void	(*notice)(const char *text, void *ctx);
	/* Show the user two lines about a new server, whose certificate was saved. May be NULL. */
	void	(*new_server)(const char *text, void *ctx);
	/* A line was longer than LINK_LINE_MAX and was discarded. May be NULL. */
	void	(*overlong)(void *ctx);
	/* Report a step of connecting: "looking up the host". May be NULL. */
	void	(*step)(const char *text, void *ctx);
};

struct link *link_new(struct event_base *, const char *host, unsigned port,
    const struct link_ops *, void *ctx);
/* Do not call it from a callback. */
void	link_free(struct link *);

/*
 * Use TLS (client/net/secure.h). Call it before the first link_connect; what the config points to must outlive
 * the link. From then on the link never connects without encryption, except to a server on this machine that does not
 * offer TLS and never did.
 */
void	link_use_tls(struct link *, const struct secure_config *);
/* Connect now. */
void	link_connect(struct link *);
/* Connect after the next pause: about 1, 2, 4 ... 60 s, jittered. Returns the pause in ms. */
int	link_retry(struct link *);
/* The connection works: the next pause is 1 s again. */
void	link_reset_pause(struct link *);
void	link_send(struct link *, struct view);
/* Send the queued bytes, then close without calling `down`. */
void	link_close(struct link *, void (*closed)(void *ctx), void *ctx);
/* Close now, and call `down`. */
void	link_drop(struct link *, const char *reason);
int	link_is_up(const struct link *);
int	link_is_encrypted(const struct link *);
/*
 * Get the SHA-256 of our own certificate, 64 hexadecimal digits, if the server could have asked for it. Returns
 * 1; or 0 with "" in digest.
 */
int	link_own_certificate(const struct link *, char digest[65]);
/* True if the peer is on this machine. */
int	link_is_loopback(const struct link *);
/*
 * True if the last `down` was final: the server's certificate was refused, so only the user can decide, and
 * reconnecting would give the same result.
 */
int	link_is_final(const struct link *);
/* Return the certificate that was refused since the last connection, or NULL. */
const struct refused_certificate *link_refused_certificate(const struct link *);
/*
 * Accept the refused certificate (see secure_accept). Does not connect. Returns 1 if it was saved, 0 if it is
 * accepted in this run only, or -1 and *cause.
 */
int	link_accept_certificate(struct link *, char **cause);
/* Return the number of bytes that are not sent yet. */
size_t	link_queued(const struct link *);

#endif
