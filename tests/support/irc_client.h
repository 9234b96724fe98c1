/*
 * irc_client: a whole server in the test's process, and IRC clients on socket pairs. The test turns
 * the loop until nothing more happens, so it never waits.
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
	struct buf	 got;	/* not read yet */
	struct buf	 line;	/* the last one returned */
	int		 closed;
};

/* The server is named chat.test, has no lobby and no flood limit. */
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

/* store: NULL for a store in memory. The rig frees it. */
void	irc_rig_init(struct irc_rig *, struct store *);
void	irc_rig_clear(struct irc_rig *);
/* Change a setting, as a reload does. */
void	irc_rig_set(struct irc_rig *, const char *name, const char *value);
/* The same for settings of the network; the limits of output queues apply then. */
void	irc_rig_set_net(struct irc_rig *, const char *name,
	    const char *value);
/* Turn the loop until nothing more happens. */
void	irc_rig_run(struct irc_rig *);
/* The same, and wait for the worker thread (server/net/work_queue.h). */
void	irc_rig_work(struct irc_rig *);
/* Let this many seconds pass, also on the set clock. */
void	irc_rig_pass(struct irc_rig *, int seconds);

/* Make a new connection, which has sent nothing; freed with the rig. */
struct irc_client *client_connect(struct irc_rig *);
/* Make a registered client that has read everything up to the end of the MOTD. */
struct irc_client *client_enter(struct irc_rig *, const char *nick);
/* The same with these capabilities. */
struct irc_client *client_enter_with(struct irc_rig *, const char *nick,
	    const char *caps);
/* Join both to the room, and read the replies. */
void	client_join(struct irc_client *, const char *room);

/* Send a line; the loop is not turned. */
void	client_send(struct irc_client *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	client_send_bytes(struct irc_client *, const void *, size_t);
void	client_close(struct irc_client *);

/* Turn the loop, and return the next line without CR LF; NULL if none arrived. */
const char *client_line(struct irc_client *);
/* Forget everything that arrived. */
void	client_skip(struct irc_client *);
/* Expect that the next line matches the pattern, in which * stands for any text. */
#define client_expect(c, pattern) \
	client_expect_at((c), (pattern), __FILE__, __LINE__)
void	client_expect_at(struct irc_client *, const char *pattern,
	    const char *file, int line);
/* Expect that there is no next line. */
#define client_expect_nothing(c) \
	client_expect_nothing_at((c), __FILE__, __LINE__)
void	client_expect_nothing_at(struct irc_client *, const char *file,
	    int line);
/* Skip lines until one matches the pattern. */
#define client_await(c, pattern) \
	client_await_at((c), (pattern), __FILE__, __LINE__)
void	client_await_at(struct irc_client *, const char *pattern,
	    const char *file, int line);
/* Return whether the server has closed it and nothing is left to read. */
int	client_is_closed(struct irc_client *);

#endif
