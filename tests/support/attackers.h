/*
 * attackers: many connections to a server on loopback, each from an address of its own in 127.0.0.0/8.
 * They send, and never wait.
 */
#ifndef TCHAT_SUPPORT_ATTACKERS_H
#define TCHAT_SUPPORT_ATTACKERS_H

#include "common/buf.h"

struct attackers {
	int	*fds;
	size_t	 n;
};

/*
 * receive: size of the receive buffer in bytes, so that the kernel takes little that is unread; 0: the
 * default.
 */
void	attackers_come(struct attackers *, size_t n, unsigned port, int receive);
void	attackers_go(struct attackers *);

/* Send as much as the kernel takes; the rest is lost. */
void	attackers_say(struct attackers *, size_t which, const void *,
	    size_t);
void	attackers_say_all(struct attackers *, const char *);
/* Read and forget everything that has arrived; return the number of open connections. */
size_t	attackers_pump(struct attackers *);
/* Wait until at most this many are open. Returns 1, or 0 after the deadline. */
int	attackers_fall(struct attackers *, size_t left);
/* Read from one until it ends or has sent text. The caller clears the buffer. Returns 1 or 0. */
int	attackers_hear(struct attackers *, size_t which, const char *text,
	    struct buf *);

/* Read from all until one has received text. Returns 1 or 0. */
int	attackers_any(struct attackers *, const char *text);

/* Append a complete ClientHello. */
void	attackers_hello(struct buf *);

#endif
