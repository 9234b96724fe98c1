/*
 * net_impl: declarations shared by the files of server/net only. A conn is owned by its net, which
 * keeps it in `conns` until it is freed.
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
struct handshake_site;
struct throttle;
struct tls;
struct loop;

enum {
	PRIORITY_SIGNAL,	/* also the timer wheel */
	PRIORITY_SOCKET,	/* libevent's default, the middle one */
	PRIORITY_TURN_END,
	PRIORITIES
};

enum { READ_SIZE = 16384 };		/* bytes read from one peer before others get a turn */

/*
 * ROUND_MS: how long the loop hands up lines before it polls again. SLICE_MS: how long it hands up
 * lines of one peer while others may wait. After that, the remaining lines are handed up one at a
 * time, peer by peer (net->ready), so that a peer with one line does not wait for peers with many.
 */
enum { ROUND_MS = 5, SLICE_MS = 2 };

enum conn_state {
	CONN_OPEN,
	CONN_DRAINING,
	/*
	 * `closed` was called; input is read and discarded, else the kernel would reset the
	 * connection and lose our last lines
	 */
	CONN_LINGERING,
	CONN_CLOSED
};

struct conn {
	TAILQ_ENTRY(conn) all;
	TAILQ_ENTRY(conn) ready;	/* in net->ready if is_ready */
	TAILQ_ENTRY(conn) ending;	/* in net->ending if is_ending */
	TAILQ_ENTRY(conn) handshaking;	/* in net->handshaking if is_handshaking */
	struct hello_wait *hello_wait;	/* in net->hellos; usually NULL */
	struct net	*net;
	struct bufferevent *bev;
	const struct conn_handler *handler;
	void		*ctx;
	struct linebuf	 in;
	struct conn_tls	*tls;		/* NULL: not encrypted */
	struct linebuf	*prepended;	/* lines to hand up before `in`; usually NULL */
	struct wheel_timer timer;	/* limits DRAINING and LINGERING */
	char		*reason;	/* why it closes; the first reason given is kept */
	uint64_t	 id;
	int64_t		 last_read;
	size_t		 queue_max;
	size_t		 queued;	/* this connection's part of net->queued */
	int		 fd;
	enum conn_state	 state;
	signed char	 spoke_crlf;
	unsigned char	 is_ready;
	unsigned char	 is_ending;
	unsigned char	 is_loopback;
	unsigned char	 is_tls;	/* the handshake is complete */
	unsigned char	 held;
	unsigned char	 reading;	/* EV_READ is enabled */
	unsigned char	 aborted;	/* close even if output is queued */
	/* conn_drop: the handler is notified at once, queued output is sent later */
	unsigned char	 dropped;
	unsigned char	 over_limit;		/* the queue limit was exceeded */
	unsigned char	 counts_queue;	/* `queued` is kept up to date */
	unsigned char	 is_handshaking;
	unsigned char	 hello;		/* HELLO_* in handshakes.c */
	unsigned char	 eof;		/* the peer closed its sending side */
	unsigned char	 rest_handed_up;
	unsigned char	 eof_reported;
	unsigned char	 busy;		/* inside conn_process */
	unsigned char	 from_prepended;	/* the last line came from `prepended` */
	unsigned char	 is_counted;	/* counted by admission */
	unsigned char	 is_direct;	/* what conn_direct_fd last reported */
	unsigned char	 is_refused;	/* refused: gets one line of explanation only */
	struct range	 address;	/* from range_of */
	char		 host[ADDRESS_TEXT];
};

TAILQ_HEAD(conn_queue, conn);

