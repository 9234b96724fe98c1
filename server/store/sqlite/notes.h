/*
 * notes: changes that are written with the next commit and that nobody waits for: rooms, and how far
 * accounts have read. Of several changes of the same thing only the last is written.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_NOTES_H
#define TCHAT_SERVER_STORE_SQLITE_NOTES_H

struct db;
struct marker_note;
struct room_note;

/* All NULL: there are none. */
struct notes {
	struct room_note	*rooms;		/* room_notes.h */
	struct marker_note	*markers;	/* marker_notes.h */
};

int	notes_any(const struct notes *);
/* Put those of `older` in that have no newer one; there are none in it then. */
void	notes_add_older(struct notes *, struct notes *older);
void	notes_clear(struct notes *);
/* Within a transaction. An SQLite result. */
int	notes_write(struct db *, const struct notes *);
/* All that is kept, as notes. An SQLite result. */
int	notes_read(struct db *, struct notes *);

#endif
