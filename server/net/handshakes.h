/*
 * handshakes: limits TLS handshakes. Answering a hello costs more than relaying a thousand lines, so the server answers
 * a limited number per interval and serves all other input in between. Addresses take turns (common/fair_queue.h): an
 * address that opens many connections delays and displaces only its own handshakes.
 */
#ifndef TCHAT_SERVER_NET_HANDSHAKES_H
#define TCHAT_SERVER_NET_HANDSHAKES_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "common/fair_queue.h"
#include "server/net/range.h"

struct event;
struct event_base;
struct handshake_site;
struct loop;

enum handshake_state {
	HANDSHAKE_NEW,	    /* the hello is not complete */
	HANDSHAKE_WAITING,  /* the hello waits for its turn */
	HANDSHAKE_ADMITTED, /* the hello may be answered now */
	HANDSHAKE_RUNNING,  /* OpenSSL holds memory for it */
	HANDSHAKE_ENDED	    /* completed, failed or displaced */
};

struct handshakes_ops {
	/* The turn of a waiting hello has come. */
	void	(*admitted)(void *ctx);
	/* There are too many handshakes: end this one. */
	void	(*displaced)(void *ctx);
};

TAILQ_HEAD(handshake_list, handshake);

/* All handshakes of a loop. */
struct handshakes {
	const struct handshakes_ops *ops;
	struct loop		*loop;
	struct handshake_list	 running;	/* oldest first */
	size_t			 nrunning;
	size_t			 max;		/* of running ones; 0: no limit */
	/* uthash by range: running ones per address */
	struct handshake_site	*sites;
	struct fair_queue	*waiting;
	struct event		*interval;	/* starts the next interval */
	int64_t			 interval_began;
	size_t			 nanswered;	/* hellos answered in this interval */
};

/* The handshake of one connection. */
struct handshake {
	struct fair_job		 job;	/* first: a fair_job is its handshake */
	TAILQ_ENTRY(handshake) link;
	struct handshakes	*all;
	struct range		 site;	/* the address; for IPv6 its /64 */
	enum handshake_state	 state;
	void			*ctx;
};

/* Returns 0, or -1 if libevent fails; call handshakes_clear in either case. */
int	handshakes_init(struct handshakes *, struct event_base *, struct loop *,
    const struct handshakes_ops *);
/* Call it when no handshake is left. */
void	handshakes_clear(struct handshakes *);

/* Begin a handshake of that address, in HANDSHAKE_NEW. The caller frees it. */
struct handshake *handshake_new(
    struct handshakes *, const struct range *, void *ctx);
void	handshake_free(struct handshake *); /* NULL is allowed */

/*
 * Called when the hello is complete. Returns 1 if it may be answered now; 0 if others come first: `admitted` is called
 * when its turn comes.
 */
int	handshake_may_start(struct handshake *);
/* Count it as running. Past the limit, one of the address that has the most is displaced. */
void	handshake_begin(struct handshake *);
/* The handshake has completed or failed. */
void	handshake_end(struct handshake *);

#endif
