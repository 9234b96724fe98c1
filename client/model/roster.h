/*
 * roster: the members of a room: nick, ranks, away. Sorted by rank, then by folded nick. A zeroed struct is an
 * empty roster.
 */
#ifndef TCHAT_CLIENT_MODEL_ROSTER_H
#define TCHAT_CLIENT_MODEL_ROSTER_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

enum {
	ROSTER_MAX = 50000,		/* members of a room */
	ROSTER_POOL_MAX = 100000,	/* members of all rooms that share a pool */
	ROSTER_NICK_MAX = 128		/* bytes of a nick */
};

/* Counts the members of several rosters together. */
struct roster_pool {
	size_t	n;
};

struct roster_member {
	char	*nick;
	char	*folded;
	char	 prefix[8];	/* all its prefixes, highest first: "@+" */
	int	 away;
	int	 visitor;	/* joined only to send something: its joining and leaving are not shown */
	int64_t	 spoke;		/* ms of the last message; 0: none (for completion) */
};

struct roster {
	struct roster_member	**v;	/* sorted when read */
	size_t			  n, size;
	size_t			  sorted;	/* how many at the front are sorted */
	void			 *by_name;	/* hash */
	struct roster_pool	 *pool;		/* NULL: none */
	int			  full;		/* a member was left out since the roster was last cleared */
};

void	roster_clear(struct roster *);
/*
 * Add or update a member; prefix may be empty. Returns 0, or -1 and sets `full` if the nick is too long or there
 * are too many members.
 */
int	roster_set(struct roster *, struct view nick, const char *prefix);
/* Remove a member. Returns 1 if it was there. */
int	roster_remove(struct roster *, struct view nick);
int	roster_rename(struct roster *, struct view from, struct view to);
struct roster_member *roster_find(const struct roster *, struct view nick);
void	roster_set_away(struct roster *, struct view nick, int away);
void	roster_spoke(struct roster *, struct view nick, int64_t ms);
/* Return member i in sorted order. Prefixes are ordered as in ISUPPORT PREFIX, "~&@%+". */
const struct roster_member *roster_at(struct roster *, size_t i);

#endif
