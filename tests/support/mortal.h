/*
 * mortal: a server that is killed at random moments while many speak, and what must be true
 * after each death (DESIGN 9): every message that anyone saw is in the history once, in
 * the order in which it was seen, and none is torn. Fails the test, or the bench, that finds
 * it otherwise.
 */
#ifndef TCHAT_SUPPORT_MORTAL_H
#define TCHAT_SUPPORT_MORTAL_H

#include <stddef.h>

#include "tests/support/e2e.h"

struct mortal {
	struct e2e_server server;
	const char *const *more;	/* arguments of the server */
	int		 lives;
	/* What was seen in the lobby by one who only looked, in all its lives. */
	char		**seen;
	size_t		 nseen, size;
	size_t		 nkept;		/* in the history after the last death */
};

/* more: NULL-ended, as for e2e_server_start, and borrowed. */
void	mortal_init(struct mortal *, const char *const *more);
/* (Re)start it, have many speak, kill it at some moment, and look at its history. */
void	mortal_live_and_die(struct mortal *);
/* At the end: nothing was seen twice. The order of seen is another one then. */
void	mortal_expect_seen_once(struct mortal *);
void	mortal_clear(struct mortal *);

#endif
