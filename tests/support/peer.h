/*
 * peer: a TCP connection to a server on loopback, for tests that speak the protocol by hand. All waits
 * poll with a deadline.
 */
#ifndef TCHAT_SUPPORT_PEER_H
#define TCHAT_SUPPORT_PEER_H

#include "common/buf.h"

struct peer {
	int		 fd;	/* -1 once closed */
	struct buf	 got;	/* everything that arrived */
	size_t		 mark;	/* offset in got where peer_expect continues */
};

/* Connect to 127.0.0.1. Aborts the test program if that fails. */
void	peer_connect(struct peer *, unsigned port);
/* The same from an address in 127.0.0.0/8. */
void	peer_connect_from(struct peer *, unsigned port, const char *address);
void	peer_say(struct peer *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	peer_write(struct peer *, const void *, size_t);
/* Wait for text after the mark, and set the mark behind it. Returns 1 or 0. */
int	peer_expect(struct peer *, const char *text);
/* Return whether text has arrived so far. */
int	peer_has(struct peer *, const char *text);
/* Return how often text has arrived so far. */
size_t	peer_count(struct peer *, const char *text);
/* Read what is there; wait at most ms for the first byte. */
void	peer_pump(struct peer *, int ms);
/* Wait until the other side has closed. Returns 1 or 0. */
int	peer_expect_end(struct peer *);
void	peer_close(struct peer *);

/* Register without CAP, and wait for the welcome and the JOIN of #lobby. Returns 1 or 0. */
int	peer_register(struct peer *, const char *nick);

#endif
