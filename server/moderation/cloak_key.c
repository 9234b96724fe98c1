/*
 * cloak_key: load or make the file with the key of the cloaks. The key is as secret as the certificate's (DESIGN:
 * security rules).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/rand.h>

#include "common/buf.h"
#include "common/file.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "server/moderation/cloak.h"
#include "server/session/server.h"

enum { OTHERS = S_IRWXG | S_IRWXO };

/* Write the whole key and sync it to disk. Returns 0, or -1 and errno. */
static int
write_all(int fd, const unsigned char key[CLOAK_KEY])
{
	ssize_t n = write(fd, key, CLOAK_KEY);

	if (n == -1)
		return -1;
	if (n != CLOAK_KEY) {
		errno = ENOSPC;
		return -1;
	}
	return fsync(fd);
}

/* Make the key file by renaming a complete one, so that it is never seen half written. */
static int
make(const char *file, char **cause)
{
	unsigned char key[CLOAK_KEY];
	char *fresh;
	int fd, rc = -1;

	if (RAND_bytes(key, sizeof(key)) != 1)
		return cause_set(cause, "OpenSSL cannot make random bytes");
	xasprintf(&fresh, "%s.new", file);
	unlink(fresh);
	fd = open(
	    fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd != -1)
		rc = write_all(fd, key);
	if (rc == 0)
		rc = rename(fresh, file);
	if (rc != 0) {
		cause_set(cause, "cannot write %s: %s", file, strerror(errno));
		unlink(fresh);
	}
	if (fd != -1)
		close(fd);
	explicit_bzero(key, sizeof(key));
	free(fresh);
	return rc;
}

static int
take(int fd, const struct stat *st, const char *file,
    unsigned char key[CLOAK_KEY], char **cause)
{
	struct buf bytes = { 0 };
	int rc = 0;

	if (st->st_mode & OTHERS)
		return cause_set(cause,
		    "%s: other users can read this key, which hides addresses. "
		    "Run: chmod 600 %s",
		    file, file);
	if (file_read(fd, file, CLOAK_KEY, &bytes, cause) != 0)
		rc = -1;
	else if (bytes.len != CLOAK_KEY)
		rc = cause_set(cause,
		    "%s is not a cloak key: it does not have %d bytes", file,
		    CLOAK_KEY);
	else
		memcpy(key, bytes.p, CLOAK_KEY);
	if (bytes.len > 0)
		explicit_bzero(bytes.p, bytes.len);
	buf_clear(&bytes);
	return rc;
}

int
cloak_load_key(struct server *server, const char *datadir, char **cause)
{
	char *file = path_join(datadir, CLOAK_KEY_FILE);
	struct stat st;
	int fd = -1, rc = 0;

	if (!file_may_exist(file))
		rc = make(file, cause);
	if (rc == 0)
		fd = file_open(file, CLOAK_KEY, &st, cause);
	rc = -1;
	if (fd != -1) {
		rc = take(fd, &st, file, server->cloak_key, cause);
		close(fd);
	}
	free(file);
	return rc;
}
