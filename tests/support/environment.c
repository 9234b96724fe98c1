/*
 * environment: paths and time zones that are the same on every machine.
 */
#include "tests/support/environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

const char *
missing_path(void)
{
	static char path[256];
	const char *parent = getenv("TMPDIR");

	if (path[0] != '\0')
		return path;
	if (parent == NULL || parent[0] != '/')
		parent = "/tmp";
	snprintf(path, sizeof(path), "%s/tchat-missing-XXXXXX", parent);
	/* mkdtemp chose an unused name; after rmdir it is unused again. */
	if (mkdtemp(path) == NULL || rmdir(path) == -1) {
		perror(path);
		abort();
	}
	return path;
}

void
set_time_zone(const char *zone)
{
	/* localtime_r need not read TZ again by itself. */
	setenv("TZ", zone, 1);
	tzset();
}
