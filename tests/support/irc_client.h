/*
 * irc_client: a whole server in the test's process, and IRC clients on socketpairs. The
 * loop is turned by hand until nothing more happens, so tests need no waiting.
 */
#ifndef TCHAT_TESTS_SUPPORT_IRC_CLIENT_H
#define TCHAT_TESTS_SUPPORT_IRC_CLIENT_H

#include <stddef.h>

#include "common/buf.h"
#include "server/config/config.h"
#include "server/session/server.h"

struct event_base;
struct store;

enum { IRC_CLIENTS_MAX = 256 };

struct irc_client {
	struct irc_rig	*rig;
	int		 fd;
	struct buf	 got;	/* not yet looked at */
	struct buf	 line;	/* the last one handed out */
	int		 closed;
};

/* The server is named chat.test; no lobby, no flood control. */
struct irc_rig {
	struct event_base	*base;
	struct net		*net;
	struct store		*store;
	struct server		*server;
	struct config		 config;
	struct irc_client	 clients[IRC_CLIENTS_MAX];
	size_t			 nclients;
	unsigned long		 turns;
};

/* store: NULL for one in memory; else the rig frees it. */
void	irc_rig_init(struct irc_rig *, struct store *);
void	irc_rig_clear(struct irc_rig *);
/* A setting, and the server told. */
void	irc_rig_set(struct irc_rig *, const char *name, const char *value);
/* The same of what the network goes by; queues of the server's output then have their limit too. */
void	irc_rig_set_net(struct irc_rig *, const char *name,
	    const char *value);
/* Turn the loop until all is quiet. */
void	irc_rig_run(struct irc_rig *);
/* The same, and what is worked on elsewhere (server/net/work.h) is done. */
void	irc_rig_work(struct irc_rig *);
/* So many seconds pass, on the set clock too. */
void	irc_rig_pass(struct irc_rig *, int seconds);

/* A new connection, which has said nothing; freed with the rig. */
struct irc_client *client_connect(struct irc_rig *);
/* One that has registered, and has read all up to the end of the MOTD. */
struct irc_client *client_enter(struct irc_rig *, const char *nick);
/* The same with those capabilities. */
struct irc_client *client_enter_with(struct irc_rig *, const char *nick,
	    const char *caps);
/* Both in the room, and what that said read. */
void	client_join(struct irc_client *, const char *room);

/* Send a line; the loop is not turned. */
void	client_send(struct irc_client *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	client_send_bytes(struct irc_client *, const void *, size_t);
void	client_close(struct irc_client *);

/* The next line without CR LF, after turning the loop; NULL when none came. */
const char *client_line(struct irc_client *);
/* Forget what came. */
void	client_skip(struct irc_client *);
/* The next line is like the pattern, in which * stands for anything. */
#define client_expect(c, pattern) \
	client_expect_at((c), (pattern), __FILE__, __LINE__)
void	client_expect_at(struct irc_client *, const char *pattern,
	    const char *file, int line);
/* There is no next line. */
#define client_expect_nothing(c) \
	client_expect_nothing_at((c), __FILE__, __LINE__)
void	client_expect_nothing_at(struct irc_client *, const char *file,
	    int line);
/* Lines are passed over until one is like the pattern. */
#define client_await(c, pattern) \
	client_await_at((c), (pattern), __FILE__, __LINE__)
void	client_await_at(struct irc_client *, const char *pattern,
	    const char *file, int line);
/* The server has closed it, and there is nothing more to read. */
int	client_is_closed(struct irc_client *);

#endif
