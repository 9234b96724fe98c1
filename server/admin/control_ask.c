/*
 * control_ask: the command line's side of the control socket. It blocks until the answer is complete.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/xmalloc.h"
#include "server/admin/control.h"
#include "server/admin/control_address.h"

enum { PATIENCE_SECONDS = 60 };

/* Connect. Returns 1 and *fd, 0 if no server listens, or -1 and *cause. */
static int
connect_to(const char *datadir, int *fd, char **cause)
{
	const struct timeval patience = { PATIENCE_SECONDS, 0 };
	struct sockaddr_un un;
	int dir = control_address(&un, datadir), rc, error;

	if (dir == -1)
		return 0;
	*fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	rc = *fd == -1 ? -1 : connect(*fd, (struct sockaddr *)&un, sizeof(un));
	error = errno;
	close(dir);
	if (rc == 0) {
		setsockopt(
		    *fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
		return 1;
	}
	if (*fd != -1)
		close(*fd);
	if (error == ENOENT || error == ECONNREFUSED)
		return 0;
	return cause_set(cause, "cannot connect to the server of %s: %s",
	    datadir, strerror(error));
}

static int
send_all(int fd, struct view v)
{
	while (v.len > 0) {
		ssize_t n = send(fd, v.p, v.len, MSG_NOSIGNAL);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		v.p += n;
		v.len -= (size_t)n;
	}
	return 0;
}

static int
send_words(int fd, const char *const *words, size_t n)
{
	struct buf b = { 0 };
	size_t i;
	int rc;

	for (i = 0; i < n; i++)
		buf_printf(&b, " %s\n", words[i]);
	buf_add_str(&b, "run\n");
	rc = send_all(fd, buf_view(&b));
	explicit_bzero(b.p, b.len);
	buf_clear(&b);
	return rc;
}

/* Handle a line of the answer. Returns 1 if it was the last. */
static int
take_line(const char *line, const struct admin_ops *ops, void *ctx,
    enum admin_status *status)
{
	int n;

	if (line[0] == '+')
		ops->say(line + 1, ctx);
	else if (line[0] == '-')
		ops->complain(line + 1, ctx);
	else if (sscanf(line, "end %d", &n) == 1) {
		*status = (enum admin_status)n;
		return 1;
	}
	return 0;
}

static int
read_answer(int fd, const struct admin_ops *ops, void *ctx,
    enum admin_status *status, char **cause)
{
	FILE *f = fdopen(fd, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int ended = 0;

	while (!ended && f != NULL && (n = getline(&line, &size, f)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		ended = take_line(line, ops, ctx, status);
	}
	free(line);
	if (f != NULL)
		fclose(f);
	else
		close(fd);
	return ended ? 1
		     : cause_set(cause,
			   "the server closed the connection without an "
			   "answer. Check whether the command was carried out");
}

int
control_ask(const char *datadir, const char *const *words, size_t n,
    const struct admin_ops *ops, void *ctx, enum admin_status *status,
    char **cause)
{
	int fd = -1, rc = connect_to(datadir, &fd, cause);

	if (rc <= 0)
		return rc;
	if (send_words(fd, words, n) != 0) {
		close(fd);
		return cause_set(
		    cause, "cannot send to the server: %s", strerror(errno));
	}
	return read_answer(fd, ops, ctx, status, cause);
}
