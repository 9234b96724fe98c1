/*
 * server_bans: bans from the whole server. There are three kinds:
 *
 *	a mask	  nick!user@host. The host is matched with the host that others see, the cloak of the address
 *		  (cloak.h) and the address itself; a host that is an address or a range matches addresses only
 *	a range	  of addresses, which the server refuses when it accepts the connection (server/net/admission.h)
 *	an account
 *
 * A new ban closes the connections that it matches, except operators'. Expired bans are deleted when the table is
 * next walked; there is no timer. All bans are kept in the store.
 */
#ifndef TCHAT_SERVER_MODERATION_SERVER_BANS_H
#define TCHAT_SERVER_MODERATION_SERVER_BANS_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"
#include "server/moderation/ban_entry.h"
#include "server/store/store.h"

struct bans;
struct chat_applied;
struct server;
struct session;

enum { BANS_MAX = 100000, BAN_SECONDS_MAX = 10 * 365 * 86400 };

/* A ban to set. Everything is borrowed. */
struct ban_request {
	enum ban_kind		 kind;
	struct view		 mask;
	struct view		 by;
	struct view		 reason;	/* may be empty */
	long long		 seconds;	/* 0: forever */
	/* the operator's session, which the ban must not match; or NULL */
	const struct session	*asker;
};

/*
 * Called when the store has committed a change, which is now in force. If the result is not STORE_OK, nothing has
 * changed. `set` is the new ban, borrowed for the call; NULL if a ban was removed or nothing has changed. If server
 * is NULL, it was freed: only free ctx.
 */
typedef void server_bans_done_fn(
    struct server *, enum store_result, const struct ban *set, void *ctx);

/*
 * Set a ban, replacing one of the same kind and mask. Returns 0; `done` is then called once, perhaps before this
 * returns. Or returns -1 and *cause, without calling `done`, if the mask is malformed or too wide.
 */
int	server_bans_add(struct server *, const struct ban_request *,
    server_bans_done_fn *done, void *ctx, char **cause);
/* Remove a ban. Returns 0, and `done` is called as above; or -1 if there is no such ban. */
int	server_bans_remove(struct server *, enum ban_kind, struct view mask,
    server_bans_done_fn *done, void *ctx);
/* Call fn for each ban in force, the oldest first. */
void	server_bans_each(
    struct server *, void (*fn)(const struct ban *, void *ctx), void *ctx);

/* Return the ban by mask or account that matches the peer, or NULL. */
const struct ban *server_bans_find(struct server *, const struct ban_peer *);

/* Load the bans from the store, at start. */
void	server_bans_restore(struct server *);
/* After a nick change or a login, the user is checked again at the end of the turn. */
void	server_bans_applied(struct server *, const struct chat_applied *);
void	server_bans_turn_ended(struct server *);
/* Free the table with the server. */
void	server_bans_free(struct server *);

#endif
