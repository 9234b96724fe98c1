/*
 * server_bans_impl: the table of bans and the functions shared by server/moderation/server_bans*.c.
 */
#ifndef TCHAT_SERVER_MODERATION_SERVER_BANS_IMPL_H
#define TCHAT_SERVER_MODERATION_SERVER_BANS_IMPL_H

#include <sys/queue.h>

#include <uthash.h>

#include "server/chat/former_accounts.h"
#include "server/net/range.h"
#include "server/moderation/server_bans.h"
#include "server/moderation/cloak.h"

struct ban_entry {
	struct ban	 ban;		/* the entry owns its texts */
	int64_t		 ends_at;	/* clock_watch.h; 0 if it was restored */
	char		*key;		/* kind, space, folded mask */
	struct range	 range;		/* of a range ban, or of a mask's host; bits 0: none */
	/* The parts of a mask; they point into `parts`. */
	struct view	 nick;
	struct view	 username;
	struct view	 host;
	char		*parts;
	TAILQ_ENTRY(ban_entry) link;	/* of its kind's list, oldest first */
	UT_hash_handle	 hh;
};

TAILQ_HEAD(ban_list, ban_entry);

struct bans {
	struct ban_entry *entries;
	struct ban_list	 masks;		/* the mask bans, each of which must be tried */
	uint64_t	*suspects;	/* ids of users to check at the end of the turn */
	size_t		 nsuspects;
	size_t		 nchanges;	/* changes that the store has not committed yet */
};

/*
 * A peer with the hosts that a mask is matched with (server_bans_match.c). cloak is the host that others see while the
 * peer is not logged in.
 */
struct ban_look {
	const struct ban_peer *peer;
	char		 shown[CLOAK_SHOWN_HOST];
	char		 cloak[CLOAK_SHOWN_HOST];
};

void	ban_look_init(struct ban_look *, const struct server *,
	    const struct ban_peer *);
/* True if the ban matches the peer; range bans match its address. */
int	ban_matches(const struct ban_entry *, const struct ban_look *);
int	ban_is_expired(const struct ban_entry *);

/*
 * Make an entry from a mask as typed, completing it. Returns NULL and *cause if it is not valid for that kind. The
 * caller frees an entry that it does not add to the table with ban_entry_free.
 */
struct ban_entry *ban_parse(enum ban_kind, struct view mask, char **cause);
void	ban_entry_free(struct ban_entry *);
/* Return 0, or -1 and *cause if the ban would match too many. */
int	ban_check_width(const struct ban_entry *, char **cause);

/* Fill in the peer of a session (server_bans_close.c). Returns 0 if its connection is closed. */
int	ban_peer_of(struct ban_peer *, const struct session *);
/* Close all connections that the ban matches, except operators'. */
void	bans_close_matched(struct server *, const struct ban_entry *);

#endif
