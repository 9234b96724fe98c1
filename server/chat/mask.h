/*
 * mask: whom an entry of a room's lists means.
 *
 * A mask is nick!user@host with '*' and '?', matched without regard to case; or
 * "a:account", who is logged in to an account like that. "m:" before either makes it a mute:
 * whom it means may enter, but not speak.
 */
#ifndef TCHAT_SERVER_CHAT_MASK_H
#define TCHAT_SERVER_CHAT_MASK_H

#include "common/view.h"
#include "server/chat/room.h"

struct former_account;
struct user;

#define MASK_MUTE    "m:"
#define MASK_ACCOUNT "a:"

enum {
	MASK_BYTES = 180	/* of a complete one */
};

enum mask_act { MASK_JOIN, MASK_SPEAK };

/*
 * What was typed with what is missing put in: "ada" means ada!*@*, "ada@host"
 * *!ada@host, "1.2.3.4" *!*@1.2.3.4. The caller's; NULL if it can't be a mask.
 */
char	*mask_complete(struct view);

/*
 * Does one of the list mean this user, for entering or for speaking? By the host that others see
 * and by the one they would see without an account: logging in passes no ban.
 */
int	masks_match(const struct mask_list *, const struct user *,
	    enum mask_act);

/*
 * The same for an account that the user was logged in to: by its name, and by the host that others saw then.
 */
int	masks_match_former(const struct mask_list *, const struct user *,
	    const struct former_account *, enum mask_act);

struct room_mask *masks_find(const struct mask_list *, const char *mask);
/* Both copied. */
void	masks_add(struct mask_list *, const char *mask, const char *by);
void	masks_remove(struct mask_list *, struct room_mask *);
void	masks_clear(struct mask_list *);

#endif
