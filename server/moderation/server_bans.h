/*
 * server_bans: who is kept out of the server. Three kinds:
 *
 *	a mask	  nick!user@host, held against what others see of somebody, the cloak of the address
 *		  (cloak.h) and the address itself; a host that is an address or a range means
 *		  just these
 *	a range	  of addresses, which is refused when a peer is accepted (server/net/admission.h)
 *	an account
 *
 * Who is here and is meant by a new one is closed, but for operators. What is over is
 * forgotten when somebody comes across it; there is no timer. All are kept in the store.
 */
#ifndef TCHAT_SERVER_MODERATION_SERVER_BANS_H
#define TCHAT_SERVER_MODERATION_SERVER_BANS_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"
#include "server/store/store.h"

struct bans;
struct chat_applied;
struct conn;
struct former_accounts;
struct server;
struct session;

enum ban_kind {
	BAN_MASK = 'k',
	BAN_RANGE = 'd',
	BAN_ACCOUNT = 'a'
};

enum {
	BANS_MAX = 100000,
	BAN_REASON_BYTES = 200,
	BAN_SECONDS_MAX = 10 * 365 * 86400
};

struct ban {
	enum ban_kind	 kind;
	const char	*mask;		/* completed; a range or an account as it is written */
	const char	*by;
	const char	*reason;	/* may be empty */
	int64_t		 time;		/* ms */
	int64_t		 until;		/* ms; 0: for good */
};

struct ban_request {
	enum ban_kind	 kind;
	struct view	 mask;
	struct view	 by;
	struct view	 reason;	/* may be empty */
	long long	 seconds;	/* 0: for good */
	const struct session *asker;	/* whom it must not mean; NULL: nobody */
};

/*
 * The store has a change, which is in force now; or, if the result is not STORE_OK, nothing has changed.
 * `set` is the ban that was set, borrowed for the call; NULL if one was lifted or nothing has changed.
 * server NULL: it is gone; only free ctx.
 */
typedef void server_bans_done_fn(struct server *, enum store_result,
	    const struct ban *set, void *ctx);

/*
 * Set a ban, instead of the same one if there is one. Returns 0, and `done` comes once, when the store has
 * it, perhaps before this returns; or -1 and *cause, without `done`: the mask is none, or means too many.
 */
int	server_bans_add(struct server *, const struct ban_request *,
	    server_bans_done_fn *done, void *ctx, char **cause);
/* Lift it. Returns 0, and `done` comes as above; or -1 if there is no such ban. */
int	server_bans_drop(struct server *, enum ban_kind, struct view mask,
	    server_bans_done_fn *done, void *ctx);
/* Those in force, the oldest first. */
void	server_bans_each(struct server *, void (*fn)(const struct ban *, void *ctx),
	    void *ctx);

/* Somebody who wants to come in, or is here. */
struct ban_peer {
	const char	*nick;
	const char	*username;
	const char	*account;	/* NULL: none */
	const struct former_accounts *former;	/* bans of these apply too; NULL: none */
	const struct conn *conn;
};

/* The ban by mask or account that means them; NULL: none. */
const struct ban *server_bans_find(struct server *, const struct ban_peer *);

/* "You are banned from this server until 2026-01-01 00:00 UTC: reason"; the caller's. */
char	*ban_words(const struct ban *);

/* At start, from the store. */
void	server_bans_restore(struct server *);
/* Somebody is called otherwise, or has logged in: looked at again at the end of the turn. */
void	server_bans_applied(struct server *, const struct chat_applied *);
void	server_bans_turn_ended(struct server *);
/* The server is being freed. */
void	server_bans_gone(struct server *);

#endif
