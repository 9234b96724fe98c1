/*
 * mask: masks in a room's lists, and which users they match.
 *
 * A mask is nick!user@host with '*' and '?', matched without regard to case, or "a:account",
 * which matches users who are logged in to such an account. The prefix "m:" makes it a mute:
 * matching users may join but not speak.
 */
#ifndef TCHAT_SERVER_CHAT_MASK_H
#define TCHAT_SERVER_CHAT_MASK_H

#include <sys/queue.h>

#include <stdint.h>

#include "common/view.h"

struct former_account;
struct room;
struct user;

#define MASK_MUTE    "m:"
#define MASK_ACCOUNT "a:"

enum {
	MASK_BYTES = 180	/* of a complete mask */
};

enum room_list {
	ROOM_BANS,		/* b */
	ROOM_EXCEPTIONS,	/* e: exempt from bans */
	ROOM_INVITED,		/* I: may join without an invitation */
	ROOM_LISTS
};

/* An entry of one of these lists. timed_bans.c sets the fields from `until` to `timed`. */
struct room_mask {
	char			*mask;		/* complete (mask.h) */
	char			*by;		/* the setter's nick */
	int64_t			 time;		/* ms */
	int64_t			 until;		/* ms; 0: never expires */
	int64_t			 ends_at;	/* clock_watch.h; 0 if it was restored */
	struct room		*room;
	enum room_list		 list;
	LIST_ENTRY(room_mask)	 timed;
	TAILQ_ENTRY(room_mask)	 link;
};
TAILQ_HEAD(mask_list, room_mask);

enum mask_act { MASK_JOIN, MASK_SPEAK };

/*
 * Complete a mask as typed: "ada" becomes ada!*@*, "ada@host" becomes *!ada@host, "1.2.3.4"
 * becomes *!*@1.2.3.4. Returns an allocated string that the caller frees, or NULL if it is not
 * a mask.
 */
char	*mask_complete(struct view);

/*
 * True if an entry of the list matches this user, for joining or for speaking. It checks the
 * visible host and also the host that the user would have without an account, so that logging
 * in evades no ban.
 */
int	masks_match(const struct mask_list *, const struct user *, enum mask_act);

/*
 * The same for an account that the user was logged in to before: checks that account's name and
 * the host that was visible then.
 */
int	masks_match_former(const struct mask_list *, const struct user *,
	    const struct former_account *, enum mask_act);

struct room_mask *masks_find(const struct mask_list *, const char *mask);
/* Add a mask with the nick of its setter; both are copied. */
void	masks_add(struct mask_list *, const char *mask, const char *by);
void	masks_remove(struct mask_list *, struct room_mask *);
void	masks_clear(struct mask_list *);

#endif
