/* proc: child processes for the end-to-end tests. */
#include "tests/support/proc.h"

#include <sys/mman.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/xmalloc.h"

static void
child_run(const char *const *argv, const char *const *env, int fds[3])
{
	sigset_t none;
	int i;

	for (i = 0; i < 3; i++)
		dup2(fds[i], i);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	for (i = 0; env != NULL && env[i] != NULL; i++)
		putenv(xstrdup(env[i]));
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

struct proc *
proc_start(const char *const *argv, const char *const *env)
{
	struct proc *p = xcalloc(1, sizeof(*p));
	int in[2], out[2];

	signal(SIGPIPE, SIG_IGN);
	p->err = memfd_create("stderr", MFD_CLOEXEC);
	if (pipe2(in, O_CLOEXEC) == -1 || pipe2(out, O_CLOEXEC) == -1 ||
	    p->err == -1)
		abort();
	fflush(NULL);
	p->pid = fork();
	if (p->pid == -1)
		abort();
	if (p->pid == 0)
		child_run(argv, env, (int[3]){ in[0], out[1], p->err });
	close(in[0]);
	close(out[1]);
	p->in = in[1];
	p->out = out[0];
	return p;
}

void
proc_say(struct proc *p, const char *fmt, ...)
{
	struct buf text = { 0 };
	va_list ap;
	char *s;
	size_t done = 0;
	ssize_t n;

	va_start(ap, fmt);
	xvasprintf(&s, fmt, ap);
	va_end(ap);
	buf_add_str(&text, s);
	free(s);
	while (done < text.len) {
		n = write(p->in, text.p + done, text.len - done);
		if (n == -1 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	buf_clear(&text);
}

void
proc_end_input(struct proc *p)
{
	if (p->in != -1)
		close(p->in);
	p->in = -1;
}

static void
proc_take(int *fd, struct buf *into)
{
	char chunk[16384];
	ssize_t n = read(*fd, chunk, sizeof(chunk));

	if (n > 0) {
		buf_add(into, chunk, (size_t)n);
	} else if (n == 0 || errno != EINTR) {
		close(*fd);
		*fd = -1;
	}
}

/* Its stderr is a file in memory, so that a program that prints a lot never blocks. */
static void
proc_take_err(struct proc *p)
{
	char chunk[16384];
	ssize_t n;

	while (
	    (n = pread(p->err, chunk, sizeof(chunk), (off_t)p->erred.len)) > 0)
		buf_add(&p->erred, chunk, (size_t)n);
}

void
proc_pump(struct proc *p, int ms)
{
	struct pollfd pfd = { .fd = p->out, .events = POLLIN };

	if (poll(&pfd, 1, ms) > 0 && p->out != -1)
		proc_take(&p->out, &p->said);
	proc_take_err(p);
}

static const char *
buf_find(struct buf *b, size_t from, const char *text)
{
	if (from > b->len || b->len == 0)
		return NULL;
	return memmem(b->p + from, b->len - from, text, strlen(text));
}

/* Return whether it has ended and all its output was read. */
static int
proc_is_over(struct proc *p)
{
	if (p->out != -1)
		return 0;
	if (p->pid != -1 && waitpid(p->pid, &p->status, WNOHANG) == p->pid)
		p->pid = -1;
	if (p->pid != -1)
		return 0;
	proc_take_err(p);
	return 1;
}

static int
proc_await(struct proc *p, struct buf *b, size_t *mark, const char *text)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;
	const char *at;

	for (;;) {
		at = buf_find(b, *mark, text);
		if (at != NULL) {
			*mark = (size_t)(at - b->p) + strlen(text);
			return 1;
		}
		if (clock_mono_ms() > deadline || proc_is_over(p))
			break;
		proc_pump(p, b == &p->erred ? 5 : 50);
	}
	fprintf(stderr, "expected \"%s\"; it said:\n%s\nand on stderr:\n%s\n",
	    text, buf_str(&p->said), buf_str(&p->erred));
	return 0;
}

int
proc_expect(struct proc *p, const char *text)
{
	return proc_await(p, &p->said, &p->mark, text);
}

int
proc_expect_err(struct proc *p, const char *text)
{
	size_t from = 0;

	return proc_await(p, &p->erred, &from, text);
}

int
proc_has_said(struct proc *p, const char *text)
{
	return buf_find(&p->said, 0, text) != NULL;
}

static int
proc_code(const struct proc *p)
{
	if (WIFEXITED(p->status))
		return WEXITSTATUS(p->status);
	return 128 + WTERMSIG(p->status);
}

int
proc_wait(struct proc *p, int ms)
{
	int64_t deadline = clock_mono_ms() + ms;

	while (p->pid != -1) {
		if (waitpid(p->pid, &p->status, WNOHANG) == p->pid) {
			p->pid = -1;
			break;
		}
		if (clock_mono_ms() > deadline)
			return -1;
		proc_pump(p, 5);
	}
	while (p->out != -1 && clock_mono_ms() < deadline)
		proc_pump(p, 50);
	proc_take_err(p);
	return proc_code(p);
}

void
proc_signal(struct proc *p, int sig)
{
	if (p->pid != -1)
		kill(p->pid, sig);
}

void
proc_free(struct proc *p)
{
	if (p == NULL)
		return;
	if (p->pid != -1) {
		kill(p->pid, SIGKILL);
		waitpid(p->pid, &p->status, 0);
	}
	proc_end_input(p);
	if (p->out != -1)
		close(p->out);
	close(p->err);
	buf_clear(&p->said);
	buf_clear(&p->erred);
	free(p);
}
