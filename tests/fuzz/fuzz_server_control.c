/*
 * fuzz_server_control: whatever arrives at the control socket, the reply is lines of words and one
 * end, and the server continues.
 * Input: a byte for the size of pieces, then lines for the socket, of which "run" ends a command: the
 * next one uses another connection.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/text.h"
#include "server/admin/control.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/fuzz_server.h"

enum { COMMANDS_MAX = 20, TURNS = 4 };

static const char ada[] = "NICK ada\r\nUSER ada 0 * :Ada\r\nJOIN #tea\r\n";
static const char bob[] = "NICK bob\r\nUSER bob 0 * :Bob\r\nJOIN #tea\r\n";

static int
connect_to(const char *dir)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	require(fd != -1);
	require(snprintf(un.sun_path, sizeof(un.sun_path), "%s/" CONTROL_FILE,
		    dir) < (int)sizeof(un.sun_path));
	require(connect(fd, (struct sockaddr *)&un, sizeof(un)) == 0);
	return fd;
}

/* Return whether the server closed it. */
static int
receive(int fd, struct buf *said)
{
	char chunk[4096];
	ssize_t n;

	while ((n = recv(fd, chunk, sizeof(chunk), MSG_DONTWAIT)) > 0)
		buf_add(said, chunk, (size_t)n);
	return n == 0;
}

/* Lines of '+' and '-', then at most one "end STATUS". */
static void
check_said(struct view said)
{
	struct view line;
	int ended = 0;

	while (said.len > 0) {
		require(memchr(said.p, '\n', said.len) != NULL);
		view_cut(&said, '\n', &line);
		require(!ended && line.len > 0);
		ended = view_has_prefix(line, VIEW("end "));
		require(ended || line.p[0] == '+' || line.p[0] == '-');
		require(!ended || (line.len == 5 && line.p[4] >= '0' &&
				      line.p[4] <= '2'));
	}
}

static void
command(struct fuzz_server *f, const char *dir, struct view bytes, size_t step)
{
	struct buf said = { 0 };
	int fd = connect_to(dir), closed = 0, i;
	size_t n;

	while (bytes.len > 0 && !closed) {
		n = bytes.len < step ? bytes.len : step;
		if (send(fd, bytes.p, n, MSG_NOSIGNAL) != (ssize_t)n)
			break;
		bytes.p += n;
		bytes.len -= n;
		fuzz_server_run(f);
		closed = receive(fd, &said);
	}
	for (i = 0; i < TURNS; i++)
		fuzz_server_run(f);
	receive(fd, &said);
	check_said(buf_view(&said));
	close(fd);
	fuzz_server_run(f);
	buf_clear(&said);
}

/* Send up to and including the next "run". */
static struct view
cut_command(struct view *rest)
{
	struct view all = *rest, line;

	while (view_cut(rest, '\n', &line) && rest->p != NULL)
		if (view_equal(line, VIEW("run")))
			break;
	if (rest->p != NULL)
		all.len = (size_t)(rest->p - all.p);
	return all;
}

static void
set_up(struct fuzz_server *f)
{
	fuzz_server_open(f);
	fuzz_server_connect(f, 0, 0);
	fuzz_server_connect(f, 1, 0);
	fuzz_server_send(f, 0, view_of(ada));
	fuzz_server_send(f, 1, view_of(bob));
	fuzz_server_log_in(f, "ada");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char dir[] = "/tmp/fuzz-control-XXXXXX";
	struct view rest = { (const char *)data + 1, size - 1 };
	struct fuzz_server f;
	struct control *c;

	if (size < 2)
		return 0;
	require(mkdtemp(dir) != NULL);
	set_up(&f);
	c = control_open(f.base, f.server, dir, NULL);
	require(c != NULL);
	for (int i = 0; i < COMMANDS_MAX && rest.len > 0; i++)
		command(&f, dir, cut_command(&rest), data[0] + 1u);
	control_close(c);
	fuzz_server_close(&f);
	require(rmdir(dir) == 0);
	return 0;
}
