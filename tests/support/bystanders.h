/*
 * bystanders: two users who chat while others attack the server. The time that their messages take is
 * measured and printed, but no test fails because of it.
 */
#ifndef TCHAT_SUPPORT_BYSTANDERS_H
#define TCHAT_SUPPORT_BYSTANDERS_H

#include "tests/support/peer.h"

enum { BYSTANDERS_LINES = 200 };

struct bystanders {
	struct peer	 ana, bob;
	double		 ms[BYSTANDERS_LINES];
	size_t		 n;
};

/* Connect both and join #lobby. Returns 1 or 0. */
int	bystanders_enter(struct bystanders *, unsigned port);
/*
 * Let each send this many messages, and wait until the other gets them. meanwhile is called before
 * each pair of messages, if it is not NULL. Returns 1, or 0 if a message did not arrive.
 */
int	bystanders_talk(struct bystanders *, int times,
	    void (*meanwhile)(void *), void *ctx);
/* Print how long the messages took since the last report. */
void	bystanders_report(struct bystanders *, const char *during);
void	bystanders_leave(struct bystanders *);

#endif
