/*
 * notes: applies an operation to notes of all kinds.
 */
#include "server/store/sqlite/notes.h"

#include <stddef.h>

#include "server/store/sqlite/db.h"
#include "server/store/sqlite/marker_notes.h"
#include "server/store/sqlite/room_notes.h"

int
notes_any(const struct notes *n)
{
	return n->rooms != NULL || n->markers != NULL;
}

void
notes_add_older(struct notes *n, struct notes *older)
{
	room_notes_add_older(&n->rooms, older->rooms);
	marker_notes_add_older(&n->markers, older->markers);
	*older = (struct notes){ 0 };
}

void
notes_clear(struct notes *n)
{
	room_notes_free(n->rooms);
	marker_notes_free(n->markers);
	*n = (struct notes){ 0 };
}

int
notes_write(struct db *db, const struct notes *n)
{
	int rc = room_notes_write(db, n->rooms);

	return rc == SQLITE_OK ? marker_notes_write(db, n->markers) : rc;
}

int
notes_read(struct db *db, struct notes *n)
{
	int rc = room_notes_read(db, &n->rooms);

	return rc == SQLITE_OK ? marker_notes_read(db, &n->markers) : rc;
}
