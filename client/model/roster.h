/*
 * roster: who is in a room: nick, highest ranks, away; kept sorted by rank, then
 * by folded nick. A zeroed struct is an empty roster.
 */
#ifndef TCHAT_CLIENT_MODEL_ROSTER_H
#define TCHAT_CLIENT_MODEL_ROSTER_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

enum {
	ROSTER_MAX = 50000,		/* members of a room */
	ROSTER_POOL_MAX = 100000,	/* of all rooms that share a pool */
	ROSTER_NICK_MAX = 128		/* bytes of a nick */
};

/* Counts the members of several rosters. */
struct roster_pool {
	size_t	n;
};

struct roster_member {
	char	*nick;
	char	*folded;
	char	 prefix[8];	/* all its prefixes, highest first: "@+" */
	int	 away;
	int	 visitor;	/* joined only to say something: not shown coming and going */
	int64_t	 spoke;		/* ms of the last word; 0: none (for completion) */
};

struct roster {
	struct roster_member	**v;	/* sorted once asked for */
	size_t			  n, size;
	size_t			  sorted;	/* so many at the front are in order */
	void			 *by_name;	/* hash */
	struct roster_pool	 *pool;		/* NULL: none */
	int			  full;		/* somebody was left out, since it was cleared */
};

void	roster_clear(struct roster *);
/*
 * Add or update; prefixes may be empty. Returns 0, or -1 and sets `full` if the nick is too long or
 * there are too many members.
 */
int	roster_set(struct roster *, struct view nick, const char *prefix);
/* 1 if it was there. */
int	roster_remove(struct roster *, struct view nick);
int	roster_rename(struct roster *, struct view from, struct view to);
struct roster_member *roster_find(const struct roster *, struct view nick);
void	roster_set_away(struct roster *, struct view nick, int away);
void	roster_spoke(struct roster *, struct view nick, int64_t ms);
/* Member i in sorted order. The order of prefixes is that of ISUPPORT PREFIX, "~&@%+". */
const struct roster_member *roster_at(struct roster *, size_t i);

#endif
