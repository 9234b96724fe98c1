/*
 * server_bans_impl: what server/moderation/server_bans*.c share: the table, and how one of it is held against somebody.
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
	struct ban	 ban;		/* its texts are owned */
	int64_t		 ends_at;	/* clock_watch.h; 0 if it was restored */
	char		*key;		/* kind, space, folded mask */
	struct range	 range;		/* of a range, of a mask's host; bits 0: it has none */
	/* Of a mask; they lie in `parts`. */
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
	struct ban_list	 masks;		/* those that have to be gone through */
	uint64_t	*suspects;	/* users to be looked at again */
	size_t		 nsuspects;
	size_t		 nchanges;	/* on their way to the store */
};

/*
 * server_bans_match.c. A peer with all that a mask is held against; cloak: what others saw
 * of them without an account.
 */
struct ban_look {
	const struct ban_peer *peer;
	char		 shown[CLOAK_SHOWN_HOST];
	char		 cloak[CLOAK_SHOWN_HOST];
};

void	ban_look_at(struct ban_look *, const struct server *,
	    const struct ban_peer *);
/* Does it mean them? Ranges are held against the address too. */
int	ban_means(const struct ban_entry *, const struct ban_look *);
int	ban_is_over(const struct ban_entry *);

/*
 * Make one of what somebody wrote, its mask completed. NULL and *cause: it is none of that kind.
 * ban_entry_free what was not put into the table.
 */
struct ban_entry *ban_parse(enum ban_kind, struct view mask, char **cause);
void	ban_entry_free(struct ban_entry *);
/* 0, or -1 and *cause: it would mean too many. */
int	ban_check_width(const struct ban_entry *, char **cause);

/* server_bans_close.c. The peer behind a session; 0: there is none any more. */
int	ban_peer_of(struct ban_peer *, const struct session *);
/* Close all whom it means. */
void	bans_close_those_meant(struct server *, const struct ban_entry *);

#endif
