/*
 * stop_marker: records whether the database was closed when the server stopped. A file beside the
 * database exists while it is in use. If the file exists at the start, the server was killed or the
 * machine failed. Then the latest messages are in the -wal file, which must exist and have a valid
 * header.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_STOP_MARKER_H
#define TCHAT_SERVER_STORE_SQLITE_STOP_MARKER_H

enum stop_state {
	STOP_CLEAN,
	STOP_KILLED,		/* and the -wal file exists */
	STOP_WAL_MISSING,
	STOP_WAL_DAMAGED
};

/* Returns how the last use of the database ended. Call it before the database is opened. */
enum stop_state stop_marker_read(const char *database);

/*
 * Creates the marker. Call it when the database is in use and its -wal file is not empty. Returns
 * 0, or -1 and sets *cause.
 */
int	stop_marker_set(const char *database, char **cause);

/* Removes the marker. Call it when the database is closed. */
void	stop_marker_clear(const char *database);

/*
 * Call it when a program other than the server has closed a database that it wrote to; `before` is
 * what stop_marker_read returned earlier. If the program merged the -wal file of a killed server,
 * nothing is lost: removes the marker, so that the next start does not expect that file.
 */
void	stop_marker_closed(const char *database, enum stop_state before);

#endif
