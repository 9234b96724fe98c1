/*
 * attackers: many connections to a server on loopback, each from an address of its own in
 * 127.0.0.0/8, which say what they want and never wait.
 */
#ifndef TCHAT_SUPPORT_ATTACKERS_H
#define TCHAT_SUPPORT_ATTACKERS_H

#include "common/buf.h"

struct attackers {
	int	*fds;
	size_t	 n;
};

/* receive: bytes of their receive buffer, so that little is taken unread; 0: as usual. */
void	attackers_come(struct attackers *, size_t n, unsigned port, int receive);
void	attackers_go(struct attackers *);

/* As much of it as the kernel takes; what does not fit is not said. */
void	attackers_say(struct attackers *, size_t which, const void *,
	    size_t);
void	attackers_say_all(struct attackers *, const char *);
/* Read what has come and forget it; how many connections stand. */
size_t	attackers_pump(struct attackers *);
/* Wait until so many at most stand. 1 or 0. */
int	attackers_fall(struct attackers *, size_t left);
/* What comes for one until it ends or text is in it; the caller clears it. 1 or 0. */
int	attackers_hear(struct attackers *, size_t which, const char *text,
	    struct buf *);

/* Wait until text has come for any of them, of which all is read. 1 or 0. */
int	attackers_any(struct attackers *, const char *text);

/* The first flight of a TLS client: a whole ClientHello. */
void	attackers_hello(struct buf *);

#endif
