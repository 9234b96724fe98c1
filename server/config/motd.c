/*
 * motd: reads the message of the day as UTF-8 lines without controls, which every dialect can
 * send.
 */
#include "server/config/motd.h"

#include <stdlib.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/file.h"
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

int
motd_check(const char *file, char **cause)
{
	int fd = file_open(file, MOTD_BYTES_MAX, NULL, cause);

	if (fd == -1)
		return -1;
	close(fd);
	return 0;
}

char **
motd_read(const char *file, size_t *n)
{
	struct buf text = { 0 };
	char **lines = NULL, *cause = NULL;
	struct view rest, line;

	*n = 0;
	if (file == NULL || file[0] == '\0')
		return NULL;
	if (file_load(file, MOTD_BYTES_MAX, &text, &cause) != 0) {
		log_warn("server", 0, "no message of the day: %s", cause);
		free(cause);
		buf_clear(&text);
		return NULL;
	}
	rest = buf_view(&text);
	while (*n < MOTD_LINES_MAX && rest.len > 0) {
		view_cut(&rest, '\n', &line);
		lines = xreallocarray(lines, *n + 1, sizeof(*lines));
		lines[(*n)++] = clean(line.p, line.len);
	}
	buf_clear(&text);
	return lines;
}

void
motd_free(char **lines, size_t n)
{
	while (n > 0)
		free(lines[--n]);
	free(lines);
}
