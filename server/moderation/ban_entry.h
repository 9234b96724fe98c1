/*
 * ban_entry: one server ban, parsed, and a peer that it is matched with. server_bans.h has the table of bans, and says
 * what kinds there are.
 */
#ifndef TCHAT_SERVER_MODERATION_BAN_ENTRY_H
#define TCHAT_SERVER_MODERATION_BAN_ENTRY_H

#include <sys/queue.h>

#include <stdint.h>
#include <uthash.h>

#include "common/view.h"
#include "server/moderation/cloak.h"
#include "server/net/range.h"

struct conn;
struct former_accounts;
struct server;

enum { BAN_REASON_BYTES = 200 };

enum ban_kind { BAN_MASK = 'k', BAN_RANGE = 'd', BAN_ACCOUNT = 'a' };

struct ban {
	enum ban_kind	 kind;
	/* completed to nick!user@host; a range or an account name */
	const char	*mask;
	const char	*by;
	const char	*reason;	/* may be empty */
	int64_t		 time;		/* ms */
	int64_t		 until;		/* ms; 0: forever */
};

/* Return "You are banned from this server until 2026-01-01 00:00 UTC: reason". The caller frees it. */
char	*ban_words(const struct ban *);

/* A peer to check: connecting, or connected. */
struct ban_peer {
	const char		*nick;
	const char		*username;
	const char		*account;	/* NULL: none */
	/* accounts the connection used earlier; their bans apply too; or NULL */
	const struct former_accounts *former;
	const struct conn	*conn;
};

struct ban_entry {
	/* its texts are the next three, which the entry owns */
	struct ban	 ban;
	char		*mask;
	char		*by;
	char		*reason;
	int64_t		 ends_at;	/* clock_watch.h; 0 if it was restored */
	char		*key;		/* kind, space, folded mask */
	/* of a range ban, or of a mask's host; bits 0: none */
	struct range	 range;
	/* The parts of a mask; they point into `parts`. */
	struct view	 nick;
	struct view	 username;
	struct view	 host;
	char		*parts;
	/* of its kind's list, oldest first */
	TAILQ_ENTRY(ban_entry) link;
	UT_hash_handle	 hh;
};

/*
 * A peer with the hosts that a mask is matched with. cloak is the host that others see while the
 * peer is not logged in.
 */
struct ban_look {
	const struct ban_peer	*peer;
	char			 shown[CLOAK_SHOWN_HOST];
	char			 cloak[CLOAK_SHOWN_HOST];
};

void	ban_look_init(
    struct ban_look *, const struct server *, const struct ban_peer *);
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

#endif
