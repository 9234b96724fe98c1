/*
 * stop_marker: an empty file is the marker; the -wal file is checked by its header.
 */
#include "server/store/sqlite/stop_marker.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

#define MARKER "-running"
#define WAL    "-wal"

/* https://sqlite.org/fileformat2.html#walformat */
enum { HEADER_BYTES = 32, SUMMED_BYTES = 24 };
#define WAL_MAGIC   0x377f0682U /* the last bit means big-endian checksums */
#define WAL_VERSION 3007000U

static char *
beside(const char *database, const char *suffix)
{
	char *file;

	xasprintf(&file, "%s%s", database, suffix);
	return file;
}

static uint32_t
word(const unsigned char *p, int big)
{
	return big ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
			 (uint32_t)p[2] << 8 | p[3]
		   : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
			 (uint32_t)p[1] << 8 | p[0];
}

static int
is_wal(const unsigned char header[HEADER_BYTES])
{
	uint32_t magic = word(header, 1), a = 0, b = 0;
	int i;

	if ((magic & ~1U) != WAL_MAGIC || word(header + 4, 1) != WAL_VERSION)
		return 0;
	for (i = 0; i < SUMMED_BYTES; i += 8) {
		a += word(header + i, (int)(magic & 1)) + b;
		b += word(header + i + 4, (int)(magic & 1)) + a;
	}
	return a == word(header + SUMMED_BYTES, 1) &&
	       b == word(header + SUMMED_BYTES + 4, 1);
}

static enum stop_state
look_at_wal(const char *wal)
{
	unsigned char header[HEADER_BYTES];
	int fd = open(wal, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ssize_t n;

	if (fd == -1)
		return errno == ENOENT ? STOP_WAL_MISSING : STOP_WAL_DAMAGED;
	n = read(fd, header, sizeof(header));
	close(fd);
	return n == HEADER_BYTES && is_wal(header) ? STOP_KILLED
						   : STOP_WAL_DAMAGED;
}

enum stop_state
stop_marker_read(const char *database)
{
	char *marker = beside(database, MARKER), *wal = beside(database, WAL);
	enum stop_state state = STOP_CLEAN;

	if (file_may_exist(marker))
		state = look_at_wal(wal);
	free(marker);
	free(wal);
	return state;
}

/* Write the folder to the disk, so that the marker survives a power failure. */
static void
sync_folder(const char *database)
{
	char *copy = xstrdup(database);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(copy);
	if (fd == -1)
		return;
	fsync(fd);
	close(fd);
}

int
stop_marker_set(const char *database, char **cause)
{
	char *marker = beside(database, MARKER);
	int rc = 0, fd;

	fd = open(marker, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1)
		rc = cause_set(
		    cause, _("cannot make %s: %s"), marker, strerror(errno));
	else
		close(fd);
	sync_folder(database);
	free(marker);
	return rc;
}

void
stop_marker_clear(const char *database)
{
	char *marker = beside(database, MARKER);

	unlink(marker);
	sync_folder(database);
	free(marker);
}

void
stop_marker_closed(const char *database, enum stop_state before)
{
	char *wal = beside(database, WAL);

	if (before == STOP_KILLED && !file_may_exist(wal))
		stop_marker_clear(database);
	free(wal);
}
