/*
 * irc_fake: the other side of a client's irc session, for tests: what it sends is kept
 * as text, what it reports as one line of text per event, and the clock is ours.
 */
#ifndef TCHAT_SUPPORT_IRC_FAKE_H
#define TCHAT_SUPPORT_IRC_FAKE_H

#include <stdint.h>

#include "client/irc/session.h"
#include "common/buf.h"

struct irc_fake {
	struct irc_session	*session;
	struct buf		 sent;		/* lines ending in LF; without CR */
	struct buf		 events;	/* "JOIN who=bo room=#a\n" */
	int			 nonces;	/* keep them in `sent` */
	void			(*on_event)(const struct irc_event *, void *ctx);
	void			*ctx;
};

/* All at time 1000000000000 ms, until fake_time. */
void	fake_open(struct irc_fake *, const char *nick);
void	fake_close(struct irc_fake *);
void	fake_wait(struct irc_fake *, int64_t ms);	/* time passes, with ticks */

/* The server says a line; -1 when the session says that is no IRC. */
int	fake_line(struct irc_fake *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* Start, and be welcomed as `me` with those capabilities. Then nothing is noted yet. */
void	fake_register(struct irc_fake *, const char *caps);

/* What was sent / reported since the last call; good until then. */
const char *fake_sent(struct irc_fake *);
const char *fake_events(struct irc_fake *);

#endif
