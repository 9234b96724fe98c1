/*
 * link: the connection to the server: resolving (in a thread: never blocks the
 * loop), connecting to each address in turn, encrypting, lines in, bytes out, reconnecting
 * with growing, jittered pauses. Knows no IRC.
 *
 * The keyboard goes first: what was read is cut into lines only while may_read says
 * so, and the rest waits for the loop's next turn. Everything here runs at the
 * base's default priority; who reads the keyboard takes a higher one.
 */
#ifndef TCHAT_CLIENT_NET_LINK_H
#define TCHAT_CLIENT_NET_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

struct event_base;
struct link;
struct secure_config;
struct trust_refusal;

/*
 * The longest line accepted from a server, without tags. RFC 1459 allows 512 bytes; other servers
 * send longer ones (for example with long host names, or by draft extensions).
 */
enum { LINK_LINE_MAX = 64 * 1024 };

struct link_ops {
	void	(*up)(void *ctx);
	void	(*line)(struct view line, void *ctx);
	/*
	 * Down, with the reason as a sentence part ("connection refused by 127.0.0.1 port 5000").
	 * It is not tried again unless asked (link_connect, link_retry).
	 */
	void	(*down)(const char *reason, void *ctx);
	/* May more be read now? The keyboard goes first: 0 pauses reading. */
	int	(*may_read)(void *ctx);
	/* For the user to know, a sentence: a server met for the first time. May be NULL. */
	void	(*notice)(const char *text, void *ctx);
	/* A line was longer than LINK_LINE_MAX and is discarded. May be NULL. */
	void	(*overlong)(void *ctx);
	/* What the link does now on its way up: "looking up the host". May be NULL. */
	void	(*step)(const char *words, void *ctx);
};

struct link *link_new(struct event_base *, const char *host, unsigned port,
	    const struct link_ops *, void *ctx);
void	link_free(struct link *);		/* not from one of its callbacks */

/*
 * Encrypt (client/net/secure.h); before the first link_connect. What the config points to
 * has to outlive the link. Then there is no connection without encryption, except to this
 * machine itself where the server has none, and never has had.
 */
void	link_use_tls(struct link *, const struct secure_config *);
void	link_connect(struct link *);		/* now; forgets the pause */
/* Connect after the next pause: about 1, 2, 4 ... 60 s, jittered. Returns it in ms. */
int	link_retry(struct link *);
void	link_settled(struct link *);		/* all went well: pauses begin at 1 s again */
void	link_send(struct link *, struct view);
/* Send what is queued, then close without `down`. */
void	link_close(struct link *, void (*closed)(void *ctx), void *ctx);
void	link_drop(struct link *, const char *reason);	/* close now, with `down` */
int	link_is_up(const struct link *);
int	link_is_encrypted(const struct link *);
/*
 * The SHA-256 of our own certificate, 64 hexadecimal digits, if it was ready for the server to ask for.
 * Returns 1; or 0, and digest is "".
 */
int	link_identity(const struct link *, char digest[65]);
/* Is the other end this machine itself? */
int	link_is_loopback(const struct link *);
/*
 * Was the last `down` for good? The server's certificate is not taken: only the user can
 * say what is right, and trying again would only ask the same.
 */
int	link_is_final(const struct link *);
/* The certificate that was refused since the last connection; NULL if none was. */
const struct trust_refusal *link_refusal(const struct link *);
/*
 * Accept the refused certificate: see secure_accept. Does not connect. Returns 1 if it was saved, 0 if it is
 * accepted in this run only, -1 and *cause.
 */
int	link_trust(struct link *, char **cause);
size_t	link_queued(const struct link *);

#endif
