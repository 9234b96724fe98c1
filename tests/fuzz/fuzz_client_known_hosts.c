/*
 * fuzz_client_known_hosts: whatever the file contains, a host is added only if the file says nothing
 * about it; from then on only its own certificate is accepted, and everything before it stays.
 * Input: the file.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/net/known_hosts.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum { INPUT_MAX = 64 * 1024 };

static void
require(int truth)
{
	if (!truth)
		abort();
}

static enum known_host
ask(const char *file, int fill, int add)
{
	struct fingerprint fp;
	struct known_line line = { 0 };
	enum known_host known;
	char *cause = NULL;

	memset(fp.bytes, fill, sizeof(fp.bytes));
	known =
	    add ? known_hosts_find_or_add(file, "h", 5000, &fp, &line, &cause)
		: known_hosts_find(file, "h", 5000, &fp, &line, &cause);
	require((known == KNOWN_HOST_ERROR) == (cause != NULL));
	require((known == KNOWN_HOST_CHANGED) == (line.number > 0) ||
		known == KNOWN_HOST_MATCH || known == KNOWN_HOST_ERROR);
	free(cause);
	return known;
}

/* The file begins with the input, and ends there unless something was added. */
static void
require_kept(int fd, const uint8_t *data, size_t size, int added)
{
	static char now[2 * INPUT_MAX];
	ssize_t n = pread(fd, now, sizeof(now), 0);

	require(n >= (ssize_t)size && memcmp(now, data, size) == 0);
	require(added == (n > (ssize_t)size));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char file[64];
	enum known_host before, met;
	int fd = memfd_create("known_hosts", MFD_CLOEXEC);

	require(fd != -1 && fchmod(fd, 0600) == 0);
	if (size > INPUT_MAX)
		size = INPUT_MAX;
	require(write(fd, data, size) == (ssize_t)size);
	snprintf(file, sizeof(file), "/proc/self/fd/%d", fd);
	before = ask(file, 0x11, 0);
	met = ask(file, 0x11, 1);
	require(met == before);
	require_kept(fd, data, size, met == KNOWN_HOST_NEW);
	if (met == KNOWN_HOST_NEW) {
		require(ask(file, 0x11, 0) == KNOWN_HOST_MATCH);
		require(ask(file, 0x22, 0) == KNOWN_HOST_CHANGED);
	}
	close(fd);
	return 0;
}
