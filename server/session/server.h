/*
 * server: what all dialects share: the world, the network, the settings they
 * read, and the sessions. server/wiring.h makes it.
 */
#ifndef TCHAT_SERVER_SESSION_SERVER_H
#define TCHAT_SERVER_SESSION_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "server/chat/chat.h"
#include "server/net/net.h"
#include "server/net/wheel.h"

struct account_job;
struct pending_read;
struct bans;
struct caps_told;
struct config;
struct deliver;
struct registration;
struct journal;
struct net;
struct sasls;
struct session;
struct session_ops;
struct store;
struct work;

struct server {
	const struct session_ops *ops;	/* session.h */
	struct config	*config;	/* server/config.h; main's */
	struct net	*net;
	struct world	*world;
	struct journal	*journal;
	struct store	*store;
	struct deliver	*deliver;
	struct watched	*watched;	/* monitor.h: uthash by folded nick */
	struct session	*sessions;	/* uthash by id */
	struct session	*ended_sessions;		/* freed at the end of this turn */
	uint64_t	 last_session;
	size_t		 nregistering;	/* sessions without a user */
	char		**motd;		/* lines; NULL: no MOTD */
	size_t		 nmotd;
	struct caps_told *caps_told;	/* the IRC dialect's */
	struct reply_queue *reply_queue;	/* the IRC dialect's: long replies */
	struct dedup	*dedup;	/* dedup.h: messages that may come twice */
	struct markers	*markers;	/* markers.h: uthash by account */
	struct account_job *account_jobs;	/* accounts.h: uthash by folded name */
	struct pending_read	*pending_reads;	/* pending_reads.h: asked of the store */
	struct sasls	*sasls;		/* logins (sasl.h) */
	struct work	*work;		/* passwords are checked there */
	struct bans	*bans;		/* bans.h */
	int64_t		 lockdown;	/* lockdown.h: clock_mono_ms of its end; -1: it has none; 0: off */
	struct wheel_timer lockdown_over;
	unsigned char	 cloak_key[32];	/* cloak.h: random until one is loaded */
	struct registration	*registration;		/* registration.h */
	/* Main's: as config_reload, and all that reads settings is told. NULL: there is none. */
	int		(*reload)(void *ctx, char **said);
	void		*reload_ctx;
	struct wheel_timer expiry_timer;		/* world_expire_masks */
	int64_t		 started;	/* ms */
	int		 stopping;
};

/*
 * Read the settings again, by the wish of a connection (0: of a signal). `say` (or NULL) is given
 * each line of what there is to say of it; the log has it too. 0, or -1 when nothing changed.
 */
int	server_reload(struct server *, uint64_t conn,
	    void (*say)(const char *line, void *ctx), void *ctx);
/* The figures that a user is shown after registering, and by LUSERS. */
struct server_counts {
	size_t	 users;		/* visible and invisible */
	size_t	 invisible;
	size_t	 operators;
	size_t	 users_most;
	size_t	 unregistered;	/* connections that are not users yet */
	size_t	 rooms;		/* that the user may know of */
};
void	server_count(const struct server *, const struct user *,
	    struct server_counts *);
/* The welcome was said: join the session's user to the lobby, if there is one, as if by a
 * command without a token. */
void	server_join_lobby(struct session *);

/* The doors of the dialects (irc/, plain/): make a session for the conn, set its handler. */
void	irc_opened(struct server *, struct conn *);
void	plain_opened(struct server *, struct conn *);

/* Settings have changed (or are there for the first time): tell IRC clients what that changes. */
void	irc_reconfigured(struct server *);
/* Free what that remembers. */
void	irc_server_clear(struct server *);

#endif
