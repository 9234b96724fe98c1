/*
 * file: open and read files with size limits; replace files.
 */
#include "common/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/i18n.h"
#include "common/xmalloc.h"

enum { CHUNK = 16384 };

/* Return the message for what is not a regular file; its %s is the path. */
static const char *
not_regular(mode_t mode)
{
	if (S_ISDIR(mode))
		return _("%s is a folder: a regular file is needed");
	if (S_ISFIFO(mode))
		return _("%s is a FIFO: a regular file is needed");
	if (S_ISCHR(mode) || S_ISBLK(mode))
		return _("%s is a device: a regular file is needed");
	return _("%s is not a file: a regular file is needed");
}

static int
too_large(const char *path, size_t max, char **cause)
{
	cause_set(cause, _("%s is larger than %zu bytes"), path, max);
	errno = EFBIG;
	return -1;
}

static int
check(int fd, const char *path, size_t max, struct stat *st, char **cause)
{
	int error;

	if (fstat(fd, st) != 0) {
		error = errno;
		cause_set(cause, "%s: %s", path, strerror(error));
		errno = error;
		return -1;
	}
	if (!S_ISREG(st->st_mode)) {
		cause_set(cause, not_regular(st->st_mode), path);
		errno = EINVAL;
		return -1;
	}
	return (uintmax_t)st->st_size > max ? too_large(path, max, cause) : 0;
}

int
file_open(const char *path, size_t max, struct stat *st, char **cause)
{
	struct stat own;
	int error,
	    fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd == -1) {
		error = errno;
		cause_set(cause, "%s: %s", path, strerror(error));
		errno = error;
		return -1;
	}
	if (check(fd, path, max, st == NULL ? &own : st, cause) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* Checks the size again while reading: the file may grow, and in /proc its size is 0. */
int
file_read(int fd, const char *path, size_t max, struct buf *out, char **cause)
{
	size_t got = 0;
	ssize_t n;

	for (;;) {
		n = read(fd, buf_reserve(out, CHUNK), CHUNK);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		out->len += (size_t)n;
		got += (size_t)n;
		if (got > max)
			return too_large(path, max, cause);
	}
	return n == 0 ? 0 : cause_set(cause, "%s: %s", path, strerror(errno));
}

int
file_load(const char *path, size_t max, struct buf *out, char **cause)
{
	int rc, fd = file_open(path, max, NULL, cause);

	if (fd == -1)
		return -1;
	rc = file_read(fd, path, max, out, cause);
	close(fd);
	return rc;
}

int
file_may_exist(const char *path)
{
	return access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

static int
write_all(int fd, struct view v, int sync)
{
	while (v.len > 0) {
		ssize_t n = write(fd, v.p, v.len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		v.p += n;
		v.len -= (size_t)n;
	}
	return sync ? fsync(fd) : 0;
}

/* Give a new file the owner and mode of the one that it replaces. */
static int
copy_rights(int fd, const struct stat *old)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return -1;
	if ((st.st_uid != old->st_uid || st.st_gid != old->st_gid) &&
	    fchown(fd, old->st_uid, old->st_gid) != 0)
		return -1;
	return fchmod(fd, old->st_mode & 07777);
}

/* Make a rename in this file's folder permanent. */
static int
sync_folder(const char *path)
{
	char *copy = xstrdup(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	free(copy);
	if (fd == -1)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

/* Write a new file beside the old one, and rename it. */
static int
write_and_rename(
    const char *path, const struct stat *old, struct view contents, int sync)
{
	char *fresh;
	int fd, error, rc = -1;

	xasprintf(&fresh, "%s.XXXXXX", path);
	fd = mkostemp(fresh, O_CLOEXEC); /* 0600 */
	if (fd != -1) {
		if ((old == NULL || copy_rights(fd, old) == 0) &&
		    write_all(fd, contents, sync) == 0 &&
		    rename(fresh, path) == 0)
			rc = sync ? sync_folder(path) : 0;
		error = errno;
		close(fd);
		if (rc != 0)
			unlink(fresh);
		errno = error;
	}
	free(fresh);
	return rc;
}

static int
replace(const char *path, struct view contents, int sync, char **cause)
{
	char *real = realpath(path, NULL);
	struct stat old;
	int rc = -1;

	if (real == NULL && errno == ENOENT)
		rc = write_and_rename(path, NULL, contents, sync);
	else if (real != NULL && eaccess(real, W_OK) == 0 &&
		 stat(real, &old) == 0)
		rc = write_and_rename(real, &old, contents, sync);
	if (rc != 0)
		cause_set(
		    cause, _("cannot write %s: %s"), path, strerror(errno));
	free(real);
	return rc;
}

int
file_replace(const char *path, struct view contents, char **cause)
{
	return replace(path, contents, 1, cause);
}

int
file_replace_unsynced(const char *path, struct view contents, char **cause)
{
	return replace(path, contents, 0, cause);
}
