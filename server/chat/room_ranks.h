/*
 * room_ranks: what accounts are in a room that belongs to somebody. Its founder and those who
 * have ranks are so again whenever they enter. In a room that is nobody's there is
 * no such list.
 */
#ifndef TCHAT_SERVER_CHAT_ROOM_RANKS_H
#define TCHAT_SERVER_CHAT_ROOM_RANKS_H

struct room;
struct user;

/* Is this user logged in to the account that the room belongs to? */
int	room_ranks_is_founder(const struct room *, const struct user *);
/* MEMBER_* that the user has there by account. */
unsigned room_ranks_of_user(const struct room *, const struct user *);

/* MEMBER_* of an account in the list. */
unsigned room_ranks_of_account(const struct room *, const char *account);
/* From now on it has these and no others; none: it is in the list no more. */
void	room_ranks_set(struct room *, const char *account, unsigned ranks);
void	room_ranks_clear(struct room *);

#endif
