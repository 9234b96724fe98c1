/*
 * link_state: the internals of a link, shared by client/net/link*.c; no other file includes it.
 */
#ifndef TCHAT_CLIENT_NET_LINK_STATE_H
#define TCHAT_CLIENT_NET_LINK_STATE_H

#include "client/net/link.h"
#include "client/net/secure.h"
#include "common/linebuf.h"

enum state {
	STATE_IDLE,
	STATE_PAUSING,		/* timer: connect */
	STATE_RESOLVING,
	STATE_CONNECTING,	/* timer: the next address */
	STATE_HANDSHAKE,	/* timer: the handshake stalled */
	STATE_UP,
	STATE_CLOSING		/* timer: discard the last bytes */
};

struct addrinfo;
struct bufferevent;
struct event;
struct resolve;
struct sockaddr;

struct link {
	struct event_base	*base;
	char			*host;
	unsigned		 port;
	struct link_ops		 ops;
	void			*ctx;

	int			 wants_tls;
	struct secure_config	 config;
	struct secure		*secure;	/* created by the first link_connect */
	int			 was_encrypted;	/* a connection was encrypted once: never connect without encryption
						 * again */
	int			 final;		/* see link_is_final */
	struct trust_refusal	 refusal;	/* .shown: the certificate was refused */

	enum state		 state;
	struct event		*timer;
	struct event		*failed;	/* connecting failed at once; `drop` says why */
	struct resolve		*resolve;
	struct addrinfo		*addrs;		/* the addresses found */
	struct addrinfo		*addr;		/* the address being tried */
	int			 plain;		/* that address does not offer TLS */
	struct bufferevent	*bev;
	struct ssl_st		*ssl;		/* owned by bev; NULL: not encrypted */
	struct secure_peer	 peer;
	struct linebuf		 lines;
	int			 pause;		/* ms, before jitter */

	int			 in_lines;	/* inside a `line` callback */
	char			*drop;		/* why link_drop was called from that callback */
	void			(*closed)(void *);
	void			*closed_ctx;
};

/* link.c */
void	link_set_timer(struct link *, int ms);
/* Report a step of connecting to the owner. */
void	link_step(struct link *, const char *words);
/* Free the current connection or attempt, and nothing else. */
void	link_disconnect(struct link *);
void	link_go_down(struct link *, const char *reason);
/* Finish connecting: everything before the first line is done. */
void	link_ready(struct link *);

void	link_finish_close(struct link *);

/* link_io.c */
/* Take over the bufferevent: set its callbacks, and read in limited amounts. */
void	link_set_bev(struct link *, struct bufferevent *);
/* Pass on lines while the keyboard is silent; leave the rest to the loop's next turn. */
void	link_process_lines(struct link *);
/* If everything is sent, tell the peer and wait for it to close. */
void	link_end_when_sent(struct link *);

/* link_connect.c */
void	link_look_up(struct link *);
void	link_start_connect(struct link *);	/* to l->addr */
void	link_connect_event(struct link *, short what, int err);
void	link_connect_failed(struct link *, int err);

/* link_secure.c */
void	link_start_handshake(struct link *);
void	link_handshake_event(struct link *, short what, int err);
void	link_handshake_stalled(struct link *);
/* True if the address is a loopback address. */
int	link_is_local(const struct sockaddr *);
/* Return the first error that OpenSSL recorded for the connection; 0 if none. */
unsigned long link_secure_error(struct link *);
void	link_secure_end(struct link *);		/* tell the peer that no more data follows */
/* Read what is available, encrypted or not; like read(2). */
long	link_read_now(struct link *, char *, size_t);

#endif
