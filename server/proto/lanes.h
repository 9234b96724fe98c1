/*
 * lanes: the bytes of events, once for each distinct kind of reader. Embedded; a
 * zeroed struct has none.
 */
#ifndef TCHAT_SERVER_PROTO_LANES_H
#define TCHAT_SERVER_PROTO_LANES_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

struct dialect;
struct room;
struct session;

struct lane {
	const struct dialect	*dialect;
	uint32_t		 kind;
	struct buf		 bytes;
};

struct lanes {
	struct lane	*v;
	size_t		 n;
};

void	lanes_clear(struct lanes *);
/* The index of the session's lane as a reader of that room (or NULL), added if it is new. */
size_t	lanes_get(struct lanes *, const struct session *, const struct room *);
/* The same without adding: n if there is none. */
size_t	lanes_find(const struct lanes *, const struct session *,
	    const struct room *);

#endif
