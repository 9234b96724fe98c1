/*
 * net_impl: what the files of server/net share among themselves; nobody else includes
 * it. A conn is owned by its net, which holds it in `all` until it is freed.
 */
#ifndef TCHAT_SERVER_NET_NET_IMPL_H
#define TCHAT_SERVER_NET_NET_IMPL_H

#include <sys/queue.h>
#include <sys/time.h>

#include <stddef.h>
#include <stdint.h>

#include "common/linebuf.h"
#include "server/net/address.h"
#include "server/net/conn.h"
#include "server/net/net.h"
#include "server/net/range.h"
#include "server/net/wheel.h"

struct bio_method_st;
struct bufferevent;
struct conn_tls;
struct admission;
struct event;
struct fair_queue;
struct hello_wait;
struct listener;
struct shaking_site;
struct throttle;
struct tls;
struct turn;

enum {
	PRIORITY_SIGNAL,	/* and the wheel */
	PRIORITY_SOCKET,	/* libevent's default: the middle */
	PRIORITY_TURN_END,
	PRIORITIES
};

enum { BITE = 16384 };		/* bytes read of one peer before the next has its turn */

/*
 * How long the loop hands up lines before it looks again for what is readable, and how long those
 * of one peer while others may wait. What is left goes on a line at a time, one peer after the other
 * (net->ready), so that a peer with one line does not wait for those with many.
 */
enum { ROUND_MS = 5, SLICE_MS = 2 };

enum conn_state {
	CONN_OPEN,
	CONN_DRAINING,
	CONN_LINGERING,		/* `closed` was called; what the peer still sends is
				 * taken, or the kernel would throw our last words away */
	CONN_CLOSED
};

struct conn {
	TAILQ_ENTRY(conn) all;
	TAILQ_ENTRY(conn) ready;	/* in net->ready, if is_ready */
	TAILQ_ENTRY(conn) ending;	/* in net->ending, if is_ending */
	TAILQ_ENTRY(conn) shaking;	/* in net->shaking, if is_shaking */
	struct hello_wait *hello_wait;	/* in net->hellos; mostly NULL */
	struct net	*net;
	struct bufferevent *bev;
	const struct conn_handler *handler;
	void		*ctx;
	struct linebuf	 in;
	struct conn_tls	*tls;		/* NULL: not encrypted */
	struct linebuf	*before;	/* lines that come before those; mostly NULL */
	struct wheel_timer timer;	/* DRAINING, LINGERING */
	char		*reason;	/* why it ends; the first one said counts */
	uint64_t	 id;
	int64_t		 last_read;
	size_t		 queue_max;
	size_t		 queued;	/* of net->queued */
	int		 fd;
	enum conn_state	 state;
	signed char	 spoke_crlf;
	unsigned char	 is_ready;
	unsigned char	 is_ending;
	unsigned char	 is_loopback;
	unsigned char	 is_tls;	/* the handshake is over */
	unsigned char	 held;
	unsigned char	 reading;	/* EV_READ is on */
	unsigned char	 aborted;	/* end it whatever is queued */
	unsigned char	 dropped;	/* its handler is told at once, it has its last words later */
	unsigned char	 over;		/* its queue's limit was passed */
	unsigned char	 counts_queue;	/* what is queued is noted in `queued` */
	unsigned char	 is_shaking;
	unsigned char	 hello;		/* handshakes.c: whether it waits */
	unsigned char	 eof;		/* the peer sends no more */
	unsigned char	 rest_taken;
	unsigned char	 eof_told;
	unsigned char	 busy;		/* lines are being handed up */
	unsigned char	 from_before;	/* the last line came from there */
	unsigned char	 is_counted;	/* by the door */
	unsigned char	 is_direct;	/* conn_direct_fd */
	unsigned char	 is_refused;	/* it is told why, and nothing more */
	struct range	 address;	/* range_of */
	char		 host[ADDRESS_TEXT];
};

TAILQ_HEAD(conn_queue, conn);

