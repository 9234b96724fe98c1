/*
 * motd: lines that cannot be wrong for any dialect: UTF-8 without controls.
 */
#include "server/proto/motd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/log.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum { MOTD_LINE_MAX = 400 };

static char *
clean(const char *line, size_t len)
{
	struct buf b = { 0 };
	struct view v;

	while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
		len--;
	text_clean(&b, (struct view){ line, len }, TEXT_KEEP_FORMAT);
	v = (struct view){ b.p, b.len };
	b.len = text_cut(v, MOTD_LINE_MAX);
	return buf_take(&b);
}

char **
motd_read(const char *file, size_t *n)
{
	char **lines = NULL, *line = NULL;
	size_t size = 0;
	ssize_t len;
	FILE *f;

	*n = 0;
	if (file == NULL || file[0] == '\0')
		return NULL;
	f = fopen(file, "re");
	if (f == NULL) {
		log_warn("server", 0, "no message of the day file=%s: %s", file,
		    strerror(errno));
		return NULL;
	}
	while (*n < MOTD_LINES_MAX && (len = getline(&line, &size, f)) != -1) {
		lines = xreallocarray(lines, *n + 1, sizeof(*lines));
		lines[(*n)++] = clean(line, (size_t)len);
	}
	free(line);
	fclose(f);
	return lines;
}

void
motd_free(char **lines, size_t n)
{
	while (n > 0)
		free(lines[--n]);
	free(lines);
}
