/*
 * conn: one connection. It hands up complete lines and sends bytes. It knows nothing about chat.
 *
 * Its state only moves forwards. One function in conn.c changes it and logs the change:
 *
 *	OPEN -> DRAINING    conn_close: queued output is still sent, input is ignored, `closed` is called after that
 *	OPEN -> DROPPED	    it exceeded a limit: `closed` is called at the end of the turn, queued output is sent after that
 *	any  -> ABORTED	    conn_abort, or an error: `closed` is called at the end of the turn, queued output is lost
 *	     -> LINGERING   `closed` was called and the socket is shut for writing; input is read and discarded for a moment,
 *			    so that the kernel does not reset the connection and lose our last lines
 *	     -> CLOSED	    freed at the end of the loop's turn
 *
 * The handler may be replaced at any time (detection does this, and so does a plain guest who turns
 * out to be an IRC client). Callbacks never nest: conn_send, conn_close and conn_release call no
 * callback; the effects come later in the loop.
 *
 * Output takes the fast path: send(2) directly while nothing is queued;
 * only the unsent rest goes through the bufferevent. Encrypted output goes the same way. A TLS
 * peer's close_notify ends its input, as does end of file without it.
 *
 * A `struct conns` has all connections of a loop. At the end of each turn conns_end takes the next step of closing.
 */
#ifndef TCHAT_SERVER_NET_CONN_H
#define TCHAT_SERVER_NET_CONN_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

struct admission;
struct conn;
struct conns;
struct event_base;
struct loop;
struct range;
struct tls;
struct wheel;

enum conn_verdict {
	CONN_TAKEN, /* the line was handled */
	/* keep the line and hand up no more until conn_release */
	CONN_HOLD,
	CONN_AGAIN /* the handler was replaced; give this line to the new one */
};

struct conn_handler {
	/*
	 * Filters raw bytes before framing, in place, and returns how many remain (the telnet
	 * filter; the detection's look at the first byte). May be NULL. If it replaces the handler,
	 * the new one gets the bytes too.
	 */
	size_t			(*bytes)(struct conn *, char *, size_t, void *ctx);
	/* Handles one complete line, without its line ending. */
	enum conn_verdict	(*line)(struct conn *, struct view line, void *ctx);
	/*
	 * An overlong line was discarded (417). If this callback installs another handler, that one
	 * is notified as well.
	 */
	void			(*overlong)(struct conn *, void *ctx);
	/*
	 * The peer closed its sending side. If take_rest is set, a last unended line was handed up
	 * before. Output still works. NULL: the conn is closed.
	 */
	void			(*input_ended)(struct conn *, void *ctx);
	/* The TLS handshake is complete. May be NULL. */
	void			(*secured)(struct conn *, void *ctx);
	/* All queued output went to the kernel. May be NULL. */
	void			(*drained)(struct conn *, void *ctx);
	/*
	 * The result of conn_direct_fd changed. Only note it: this may be called from within
	 * conn_send. May be NULL.
	 */
	void			(*direct_changed)(struct conn *, void *ctx);
	/*
	 * The last callback for this conn, whatever closed it. `reason` is a text for people, such
	 * as "Connection reset by peer" or "Ping timeout: 240 seconds".
	 */
	void			(*closed)(struct conn *, const char *reason, void *ctx);
	int			 take_rest;
};

/*
 * Takes over a connected socket, which becomes non-blocking (and TCP_NODELAY if it is TCP). The
 * conn owns fd. Returns NULL and closes fd if the event loop refuses it. Tests pass one end of a
 * socketpair.
 */
struct conn *conn_new(
    struct conns *, int fd, const struct conn_handler *, void *ctx);

/* The connection was counted by admission, which is told when it closes. */
void	conn_set_admitted(struct conn *);
/* The connection was refused: it is counted in conns_refused until it is freed. */
void	conn_set_refused(struct conn *);

void	conn_set_handler(struct conn *, const struct conn_handler *, void *ctx);
void	conn_set_line_limits(struct conn *, size_t tags_max, size_t rest_max);
void	conn_set_queue_limit(struct conn *, size_t bytes);

