/*
 * hosts_key: the key of the cloaks, in its file: made once, and as secret as that of the
 * certificate (DESIGN: security rules).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/rand.h>

#include "common/log.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "server/proto/hosts.h"
#include "server/proto/server.h"

enum { OTHERS = S_IRWXG | S_IRWXO };

/* 0, or -1 and errno: all of it, and on the disk. */
static int
write_all(int fd, const unsigned char key[HOSTS_KEY])
{
	ssize_t n = write(fd, key, HOSTS_KEY);

	if (n == -1)
		return -1;
	if (n != HOSTS_KEY) {
		errno = ENOSPC;
		return -1;
	}
	return fsync(fd);
}

/* The file appears whole or not at all. */
static int
make(const char *file, char **cause)
{
	unsigned char key[HOSTS_KEY];
	char *fresh;
	int fd, rc = -1;

	if (RAND_bytes(key, sizeof(key)) != 1)
		return cause_set(cause, "OpenSSL has no random bytes");
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
take(int fd, const char *file, unsigned char key[HOSTS_KEY], char **cause)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return cause_set(
		    cause, "cannot read %s: %s", file, strerror(errno));
	if (st.st_mode & OTHERS)
		return cause_set(cause,
		    "%s: others can read the key that hides addresses: chmod "
		    "600 %s",
		    file, file);
	if (!S_ISREG(st.st_mode) || st.st_size != HOSTS_KEY ||
	    read(fd, key, HOSTS_KEY) != HOSTS_KEY)
		return cause_set(
		    cause, "%s: this is no key of %d bytes", file, HOSTS_KEY);
	return 0;
}

int
hosts_load_key(struct server *server, const char *datadir, char **cause)
{
	char *file = path_join(datadir, HOSTS_KEY_FILE);
	int fd, rc = 0;

	fd = open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1 && errno == ENOENT && (rc = make(file, cause)) == 0)
		fd = open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd != -1) {
		rc = take(fd, file, server->cloak_key, cause);
		close(fd);
	} else if (rc == 0) {
		rc = cause_set(
		    cause, "cannot read %s: %s", file, strerror(errno));
	}
	free(file);
	return rc;
}
