/*
 * streams: standard input, output and error.
 */
#include "common/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

/*
 * Reading standard input returns the end of file, and output to standard error is discarded. Standard output is
 * opened for reading, so that a write fails as it does on a closed descriptor.
 */
void
streams_open(void)
{
	static const int modes[] = { O_RDONLY, O_RDONLY, O_WRONLY };
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF &&
		    open("/dev/null", modes[fd]) != fd)
			_exit(EXIT_FAILURE);
	signal(SIGPIPE, SIG_IGN);
}

/* Append the non-empty lines of text, each after `before`. */
static void
add_lines(struct buf *out, const char *before, struct view text)
{
	struct view line;

	while (view_cut(&text, '\n', &line)) {
		if (line.len == 0)
			continue;
		buf_add_str(out, before);
		text_escape(out, line);
		buf_add_char(out, '\n');
	}
}

int
streams_print(struct view text)
{
	struct buf out = { 0 };
	size_t n;

	add_lines(&out, "", text);
	n = out.len == 0 ? 0 : fwrite(out.p, 1, out.len, stdout);
	n = out.len - n;
	buf_clear(&out);
	return n == 0 ? 0 : -1;
}

void
streams_complain(const char *program, const char *text)
{
	struct buf before = { 0 }, out = { 0 };

	buf_printf(&before, "%s: ", program);
	add_lines(&out, buf_str(&before), view_of(text));
	if (out.len > 0)
		fwrite(out.p, 1, out.len, stderr);
	buf_clear(&before);
	buf_clear(&out);
}

int
streams_flush(char **cause)
{
	int copy, failed = ferror(stdout);

	errno = 0;
	if (fflush(stdout) != 0)
		failed = 1;
	/* A network file system reports some errors only on close. */
	copy = failed ? -1 : fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
	if (copy != -1 && close(copy) != 0)
		failed = 1;
	if (!failed)
		return 0;
	if (errno == 0)
		return cause_set(cause, _("cannot write to standard output"));
	return cause_set(
	    cause, _("cannot write to standard output: %s"), strerror(errno));
}

int
streams_finish(const char *program, int status)
{
	char *cause = NULL;

	if (status != 0 || streams_flush(&cause) == 0)
		return status;
	streams_complain(program, cause);
	free(cause);
	return EXIT_FAILURE;
}
