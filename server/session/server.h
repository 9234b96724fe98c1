/*
 * server: the state that all dialects share: world, network, settings, sessions.
 * server/wiring/wiring.h makes it.
 */
#ifndef TCHAT_SERVER_SESSION_SERVER_H
#define TCHAT_SERVER_SESSION_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "server/chat/chat.h"
#include "server/net/net.h"
#include "server/net/wheel.h"

struct account_job;
struct store_call;
struct bans;
struct caps_announced;
struct config;
struct deliver;
struct registration;
struct journal;
struct net;
struct sasl_context;
struct session;
struct session_ops;
struct store;
struct work_queue;

struct server {
	const struct session_ops *ops;			/* session.h */
	struct config		*config;		/* server/config/config.h; owned by main */
	struct net		*net;
	struct world		*world;
	struct journal		*journal;
	struct store		*store;
	struct deliver		*deliver;
	struct watched		*watched;		/* monitor.h: uthash by folded nick */
	struct session		*sessions;		/* uthash by id */
	struct session		*ended_sessions;	/* freed at the end of this turn */
	uint64_t		 last_session;
	size_t			 nregistering;		/* sessions without a user */
	char			**motd;			/* lines; NULL: no MOTD */
	size_t			 nmotd;
	struct caps_announced	*caps_announced;	/* owned by the IRC dialect */
	struct reply_queue	*reply_queue;		/* deferred_reply.h: sessions that wait for the rest of a long reply */
	struct dedup		*dedup;			/* dedup.h: messages that may arrive twice */
	struct markers		*markers;		/* markers.h: uthash by account */
	struct account_job	*account_jobs;		/* accounts.h: uthash by folded name */
	struct store_call	*store_calls;		/* calls that the store has not answered */
	struct sasl_context	*sasls;			/* SASL exchanges (sasl.h) */
	struct work_queue	*work;			/* worker thread that checks passwords */
	struct bans		*bans;			/* server/moderation/server_bans.h */
	int64_t			 lockdown;		/* lockdown.h: clock_mono_ms of its end; -1: no end; 0: off */
	struct wheel_timer	 lockdown_over;
	unsigned char		 cloak_key[32];		/* cloak.h: random until one is loaded */
	struct registration	*registration;		/* registration.h */
	/*
	 * Set by main: reads the settings again as config_reload does, and applies them. NULL:
	 * not possible.
	 */
	int			(*reload)(void *ctx, char **said);
	void			*reload_ctx;
	struct wheel_timer	 expiry_timer;	/* for world_expire_masks */
	int64_t			 started;	/* ms */
	int			 stopping;
};

/*
 * Reload the settings, as requested by connection conn (0: by a signal). Calls say (or NULL)
 * with each line of the result; the log has the lines too. Returns 0, or -1 if nothing changed.
 */
int	server_reload(struct server *, uint64_t conn,
	    void (*say)(const char *line, void *ctx), void *ctx);
/* The numbers that a user is shown after registering, and by LUSERS. */
struct server_counts {
	size_t	 users;		/* visible and invisible */
	size_t	 invisible;
	size_t	 operators;
	size_t	 users_most;
	size_t	 unregistered;	/* connections that have not registered yet */
	size_t	 rooms;		/* rooms that the user may know of */
};
void	server_count(const struct server *, const struct user *,
	    struct server_counts *);

#endif
