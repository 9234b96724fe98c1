/*
 * room_ranks: ranks of accounts in a founded room. The founder and the accounts in this list
 * get their ranks whenever they join. A room without a founder has no such list.
 */
#ifndef TCHAT_SERVER_CHAT_ROOM_RANKS_H
#define TCHAT_SERVER_CHAT_ROOM_RANKS_H

struct room;
struct user;

/* True if this user is logged in to the account of the room's founder. */
int	room_ranks_is_founder(const struct room *, const struct user *);
/* Return the MEMBER_* bits that the user's account gives them in the room. */
unsigned	room_ranks_of_user(const struct room *, const struct user *);

/* Return the MEMBER_* bits of an account in the list. */
unsigned	room_ranks_of_account(const struct room *, const char *account);
/* Replace the ranks of an account; 0 removes it from the list. */
void	room_ranks_set(struct room *, const char *account, unsigned ranks);
void	room_ranks_clear(struct room *);

#endif