struct net {
	struct event_base	*base;
	struct net_ops		 ops;
	void			*ctx;
	struct net_settings	 settings;
	struct wheel		*wheel;
	struct loop		*loop;
	struct throttle		*silent;
	struct admission		*admission;
	struct tls		*tls;		/* NULL: TLS is not enabled */
	struct bio_method_st	*tls_method;
	struct event		*tick;		/* drives the wheel */
	struct event		*resume;		/* hands up lines of `ready` */
	int			 is_resuming;	/* inside its callback */
	struct timeval		 polled;	/* libevent's cached time of this round */
	int64_t			 round_began;	/* clock_mono_ms at its start */
	struct conn_queue	 conns;
	/* with lines waiting: released, or past their time slice */
	struct conn_queue	 ready;
	struct conn_queue	 ending;	/* to be closed at the end of the turn */
	/* connections whose handshake uses OpenSSL memory, oldest first */
	struct conn_queue	 handshaking;
	size_t			 nhandshaking;
	struct handshake_site	*handshake_sites;	/* uthash by range: handshakes per address */
	struct fair_queue	*hellos;	/* waiting to be answered */
	struct event		*hello_tick;	/* starts the next interval */
	int64_t			 hello_interval_began;	/* when the current interval began */
	size_t			 nhellos;	/* hellos answered in this interval */
	size_t			 queued;	/* queued output bytes of all connections */
	size_t			 nsockets;	/* length of conns */
	size_t			 nconns;	/* those in OPEN or DRAINING */
	size_t			 nrefused;	/* those that were refused */
	uint64_t		 last_id;
	TAILQ_HEAD(, listener)	 listeners;
};

/* conn.c */
void	conn_set_state(struct conn *, enum conn_state);
/* Takes the next step of closing. Called at the end of the turn. */
void	conn_end(struct conn *);
/* Schedules conn_end for the end of the turn. */
void	conn_schedule_end(struct conn *);
void	conn_free(struct conn *);
/*
 * Like conn_close, but the handler is notified at the end of this turn. Queued output still gets
 * some seconds to be sent.
 */
void	conn_drop(struct conn *, const char *reason);

/* net.c */
/* Returns 1 if the loop has handed up lines for ROUND_MS since it last polled. */
int	net_is_late(struct net *);
/* Schedules the lines of `ready`, after everything readable was read. */
void	net_resume_ready(struct net *);

/* conn_in.c */
void	conn_read(struct conn *);
/*
 * Hands up complete lines for SLICE_MS, or one line if `single`. Returns 1 if there may be more;
 * the caller then puts the conn into net->ready unless is_ready is set.
 */
int	conn_process(struct conn *, int single);
void	conn_input_ended(struct conn *);
void	conn_set_reading(struct conn *, int on);
void	conn_free_prepended(struct conn *);
/* Treats these bytes and everything after them as TLS. Returns -1 if TLS is not enabled. */
int	conn_start_tls(struct conn *, const char *, size_t);

/*
 * conn_out.c
 *
 * Sends bytes as they are, or queues what the kernel does not take.
 */
void	conn_out(struct conn *, const char *, size_t);
/* Drops the connection for exceeding its limit. Call it after output that set `over_limit`. */
void	conn_overflow(struct conn *);
/* Notifies the handler if the result of conn_direct_fd changed. */
void	conn_note_direct(struct conn *);
void	conn_free_out(struct conn *);

/* conn_tls.c. All functions but the first three need c->tls. */
struct bio_method_st *conn_tls_method(void);
int	conn_tls_start(struct conn *);
int	conn_tls_has_ended(const struct conn *);	/* close_notify was received */
/* returns 0 if nothing more can be read now */
size_t	conn_tls_read(struct conn *, char *, size_t);
void	conn_tls_write(struct conn *, const void *, size_t);
void	conn_tls_goodbye(struct conn *);	/* sends close_notify */
void	conn_tls_free(struct conn *);

/* handshakes.c */
int	handshakes_init(struct net *);
void	handshakes_clear(struct net *);
/*
 * Called when the ClientHello is complete. Returns 1 if it may be answered now; 0 if others come
 * first, then conn_read is called when its turn comes.
 */
int	handshakes_may_start(struct conn *);
int	handshakes_is_waiting(const struct conn *);
/* Counts the connection: OpenSSL now holds memory for it. */
void	handshakes_begin(struct conn *);
/* Call when the handshake completed or failed. */
void	handshakes_end(struct conn *);

/* detect.c */
extern const struct conn_handler detect_handler;
/* The TLS handshake is complete: start to detect the dialect. */
void	detect_secured(struct conn *);
/* Starts to detect the dialect of a new connection. */
void	detect_start(struct conn *);

#endif
