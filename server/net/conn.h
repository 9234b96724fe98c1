/*
 * conn: one connection. Hands up whole lines, takes bytes down; knows no chat.
 *
 * States, changed in one function that logs them:
 *	OPEN	 both ways
 *	DRAINING what is queued is being sent; input is ignored; then CLOSED
 *	LINGERING `closed` was called; the socket is shut for writing, and what the
 *		 peer still sends is thrown away for a moment, so that nothing is reset
 *	CLOSED	 freed at the end of the loop's turn
 *
 * The handler may be exchanged at any time (sniffing does, and a guest who turns out to be
 * an IRC client). Callbacks never nest: conn_send, conn_close and conn_release call none
 * of them; what they cause comes later in the loop.
 *
 * Output takes the fast path (DESIGN: the fast path): straight to send(2) while
 * nothing is queued, only the unsent rest through the bufferevent; what is
 * encrypted goes the same way. A TLS peer's close_notify is the end of its input, as
 * is the end of the bytes without one.
 */
#ifndef TCHAT_SERVER_NET_CONN_H
#define TCHAT_SERVER_NET_CONN_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

struct conn;
struct net;
struct range;

enum conn_verdict {
	CONN_TAKEN,	/* the line is done with */
	CONN_HOLD,	/* not yet: keep the line, read no more until conn_release */
	CONN_AGAIN	/* the handler was exchanged: give the line to the new one */
};

struct conn_handler {
	/* Raw bytes before framing, changed in place; returns how many are left.
	 * May be NULL. If it exchanges the handler, the new one gets the bytes too.
	 * (The telnet filter; the sniffer's look at the first byte.) */
	size_t	(*bytes)(struct conn *, char *, size_t, void *ctx);
	/* One whole line without its ending. */
	enum conn_verdict (*line)(struct conn *, struct view line, void *ctx);
	/* An overlong line was discarded (417). Also told to a handler set in it. */
	void	(*overlong)(struct conn *, void *ctx);
	/* The peer sends no more (half-closed). The last unended line came first if
	 * take_rest is set. Output still works. NULL: the conn is closed. */
	void	(*input_ended)(struct conn *, void *ctx);
	/* All output that was queued is with the kernel. May be NULL. */
	void	(*drained)(struct conn *, void *ctx);
	/* conn_direct_fd has changed. Only to be noted: called from within conn_send,
	 * too. May be NULL. */
	void	(*direct_changed)(struct conn *, void *ctx);
	/* The last call for this conn, whoever closed it. `reason` is text for
	 * people: "Connection reset by peer", "Ping timeout: 240 seconds". */
	void	(*closed)(struct conn *, const char *reason, void *ctx);
	int	 take_rest;
};

/*
 * Take over a connected socket (made non-blocking, TCP_NODELAY where it is TCP). The conn owns fd.
 * NULL when the event loop refuses; fd is then closed. Tests pass one end of a socketpair.
 */
struct conn *conn_new(struct net *, int fd, const struct conn_handler *,
	    void *ctx);

void	conn_set_handler(struct conn *, const struct conn_handler *, void *ctx);
void	conn_set_line_limits(struct conn *, size_t tags_max, size_t rest_max);
void	conn_set_queue_limit(struct conn *, size_t bytes);

/*
 * Queue bytes to the peer; copied. Never fails here: a dead peer or one past
 * its queue limit is closed at the end of the turn. Ignored once not OPEN.
 */
void	conn_send(struct conn *, const void *, size_t);

/*
 * The descriptor for conn_send_direct, while the conn is open, not encrypted, and has nothing queued;
 * else -1.
 */
int	conn_direct_fd(const struct conn *);
/* As conn_send, without looking at the conn where the kernel takes all. */
void	conn_send_direct(struct conn *, int fd, const void *, size_t);

/* Send what is queued (for at most some seconds), then close. */
void	conn_close(struct conn *, const char *reason);

/* Close at the end of this turn, whatever is queued. */
void	conn_abort(struct conn *, const char *reason);

/*
 * Have these lines (each with its LF) handed up before what is buffered, to whoever
 * is the handler then. For a handler that kept lines back and gives way to another.
 */
void	conn_prepend(struct conn *, const void *, size_t);

/* Stop handing up lines / go on (with the line held, if any). Idempotent. */
void	conn_hold(struct conn *);
void	conn_release(struct conn *);

int	conn_is_open(const struct conn *);
int	conn_is_tls(const struct conn *);	/* and the handshake is over */
/* "TLSv1.3"; NULL where nothing is encrypted. */
const char *conn_tls_version(const struct conn *);
/* SHA-256 of the DER of the certificate that the peer has shown and has the key of, 64
 * hexadecimal digits; NULL: none. Nobody has to vouch for it. */
const char *conn_tls_digest(const struct conn *);
int	conn_is_loopback(const struct conn *);	/* and AF_UNIX */
int	conn_spoke_crlf(const struct conn *);	/* last line ended in CR LF; -1: none yet */
uint64_t conn_id(const struct conn *);		/* never used twice */
const char *conn_host(const struct conn *);	/* numeric address, IRC-safe */
/* The same as a range of one address (range.h), or of none. */
const struct range *conn_address(const struct conn *);
size_t	conn_queued(const struct conn *);
int64_t	conn_last_read(const struct conn *);	/* clock_mono_ms of the last bytes */

#endif
