/*
 * later_work: a request whose answer takes long to find is worked on by the server's other
 * thread (server/net/work.h); meanwhile its session alone takes no line.
 */
#ifndef TCHAT_SERVER_IRC_LATER_WORK_H
#define TCHAT_SERVER_IRC_LATER_WORK_H

struct request;
struct session;

struct later_work {
	void	(*run)(void *ctx);	/* in the other thread; sees nothing but ctx */
	/* Back in the loop, if the session is still there: reply. */
	void	(*done)(struct request *, void *ctx);
	/* All that was replied is on its way; may end the session. May be NULL. */
	void	(*after)(struct session *, void *ctx);
	void	(*free)(void *ctx);	/* in any case */
};

/*
 * 0, and ctx is the work's; or -1 when too many wait already, and it stays the
 * caller's. The first word on a request: nothing was replied before.
 */
int	later_work(struct request *, const struct later_work *, void *ctx);

#endif