/*
 * Sends bytes to the peer, or queues a copy. Does not fail: a dead peer, or one past its queue
 * limit, is closed at the end of the turn. Ignored unless the conn is OPEN.
 */
void	conn_send(struct conn *, const void *, size_t);

/*
 * Returns the descriptor for conn_send_direct while the conn is open, not encrypted and has nothing
 * queued; else -1.
 */
int	conn_direct_fd(const struct conn *);
/* Like conn_send, but does not touch the conn if the kernel takes all bytes. */
void	conn_send_direct(struct conn *, int fd, const void *, size_t);

/* Sends queued output (for at most some seconds), then closes. */
void	conn_close(struct conn *, const char *reason);

/* Closes at the end of this turn, even if output is queued. */
void	conn_abort(struct conn *, const char *reason);

/*
 * Hands up these lines (each with its LF) before the buffered input, to the handler set at that
 * time. For a handler that kept lines back and is replaced.
 */
void	conn_prepend(struct conn *, const void *, size_t);

/*
 * Treats these bytes and everything after them as TLS. Returns 0, or -1 if TLS is not enabled. Call it from `bytes`,
 * and return 0 there.
 */
int	conn_start_tls(struct conn *, const char *, size_t);
int	conn_has_started_tls(const struct conn *);

/* True if a part of a line was received, but not its end. */
int	conn_has_partial_line(const struct conn *);

/* Stops and resumes handing up lines (resumes with the line held, if any). Idempotent. */
void	conn_hold(struct conn *);
void	conn_release(struct conn *);

int	conn_is_open(const struct conn *);
/* TLS, and the handshake is complete */
int	conn_is_tls(const struct conn *);
/* Returns "TLSv1.3" or the like; NULL if not encrypted. */
const char *conn_tls_version(const struct conn *);
/*
 * Returns the SHA-256 of the peer's certificate (DER), as 64 hexadecimal digits, or NULL if it has
 * none. The peer proved that it has the key. No authority is checked.
 */
const char *conn_tls_digest(const struct conn *);
int	conn_is_loopback(const struct conn *); /* also true for AF_UNIX */
/* the last line ended in CR LF; -1: no line yet */
int	conn_spoke_crlf(const struct conn *);
uint64_t	conn_id(const struct conn *); /* never reused */
/* numeric address, safe as an IRC parameter */
const char *conn_host(const struct conn *);
/*
 * Returns the address as a range of one address (range.h); bits is 0 if it is no internet address.
 */
const struct range *conn_address(const struct conn *);
size_t	conn_queued(const struct conn *);
/* clock_mono_ms of the last bytes read */
int64_t	conn_last_read(const struct conn *);

struct conns_settings {
	long long	 queue_max;	/* queued output bytes per connection */
	/* and of all; past it the longest queue is dropped; 0: no limit */
	long long	 queues_max;
	/* time limit for sending queued output when closing */
	long long	 close_seconds;
	/* TLS handshakes in progress; 0: no limit */
	long long	 handshakes_max;
};

/* Makes an empty set of connections. Returns NULL if libevent fails. */
struct conns *conns_new(
    struct event_base *, struct loop *, struct wheel *, struct admission *);
/* Frees all connections, without any callback. */
void	conns_free(struct conns *);
void	conns_configure(struct conns *, const struct conns_settings *);
/* Uses this certificate for new connections. Takes ownership. Returns 0, or -1 if OpenSSL has no memory. */
int	conns_set_tls(struct conns *, struct tls *);
/* Returns the certificate in use, or NULL. */
const struct tls *conns_tls(const struct conns *);

/* Takes the next step of closing, for all that wait for it. Closing may send to others, and find more dead ones. */
void	conns_end(struct conns *);
/* True if some wait for conns_end. */
int	conns_have_ending(const struct conns *);

/* The number of connections whose `closed` was not called; of all sockets; and of refused peers. */
size_t	conns_count(const struct conns *);
size_t	conns_sockets(const struct conns *);
size_t	conns_refused(const struct conns *);
/* Calls fn for each connection whose `closed` was not called; stops at the first result other than 0 and returns it. */
int	conns_each(struct conns *, int (*fn)(struct conn *, void *), void *ctx);

#endif
