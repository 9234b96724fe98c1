/*
 * said: messages in a test's rooms, and history replies about them, as an irc_client reads them.
 */
#ifndef TCHAT_TESTS_SUPPORT_SAID_H
#define TCHAT_TESTS_SUPPORT_SAID_H

#include "tests/support/irc_client.h"

enum { SAID_TAG = 64 };

/* A message as its sender got the echo. */
struct said {
	char	 line[600];
	char	 id[SAID_TAG];
	char	 time[SAID_TAG];
};

/* Send it, a second after the last message; the sender has echo-message and all tags. */
void	said_say(struct irc_client *, const char *room, const char *text,
	    struct said *);
/* Send "m0", "m1" and so on. */
void	said_say_many(struct irc_client *, const char *room, struct said *, int n);
/* Expect a batch for the target with exactly these messages: "2 3 4". */
void	said_expect_page(struct irc_client *, const char *target,
	    const struct said *, const char *which);

#endif
