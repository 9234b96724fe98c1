/*
 * markers: how far a user has read, by room or nick; for all of the user's sessions, and kept
 * when a room is left. They go with the user, who is one connection as long as there
 * are no accounts; an account's will be looked up here, too.
 */
#ifndef TCHAT_SERVER_PROTO_MARKERS_H
#define TCHAT_SERVER_PROTO_MARKERS_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

struct user;

/* The time (ms) of the last message read there; 0: none is known. */
int64_t	markers_get(const struct user *, struct view target);
/*
 * It was read up to that time; never goes back. What holds now. Of more than max the one set
 * longest ago is forgotten.
 */
int64_t	markers_set(struct user *, struct view target, int64_t ms, size_t max);
void	markers_free(struct user *);

#endif
