/*
 * file: open and read files named by settings, without ever blocking; replace files.
 */
#ifndef TCHAT_COMMON_FILE_H
#define TCHAT_COMMON_FILE_H

#include <sys/stat.h>

#include <stddef.h>

#include "common/buf.h"

/*
 * Open a regular file of at most max bytes for reading. Refuses devices, FIFOs and folders, and does not block on
 * them. Returns the descriptor and sets *st (unless it is NULL) to its status. On failure returns -1, sets *cause
 * and keeps errno.
 */
int	file_open(const char *path, size_t max, struct stat *st, char **cause);

/* Append the contents of fd to *out; fails if they are more than max bytes. Returns 0, or -1 and *cause. */
int	file_read(int fd, const char *path, size_t max, struct buf *out,
	    char **cause);

/* Open, read and close a file with the two functions above. Returns 0, or -1 and *cause. */
int	file_load(const char *path, size_t max, struct buf *out, char **cause);

/*
 * Write a file completely or not at all: a reader, and a power failure, see the old contents or the new ones. A file
 * that exists keeps its mode and owner, and stays where a symbolic link says; it must be writable. A new one is for
 * its owner only. Returns 0, or -1 and *cause.
 */
int	file_replace(const char *path, struct view contents, char **cause);
/* The same without waiting for the disk: after a power failure, the file may also be empty. */
int	file_replace_unsynced(const char *path, struct view contents,
	    char **cause);

/* Return 0 only if the file certainly does not exist. On 1, opening it gives the reason if that fails. */
int	file_may_exist(const char *path);

#endif
