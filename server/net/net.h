/*
 * net: the event loop and everything that runs on it: listeners, connections, the timer wheel, and
 * the work done at the end of each turn.
 *
 * Signals, listeners and sockets have higher priority than the end of the turn, so the turn ends
 * only after everything readable was read.
 */
#ifndef TCHAT_SERVER_NET_NET_H
#define TCHAT_SERVER_NET_NET_H

#include <stddef.h>
#include <stdint.h>

#include "server/net/admission.h"
#include "server/net/conn.h"
#include "server/net/detect.h"

struct event_base;
struct tls;
struct wheel;

struct net_settings {
	/* YES: a silent peer is served too; SPOKEN: the peer must send a line first */
	enum net_plain		 plain;
	enum net_plaintext	 plaintext;
	/* silence after which a peer is taken for plain */
	long long		 silence_ms;
	/* silent peers admitted per minute and address; 0: no limit */
	long long		 silent_rate;
	long long		 silent_rate_all;	/* and from all addresses together */
	long long		 queue_max;		/* queued output bytes per connection */
	/* and of all connections; past it the longest queue is dropped; 0: no limit */
	long long		 queues_max;
	long long		 max_conns;
	long long		 close_seconds;	/* time limit for DRAINING */
	/* time limit for the first line; 0: none */
	long long		 enter_seconds;
	struct admission_settings admission;
	/* time limit for the TLS handshake; 0: enter_seconds applies */
	long long		 handshake_seconds;
	/*
	 * handshakes in progress; past it the oldest of the busiest address is dropped; 0: no limit
	 */
	long long		 handshakes_max;
};

struct net_ops {
	/*
	 * The dialect was detected. Set a handler and line limits. If a line revealed the dialect,
	 * the new handler gets that line next.
	 */
	void	(*opened)(struct conn *, enum net_dialect, void *ctx);
	/* Everything readable in this turn was read. Flush what was gathered. */
	void	(*turn_ended)(void *ctx);
};

struct net *net_new(struct event_base *, const struct net_ops *, void *ctx);
/* Closes everything without calling any `closed` callback. Runs deferred functions first. */
void	net_free(struct net *);
/* also used on reload; copies the settings */
void	net_configure(struct net *, const struct net_settings *);
struct event_base *net_base(struct net *);
struct wheel *net_wheel(struct net *);
/* the connection limits and bans */
struct admission *net_admission(struct net *);
/* Bans the range (admission_ban), and closes its connections whose dialect is not known yet. */
void	net_ban(struct net *, const struct range *, int64_t until, int64_t ends_at,
    const char *words);

/*
 * Uses this certificate (server/net/tls.h) for new connections; existing connections keep theirs.
 * Takes ownership of it. Returns 0, or -1 if OpenSSL has no memory.
 */
int	net_set_tls(struct net *, struct tls *);
/* Returns the certificate's fingerprint, or NULL if TLS is not enabled. */
const char *net_tls_fingerprint(const struct net *);

/* Requests a call of turn_ended at the end of this turn. Cheap and idempotent. */
void	net_request_turn_end(struct net *);

/* Runs fn(ctx) at the end of this turn, after turn_ended (for deferred frees). */
void	net_defer(struct net *, void (*fn)(void *), void *ctx);

/*
 * Listens on an address ("127.0.0.1", "::1" or a host name; NULL: all IPv4 and IPv6 addresses) and
 * port. Port 0 picks a free port, the same for all addresses of one call. Logs "listening on
 * ADDRESS port PORT" for each. Returns 0, or -1 and sets *cause.
 */
int	net_listen(struct net *, const char *address, unsigned port, char **cause);
void	net_stop_listening(struct net *);
/* the first listener's port; 0: none */
unsigned	net_port(const struct net *);

/*
 * Takes over a connected socket as if a listener had accepted it: checks admission, then detects
 * the dialect. Returns NULL if the peer is refused.
 */
struct conn *net_accept(struct net *, int fd);

struct conns *net_conns(struct net *); /* all connections (conn.h) */

#endif
