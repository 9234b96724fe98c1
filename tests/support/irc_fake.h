/*
 * irc_fake: the other side of a client's IRC session, for tests. It records what the session sends as
 * text, and what it reports as one line per event. The test sets the clock.
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
	int			 nonces;	/* include nonces in sent */
	void			(*on_event)(const struct irc_event *, void *ctx);
	void			*ctx;
};

/* Everything happens at 1000000000000 ms, until fake_time. */
void	fake_open(struct irc_fake *, const char *nick);
void	fake_close(struct irc_fake *);
void	fake_wait(struct irc_fake *, int64_t ms);	/* let time pass, with ticks */

/* The server sends a line; returns -1 if the session finds that this is not IRC. */
int	fake_line(struct irc_fake *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* Start, and welcome the session as "me" with these capabilities. Nothing is recorded yet. */
void	fake_register(struct irc_fake *, const char *caps);

/* Return what was sent or reported since the last call; valid until the next one. */
const char *fake_sent(struct irc_fake *);
const char *fake_events(struct irc_fake *);

#endif
