/*
 * said: what was said in a test's rooms, and the answers about it, as an irc_client reads them.
 */
#ifndef TCHAT_TESTS_SUPPORT_SAID_H
#define TCHAT_TESTS_SUPPORT_SAID_H

#include "tests/support/irc_client.h"

enum { SAID_TAG = 64 };

/* What was said, as its writer got it back. */
struct said {
	char	 line[600];
	char	 id[SAID_TAG];
	char	 time[SAID_TAG];
};

/* Say it, a second after what was said last; the writer has echo-message and all tags. */
void	said_say(struct irc_client *, const char *room, const char *text,
	    struct said *);
/* "m0", "m1" and so on. */
void	said_say_many(struct irc_client *, const char *room, struct said *, int n);
/* The answer is a batch about the target, of these of what was said: "2 3 4". */
void	said_expect_page(struct irc_client *, const char *target,
	    const struct said *, const char *which);

#endif
