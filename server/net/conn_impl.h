/*
 * conn_impl: what a connection holds. Only conn.c and its tests include this. It has no includes of conn.h: conn.c has
 * both.
 */
#ifndef TCHAT_SERVER_NET_CONN_IMPL_H
#define TCHAT_SERVER_NET_CONN_IMPL_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "common/linebuf.h"
#include "server/net/address.h"
#include "server/net/handshakes.h"
#include "server/net/range.h"
#include "server/net/ready_queue.h"
#include "server/net/wheel.h"

struct admission;
struct bio_method_st;
struct bufferevent;
struct conn_handler;
struct event_base;
struct loop;
struct tls;
struct tls_stream;

/* The life of a connection. set_state changes it, and only forwards; conn.h has a picture. */
enum conn_state {
	CONN_OPEN,
	CONN_DRAINING,
	CONN_DROPPED,
	CONN_ABORTED,
	CONN_LINGERING,
	CONN_CLOSED
};

/* The end of input, step by step. */
enum conn_input {
	INPUT_OPEN,
	INPUT_ENDED, /* the peer closed its sending side */
	/* and the last line, which has no end, was handed up */
	INPUT_REST_TAKEN,
	INPUT_REPORTED /* and the handler was told */
};

/* The output queue. */
enum conn_output {
	/* nothing was ever queued; most peers stay here */
	OUTPUT_UNCOUNTED,
	OUTPUT_COUNTED,	  /* `queued` is kept up to date */
	OUTPUT_OVER_LIMIT /* the limit was exceeded */
};

/* Who counts the connection besides `conns`. */
enum conn_count {
	COUNT_NOBODY,
	COUNT_ADMISSION, /* admission, until `closed` is called */
	COUNT_REFUSED /* it was refused and gets one line of explanation only */
};

/* One connection. Its conns owns it and keeps it in `list` until it is freed. */
struct conn {
	TAILQ_ENTRY(conn) all;	  /* in conns->list */
	TAILQ_ENTRY(conn) ending; /* in conns->ending if is_ending */
	/* lines wait: released, or past the time slice */
	struct ready_entry	 ready;
	struct conns		*conns;
	struct bufferevent	*bev;
	const struct conn_handler *handler;
	void			*ctx;
	struct linebuf		 in;
	/* lines to hand up before `in`; usually NULL */
	struct linebuf		*prepended;
	struct linebuf		*line_from;	/* where the last line came from */
	struct tls_stream	*tls;		/* NULL: not encrypted */
	struct handshake	*handshake;	/* NULL: not encrypted */
	/* limits DRAINING, DROPPED and LINGERING */
	struct wheel_timer	 timer;
	/* why it closes; the first reason given is kept */
	char			*reason;
	uint64_t		 id;
	int64_t			 last_read;
	size_t			 queue_max;
	size_t			 queued;		/* this connection's part of conns->queued */
	int			 fd;
	enum conn_state		 state;
	enum conn_input		 input;
	enum conn_output	 output;
	enum conn_count		 count;
	signed			 char spoke_crlf;	/* conn_spoke_crlf */
	/* Facts. */
	unsigned char		 is_loopback;
	unsigned char		 is_tls;	/* the handshake is complete */
	unsigned char		 is_direct;	/* what conn_direct_fd last reported */
	/* Switches, each independent of the state. */
	unsigned char		 is_held;	/* conn_hold: no lines are handed up */
	unsigned char		 is_reading;	/* EV_READ is enabled */
	/* inside conn_process; only an assertion looks */
	unsigned char		 is_processing;
	unsigned char		 is_ending;	/* in conns->ending */
	struct range		 address;	/* from range_of */
	char			 host[ADDRESS_TEXT];
};

TAILQ_HEAD(conn_list, conn);

/* All connections of a loop, and what they share. */
struct conns {
	struct event_base	*base;
	struct loop		*loop;
	struct wheel		*wheel;
	struct admission	*admission;
	struct tls		*tls;	/* NULL: TLS is not enabled */
	struct bio_method_st	*tls_method;
	struct ready_queue	*ready;
	struct handshakes	 handshakes;
	struct conn_list	 list;
	/* to be closed at the end of the turn */
	struct conn_list	 ending;
	size_t			 queued;	/* queued output bytes of all connections */
	size_t			 nsockets;	/* length of `list` */
	size_t			 nopen;		/* those whose `closed` was not called */
	size_t			 nrefused;	/* those in COUNT_REFUSED */
	uint64_t		 last_id;
	long long		 queue_max;	/* conns_settings */
	long long		 queues_max;
	long long		 close_seconds;
};

#endif
