/*
 * bystanders: two who chat while others attack the server. How long their lines take is measured and
 * printed, and judged by nobody.
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

/* Both are in #lobby. 1 or 0. */
int	bystanders_enter(struct bystanders *, unsigned port);
/*
 * Each says a line that the other hears, so many times; before each pair of lines `meanwhile` is
 * called, if it is not NULL. 1, or 0 when a line was not heard.
 */
int	bystanders_talk(struct bystanders *, int times,
	    void (*meanwhile)(void *), void *ctx);
/* Print how long the lines took since the last report. */
void	bystanders_report(struct bystanders *, const char *during);
void	bystanders_leave(struct bystanders *);

#endif
