/*
 * read_markers: how far a user has read in each room and direct conversation, for all sessions of the user. A marker
 * stays when the user leaves the room. The markers of an account are shared by all its users and survive a
 * restart if the store can keep them. The markers of a user without an account end with the user; if the user logs
 * in, they become the account's.
 */
#ifndef TCHAT_SERVER_ACCOUNT_READ_MARKERS_H
#define TCHAT_SERVER_ACCOUNT_READ_MARKERS_H

#include <stdint.h>

#include "common/view.h"

struct server;
struct user;

/* Return the time (ms) of the last message read there, or 0. */
int64_t	read_markers_get(struct server *, struct user *, struct view target);
/*
 * Set a marker to that time, unless it is later already. Returns the marker's time now. Beyond the limit in the
 * settings, the marker set longest ago is dropped.
 */
int64_t	read_markers_set(struct server *, struct user *, struct view target,
	    int64_t ms);
void	read_markers_free_user(struct user *);

/* Load the markers from the store at start, after the accounts. */
void	read_markers_restore(struct server *);
/* Delete the markers of a deleted account (folded name). */
void	read_markers_delete(struct server *, const char *account);
/* Free all markers of accounts with the server. */
void	read_markers_free_all(struct server *);

#endif
