/*
 * pending: a map of writes that wait for the next commit: rooms, read markers and server bans. Of several writes of one
 * thing only the last remains. They are written in the order in which they were put. What was read from the database at
 * the start is in such maps too, until the server takes it.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_PENDING_H
#define TCHAT_SERVER_STORE_SQLITE_PENDING_H

#include <uthash.h>

struct db;
struct pending;

struct pending_kind {
	/* Writes one. Called in a transaction. Returns an SQLite result. */
	int	(*write)(struct db *, const struct pending *);
	/* Frees one, but not its key. */
	void	(*free)(struct pending *);
};

/* Every kind begins with this struct. A map is a pointer to one; NULL: empty. */
struct pending {
	const struct pending_kind *kind;
	char		*key;	/* names the thing, and differs between kinds */
	/* True if this write makes an earlier one, of another key, superfluous. NULL: never. */
	int		(*covers)(const struct pending *, const struct pending *earlier);
	UT_hash_handle	 hh;
};

/* Puts a write into the map, which then owns it and its key, and drops the earlier ones that it replaces. */
void	pending_put(struct pending **map, struct pending *);
/* Puts all writes of `newer` into the map, in their order, and leaves `newer` empty. */
void	pending_put_all(struct pending **map, struct pending **newer);
/* Returns NULL if there is none. */
struct pending *pending_find(struct pending *map, const char *key);
void	pending_clear(struct pending **map);
/* Writes all. Call it in a transaction. Returns an SQLite result. */
int	pending_write(struct db *, const struct pending *map);

#endif
