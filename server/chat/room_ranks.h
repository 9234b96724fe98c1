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
int	access_is_founder(const struct room *, const struct user *);
/* MEMBER_* that the user has there by account. */
unsigned access_ranks(const struct room *, const struct user *);

/* MEMBER_* of an account in the list. */
unsigned access_of(const struct room *, const char *account);
/* From now on it has these and no others; none: it is in the list no more. */
void	access_set(struct room *, const char *account, unsigned ranks);
void	access_clear(struct room *);

#endif
