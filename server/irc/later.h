/*
 * later: replies that do not come at once, in their order all the same (checklist 2): the
 * session takes no line until they are said, and what they say bears the label of
 * the request (checklist 24).
 *
 * Two kinds. One waits for something outside, as for a thread that checks a password:
 * later_promise, and when it is there later_begin, replies, later_end. The other is so
 * long that it would burst the queue: more_reply calls a step as often as there is place,
 * and goes on when what was queued has gone out. Between its steps the world
 * goes on, so it keeps ids and names, never pointers into the world.
 */
#ifndef TCHAT_SERVER_IRC_LATER_H
#define TCHAT_SERVER_IRC_LATER_H

#include <stdint.h>

struct irc_state;
struct request;
struct server;
struct session;

/* Which request of which session. */
struct later {
	uint64_t session;
	uint64_t token;
};

/* `stream`: in several parts, each sent as it comes. */
void	later_promise(struct request *, struct later *, int stream);
/* 1 and a request to reply with; 0 if the session is gone. */
int	later_begin(struct server *, const struct later *, struct request *);
/* All is said. */
void	later_end(struct request *, const struct later *);

/*
 * Reply in steps; each writes a line or a few, or none, and returns 1 when it was the last. In
 * answer to a command the first come before this returns, and all of them if there is place
 * and time. ctx is the reply's from now on, and freed by `done`.
 */
void	more_reply(struct request *, int (*step)(struct request *, void *ctx),
	    void (*done)(void *ctx), void *ctx);
/* The same as the answer that was promised. */
void	more_promised(struct server *, const struct later *,
	    int (*step)(struct request *, void *ctx), void (*done)(void *ctx),
	    void *ctx);
/*
 * Go on if the queue is empty: at the end of this turn, after those who wait already; a part
 * at a time, so that others are heard.
 */
void	more_go_on(struct session *);
void	more_free_all(struct session *);
/* Free what the server keeps for it; all sessions are gone. */
void	more_forget(struct server *);

#endif
