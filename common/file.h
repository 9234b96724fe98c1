/*
 * file: files that settings name, opened and read without ever waiting.
 */
#ifndef TCHAT_COMMON_FILE_H
#define TCHAT_COMMON_FILE_H

#include <sys/stat.h>

#include <stddef.h>

#include "common/buf.h"

/*
 * Open a regular file of at most max bytes for reading; a device, a FIFO and a folder are refused, and opening
 * them does not block. Returns the descriptor and sets *st (if it is not NULL) to its status. On failure
 * returns -1, sets *cause and keeps errno.
 */
int	file_open(const char *path, size_t max, struct stat *st, char **cause);

/* Append what fd holds to *out: at most max bytes, else it fails. Returns 0, or -1 and *cause. */
int	file_read(int fd, const char *path, size_t max, struct buf *out,
	    char **cause);

/* Open, read and close, as the two above. Returns 0, or -1 and *cause. */
int	file_load(const char *path, size_t max, struct buf *out, char **cause);

/* True unless it is certain that there is no such file: opening it tells the reason then. */
int	file_may_exist(const char *path);

#endif
