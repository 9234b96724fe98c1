/*
 * mortal: a server that is killed at random moments while many users talk, and a check after each kill: every message that anyone saw is in the history once, in the order in which it was seen,
 * and none is incomplete. The calling test or benchmark fails otherwise.
 */
#ifndef TCHAT_SUPPORT_MORTAL_H
#define TCHAT_SUPPORT_MORTAL_H

#include <stddef.h>

#include "tests/support/e2e.h"

struct mortal {
	struct e2e_server	 server;
	const char		*const *more;	/* arguments of the server */
	int			 lives;
	/* Messages that a silent user in the lobby saw, over all kills. */
	char			**seen;
	size_t			 nseen, size;
	size_t			 nkept;	/* messages in the history after the last kill */
};

/* more: further arguments, ending with NULL, as for e2e_server_start; borrowed. */
void	mortal_init(struct mortal *, const char *const *more);
/* Start the server (again), let users talk, kill it at some moment, and check its history. */
void	mortal_live_and_die(struct mortal *);
/* At the end: no message was seen twice. Changes the order of seen. */
void	mortal_expect_seen_once(struct mortal *);
void	mortal_clear(struct mortal *);

#endif
