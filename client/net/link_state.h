/*
 * link_state: a link's inside, shared by client/net/link*.c; nobody else includes it.
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
	STATE_HANDSHAKE,	/* timer: it stalls */
	STATE_UP,
	STATE_CLOSING		/* timer: give up on the last bytes */
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
	struct secure		*secure;	/* made by the first link_connect */
	int			 was_encrypted;	/* ever: never without it again */
	int			 final;		/* see link_is_final */
	struct trust_refusal	 refusal;	/* .shown: the certificate was refused */

	enum state		 state;
	struct event		*timer;
	struct event		*failed;	/* it could not begin; `drop` says why */
	struct resolve		*resolve;
	struct addrinfo		*addrs;		/* found */
	struct addrinfo		*addr;		/* tried now */
	int			 plain;		/* that one has no TLS */
	struct bufferevent	*bev;
	struct ssl_st		*ssl;		/* bev's; NULL: not encrypted */
	struct secure_peer	 peer;
	struct linebuf		 lines;
	int			 pause;		/* ms, before jitter */

	int			 in_lines;	/* within a `line` callback */
	char			*drop;		/* link_drop from there: why */
	void			(*closed)(void *);
	void			*closed_ctx;
};

/* link.c */
void	link_set_timer(struct link *, int ms);
/* Tell the owner what is being done now. */
void	link_step(struct link *, const char *words);
/* Free the connection tried or used now, nothing else. */
void	link_disconnect(struct link *);
void	link_go_down(struct link *, const char *reason);
/* All that had to be done before the first line is. */
void	link_ready(struct link *);

void	link_finish_close(struct link *);

/* link_io.c */
/* Take over: callbacks, and reading in bites. */
void	link_set_bev(struct link *, struct bufferevent *);
/* Cut lines while the keyboard is silent; the rest in the loop's next turn. */
void	link_give_lines(struct link *);
/* All is sent? Then say so to the peer, and wait for its end. */
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
/* Is that an address of this machine's loopback? */
int	link_is_local(const struct sockaddr *);
/* The first of the errors that OpenSSL noted on the connection; 0: none. */
unsigned long link_secure_error(struct link *);
void	link_secure_end(struct link *);		/* say that nothing more comes */
/* What is there to be read, by either way; as read(2). */
long	link_read_now(struct link *, char *, size_t);

#endif