struct net {
	struct event_base	*base;
	struct net_ops		 ops;
	void			*ctx;
	struct net_settings	 settings;
	struct wheel		*wheel;
	struct turn		*turn;
	struct throttle		*silent;
	struct admission		*door;
	struct tls		*tls;		/* NULL: TLS is not served */
	struct bio_method_st	*tls_method;
	struct event		*tick;		/* of the wheel */
	struct event		*go_on;		/* for `ready` */
	int			 is_going_on;	/* with them, right now */
	struct timeval		 polled;	/* libevent's time of this round */
	int64_t			 round_began;	/* clock_mono_ms then */
	struct conn_queue	 conns;
	struct conn_queue	 ready;		/* with lines waiting: released, or put off */
	struct conn_queue	 ending;	/* closed at the end of the turn */
	struct conn_queue	 shaking;	/* handshakes with OpenSSL's memory, oldest first */
	size_t			 nshaking;
	struct shaking_site	*shaking_sites;	/* uthash by range: how many of each address */
	struct fair_queue	*hellos;	/* that wait to be answered */
	struct event		*hello_tick;	/* for them */
	int64_t			 hello_moment;	/* when the last ones began to be answered */
	size_t			 nhellos;	/* since then */
	size_t			 queued;	/* bytes of output of all */
	size_t			 nsockets;	/* in conns */
	size_t			 nconns;	/* of them OPEN or DRAINING */
	size_t			 nrefused;	/* in conns, but not let in */
	uint64_t		 last_id;
	TAILQ_HEAD(, listener)	 listeners;
};

/* conn.c */
void	conn_set_state(struct conn *, enum conn_state);
/* The end of the turn: go on with closing this one. */
void	conn_end(struct conn *);
/* Have conn_end called at the end of the turn. */
void	conn_want_end(struct conn *);
void	conn_free(struct conn *);
/*
 * As conn_close, but the handler is told at the end of this turn; the peer has some seconds to
 * take what is queued.
 */
void	conn_drop(struct conn *, const char *reason);

/* net.c */
/* Has the loop handed up lines for ROUND_MS since it last looked for what is readable? */
int	net_is_late(struct net *);
/* Have `ready` gone on with, after what is readable. */
void	net_want_go_on(struct net *);

/* conn_in.c */
void	conn_read(struct conn *);
/*
 * Hand up the lines that are there, for SLICE_MS or, with `single`, one. Returns 1 if there may be more:
 * the caller puts the conn into net->ready, unless it is_ready.
 */
int	conn_process(struct conn *, int single);
void	conn_input_ended(struct conn *);
void	conn_set_reading(struct conn *, int on);
void	conn_free_before(struct conn *);
/* What follows, beginning with these bytes, is TLS. -1: it is not served. */
int	conn_start_tls(struct conn *, const char *, size_t);

/* conn_out.c: bytes for the wire, now or once there is room. */
void	conn_out(struct conn *, const char *, size_t);
/* After them, where `over` is set: drop it for that. */
void	conn_overflow(struct conn *);
/* Something on which conn_direct_fd depends may have changed. */
void	conn_note_direct(struct conn *);
void	conn_free_out(struct conn *);

/* conn_tls.c; c->tls is there for all but the first three. */
struct bio_method_st *conn_tls_method(void);
int	conn_tls_start(struct conn *);
int	conn_tls_has_ended(const struct conn *);	/* by close_notify */
size_t	conn_tls_read(struct conn *, char *, size_t);	/* 0: no more for now */
void	conn_tls_write(struct conn *, const void *, size_t);
void	conn_tls_goodbye(struct conn *);	/* close_notify */
void	conn_tls_free(struct conn *);

/* handshakes.c */
int	handshakes_init(struct net *);
void	handshakes_clear(struct net *);
/* Its hello is there. 1: answer it; 0: others come first, and conn_read is called in its turn. */
int	handshakes_may_begin(struct conn *);
int	handshakes_waits(const struct conn *);
/* From now on OpenSSL holds memory for it. */
void	handshakes_begin(struct conn *);
/* It is over, or will never be. */
void	handshakes_end(struct conn *);

/* gate.c */
extern const struct conn_handler gate_handler;
/* Its handshake is over: what it says from here on can be told apart. */
void	gate_secured(struct conn *);
/* The gate's ctx for a conn that nobody knows yet. */
void	gate_watch(struct conn *);

#endif
