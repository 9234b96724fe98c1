/*
 * read_markers: how far somebody has read, by room or by whom they talk with; for all of their
 * sessions, and kept when a room is left. An account's are one for all its users, whatever
 * they are called, and outlast the server, as far as the store keeps them. Those of a user
 * without an account go with the user; they become the account's of one who logs in.
 */
#ifndef TCHAT_SERVER_ACCOUNT_READ_MARKERS_H
#define TCHAT_SERVER_ACCOUNT_READ_MARKERS_H

#include <stdint.h>

#include "common/view.h"

struct server;
struct user;

/* The time (ms) of the last message read there; 0: none is known. */
int64_t	read_markers_get(struct server *, struct user *, struct view target);
/*
 * It was read up to that time; never goes back. What holds now. Of more than the setting
 * allows the one set longest ago is forgotten.
 */
int64_t	read_markers_set(struct server *, struct user *, struct view target,
	    int64_t ms);
void	read_markers_free(struct user *);

/* At start, from the store, when the accounts are there. */
void	read_markers_restore(struct server *);
/* There is no such account (folded) any more. */
void	read_markers_forget(struct server *, const char *account);
/* The server is being freed. */
void	read_markers_gone(struct server *);

#endif
