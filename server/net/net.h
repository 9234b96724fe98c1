/*
 * net: the event loop with all that lives on it: listeners, connections, the
 * wheel, and the end of each turn.
 *
 * Priorities: signals and listeners and sockets first; the end of the turn last, so that
 * it comes after everything readable was read.
 */
#ifndef TCHAT_SERVER_NET_NET_H
#define TCHAT_SERVER_NET_NET_H

#include <stddef.h>
#include <stdint.h>

#include "server/net/conn.h"
#include "server/net/admission.h"

struct event_base;
struct tls;
struct wheel;

/* How a connection turned out to talk (DESIGN: dialects on one port). */
enum net_dialect { NET_IRC, NET_PLAIN };

/* Who may come unencrypted: everyone, who is on this machine, nobody. */
enum net_plaintext { NET_PLAINTEXT_YES, NET_PLAINTEXT_LOOPBACK, NET_PLAINTEXT_NO };

enum net_plain { NET_PLAIN_NO, NET_PLAIN_SPOKEN, NET_PLAIN_YES };

struct net_settings {
	enum net_plain	 plain;		/* yes: silence enters too; spoken: a line must come */
	enum net_plaintext plaintext;
	long long	 silence_ms;	/* how long a silent peer is waited for */
	long long	 silent_rate;	/* silent entries a minute per address; 0: any */
	long long	 silent_rate_all;	/* and in all */
	long long	 queue_max;	/* bytes of output per connection */
	long long	 queues_max;	/* and of all; past it the longest queue goes; 0: any */
	long long	 max_conns;
	long long	 close_seconds;	/* how long DRAINING may last */
	long long	 enter_seconds;	/* for the first line or silence; 0: any */
	struct admission_settings door;
	long long	 handshake_seconds;	/* for that of TLS; 0: as long as that */
	long long	 handshakes_max;	/* under way; past it the oldest goes; 0: any */
};

struct net_ops {
	/* Which dialect is known: set a handler and line limits. If a line showed it,
	 * that line follows to the new handler. */
	void	(*opened)(struct conn *, enum net_dialect, void *ctx);
	/* Everything readable in this turn was read: flush what was gathered. */
	void	(*turn_ended)(void *ctx);
};

struct net *net_new(struct event_base *, const struct net_ops *, void *ctx);
/* Closes all without a word: no `closed` is called. What is deferred runs before. */
void	net_free(struct net *);
void	net_configure(struct net *, const struct net_settings *);	/* also on reload; copied */
struct event_base *net_base(struct net *);
struct wheel *net_wheel(struct net *);
struct admission *net_door(struct net *);	/* who may connect */
/* admission_shut, and the same to those from there who have not said yet how they talk. */
void	net_shut(struct net *, const struct range *, int64_t until,
	    int64_t ends_at, const char *words);

/*
 * Serve TLS by this certificate (server/net/tls.h) from the next connection on; those that are
 * there go on with theirs. The net owns it. 0, or -1 when OpenSSL has no memory.
 */
int	net_set_tls(struct net *, struct tls *);
/* Of the certificate; NULL: TLS is not served. */
const char *net_tls_fingerprint(const struct net *);

/* Have turn_ended called at the end of this turn. Cheap; idempotent. */
void	net_want_turn_end(struct net *);

/* Run fn(ctx) at the end of this turn, after turn_ended (deferred frees). */
void	net_defer(struct net *, void (*fn)(void *), void *ctx);

/*
 * Listen on an address ("127.0.0.1", "::1", a host name; NULL: all of v4 and v6) and port; 0 picks one, the
 * same for all addresses of one call. Logs "listening on ADDRESS port PORT" for each.
 * 0, or -1 and *cause.
 */
int	net_listen(struct net *, const char *address, unsigned port,
	    char **cause);
void	net_stop_listening(struct net *);
unsigned net_port(const struct net *);		/* of the first listener */

/* Sniff this socket and go on as for an accepted one. */
struct conn *net_accept(struct net *, int fd);

size_t	net_conns(const struct net *);
int	net_each_conn(struct net *, int (*fn)(struct conn *, void *), void *ctx);

#endif
