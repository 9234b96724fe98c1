/*
 * password_file: read with care.
 */
#include "client/password_file.h"

#include <string.h>
#include <unistd.h>

#include "common/file.h"
#include "common/view.h"
#include "common/xmalloc.h"

enum { PASSWORD_FILE_MAX = 1024 };

static char *
first_line(const char *text, size_t len, const char *file, char **cause)
{
	struct view rest = { text, len }, line;

	view_cut(&rest, '\n', &line);
	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	if (line.len > 0 && memchr(line.p, '\0', line.len) == NULL)
		return xviewdup(line);
	cause_set(cause, "no password in the first line of %s", file);
	return NULL;
}

char *
password_file_read(const char *file, char **cause)
{
	struct stat st;
	int fd = file_open(file, PASSWORD_FILE_MAX, &st, cause);
	char text[PASSWORD_FILE_MAX], *password = NULL;
	ssize_t n;

	if (fd == -1)
		return NULL;
	if (st.st_mode & (S_IRWXG | S_IRWXO)) {
		cause_set(cause,
		    "other users can read the password in %s. Run: chmod 600 "
		    "%s",
		    file, file);
	} else {
		n = read(fd, text, sizeof(text));
		password = first_line(text, n > 0 ? (size_t)n : 0, file, cause);
		explicit_bzero(text, sizeof(text));
	}
	close(fd);
	return password;
}
