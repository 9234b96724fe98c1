/*
 * notes: changes that are written with the next commit and that nobody waits for: rooms, and how far
 * accounts have read. Of several changes of the same thing only the last is written.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_NOTES_H
#define TCHAT_SERVER_STORE_SQLITE_NOTES_H

struct db;
struct marker_note;
struct room_note;

/* All NULL: there are no changes. */
struct notes {
	struct room_note	*rooms;		/* room_notes.h */
	struct marker_note	*markers;	/* marker_notes.h */
};

int	notes_any(const struct notes *);
/* Adds the changes of `older` that have no newer one, and leaves `older` empty. */
void	notes_add_older(struct notes *, struct notes *older);
void	notes_clear(struct notes *);
/* Writes them. Call it in a transaction. Returns an SQLite result. */
int	notes_write(struct db *, const struct notes *);
/* Reads everything that is saved. Returns an SQLite result. */
int	notes_read(struct db *, struct notes *);

#endif
