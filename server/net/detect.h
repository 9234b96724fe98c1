/*
 * detect: a connection from its first byte until its dialect is known. The detector waits
 * for a first line, or for silence, then hands the connection to a dialect or refuses the peer.
 */
#ifndef TCHAT_SERVER_NET_DETECT_H
#define TCHAT_SERVER_NET_DETECT_H

#include "common/view.h"
#include "server/net/conn.h"

struct detector;
struct event_base;
struct wheel;

/* The dialect that a connection was detected to speak. */
enum net_dialect { NET_IRC, NET_PLAIN };

/* Who may connect without TLS: everyone, only clients on this machine, or nobody. */
enum net_plaintext {
	NET_PLAINTEXT_YES,
	NET_PLAINTEXT_LOOPBACK,
	NET_PLAINTEXT_NO
};

enum net_plain { NET_PLAIN_NO, NET_PLAIN_SPOKEN, NET_PLAIN_YES };

enum detect_kind {
	DETECT_PLAIN,
	/*
	 * CAP with a subcommand, NICK x, USER with four parameters, PASS x; PING, AUTHENTICATE and
	 * QUIT in upper case only
	 */
	DETECT_IRC,
	DETECT_HTTP,
	DETECT_SSH,
	DETECT_PROXY,
	DETECT_TLS
};

/* The next three functions are pure. Classifies the first byte: DETECT_TLS (0x16), or DETECT_PLAIN for "not known yet". */
enum detect_kind detect_byte(unsigned char);

/* Classifies a complete first line. */
enum detect_kind detect_line(struct view);

/* Returns the line to send to a peer of another protocol before closing; NULL: none. */
const char *detect_refusal(enum detect_kind);

struct detect_settings {
	enum net_plain		 plain;
	enum net_plaintext	 plaintext;
	long long		 silence_ms;
	long long		 silent_rate;
	long long		 silent_rate_all;
	long long		 enter_seconds;
	long long		 handshake_seconds;
};

/* Sets a handler and line limits. If a line revealed the dialect, the new handler gets that line next. */
typedef void detect_opened_fn(struct conn *, enum net_dialect, void *ctx);

struct detector *detector_new(
    struct event_base *, struct wheel *, detect_opened_fn *, void *ctx);
/* Forgets all connections whose dialect is not known yet. Call it before they are freed. */
void	detector_free(struct detector *);
void	detector_configure(struct detector *, const struct detect_settings *);

/* Starts to detect the dialect of a new connection. */
void	detector_start(struct detector *, struct conn *);
/* The handler of a connection whose dialect is not known yet, for conn_new. detector_start gives it its ctx. */
extern const struct conn_handler detect_handler;
/* Calls fn for each connection whose dialect is not known yet. fn may close it. */
void	detector_each(
    struct detector *, void (*fn)(struct conn *, void *ctx), void *ctx);

#endif
