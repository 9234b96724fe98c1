/*
 * stop_marker: was the database closed when the server stopped? A file beside it exists while it is in use. If
 * that file is there at the start, the server was killed or the machine failed; then the latest messages are in
 * the -wal file, which must be there and begin as one.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_STOP_MARKER_H
#define TCHAT_SERVER_STORE_SQLITE_STOP_MARKER_H

enum stop_state {
	STOP_CLEAN,
	STOP_KILLED,		/* and the -wal file is there */
	STOP_WAL_MISSING,
	STOP_WAL_DAMAGED
};

/* How the last use of that database ended. Call it before the database is opened. */
enum stop_state stop_marker_read(const char *database);

/* The database is in use, and its -wal file has something in it. Returns 0, or -1 and *cause. */
int	stop_marker_set(const char *database, char **cause);

/* The database is closed. */
void	stop_marker_clear(const char *database);

/*
 * A program that wrote to the database beside a server, or without one, has closed it; `before` is what
 * stop_marker_read returned before that. If it has merged the -wal file of a killed server, nothing is lost:
 * remove the marker, so that the next start does not miss that file.
 */
void	stop_marker_closed(const char *database, enum stop_state before);

#endif
