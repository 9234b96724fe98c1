/* e2e: a real server for a test, and the programs that connect to it. */
#include "tests/support/e2e.h"

#include <assert.h>
#include <dirent.h>
#include <ftw.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

enum { MAX_ARGS = 64 };

/* The build folder; the tests are in its tests/e2e/. */
static const char *
build_folder(void)
{
	static char dir[PATH_MAX];
	const char *env = getenv("TCHAT_BUILD");
	char self[PATH_MAX];
	ssize_t n;

	if (dir[0] != '\0')
		return dir;
	if (env != NULL) {
		snprintf(dir, sizeof(dir), "%s", env);
		return dir;
	}
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n == -1)
		abort();
	self[n] = '\0';
	snprintf(dir, sizeof(dir), "%s", dirname(dirname(dirname(self))));
	return dir;
}

const char *
e2e_program(const char *name)
{
	static char path[2][PATH_MAX + NAME_MAX];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", build_folder(), name);
	return path[turn];
}

char *
e2e_folder(void)
{
	const char *tmp = getenv("TMPDIR");
	char *dir;

	xasprintf(&dir, "%s/tchat-test-XXXXXX", tmp == NULL ? "/tmp" : tmp);
	if (mkdtemp(dir) == NULL)
		abort();
	return dir;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void
e2e_remove(const char *dir)
{
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/*
 * Between a server's end and its next start, another connection may have got the port for a while.
 */
static void
start_listening(struct e2e_server *s, const char *const *argv)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;

	for (;;) {
		s->proc = proc_start(argv, NULL);
		if (proc_expect_err(s->proc, "listening on") &&
		    proc_expect_err(s->proc, " port "))
			return;
		if (strstr(buf_str(&s->proc->erred), "already in use") ==
			NULL ||
		    clock_mono_ms() > deadline) {
			fprintf(stderr, "the server does not start: %s\n",
			    buf_str(&s->proc->erred));
			abort();
		}
		proc_free(s->proc);
	}
}

static void
server_run(struct e2e_server *s, const char *const *more)
{
	const char *argv[MAX_ARGS] = { e2e_program("tchat-server"), "-l",
		"127.0.0.1", "-D", s->dir, "-n", "test.tchat", "-p" };
	char *port = e2e_port(s);
	const char *at;
	size_t n = 8, i;

	argv[n++] = port;
	for (i = 0; more != NULL && more[i] != NULL; i++) {
		assert(n < MAX_ARGS - 1);
		argv[n++] = more[i];
	}
	start_listening(s, argv);
	free(port);
	while (strchr(at = strstr(buf_str(&s->proc->erred), " port "), '\n') ==
	       NULL)
		proc_pump(s->proc, 50);
	s->port = (unsigned)strtoul(at + 6, NULL, 10);
}

void
e2e_server_start(struct e2e_server *s, const char *const *more)
{
	memset(s, 0, sizeof(*s));
	s->dir = e2e_folder();
	s->home = e2e_folder();
	setenv("XDG_CONFIG_HOME", s->home, 1);
	setenv("XDG_STATE_HOME", s->home, 1);
	server_run(s, more);
}

void
e2e_server_restart(struct e2e_server *s, const char *const *more)
{
	proc_free(s->proc);
	server_run(s, more);
}

int
e2e_server_stop(struct e2e_server *s)
{
	proc_signal(s->proc, SIGTERM);
	return proc_wait(s->proc, PROC_DEADLINE);
}

void
e2e_server_free(struct e2e_server *s)
{
	proc_free(s->proc);
	if (s->dir != NULL)
		e2e_remove(s->dir);
	if (s->home != NULL)
		e2e_remove(s->home);
	free(s->dir);
	free(s->home);
	memset(s, 0, sizeof(*s));
}

char *
e2e_port(const struct e2e_server *s)
{
	char *port;

	xasprintf(&port, "%u", s->port);
	return port;
}

/* True if a folder of $PATH holds the program. */
static int
installed(const char *program)
{
	char *path = xstrdup(getenv("PATH")), *rest = path, *dir, *file;
	int found = 0;

	while (!found && (dir = strsep(&rest, ":")) != NULL) {
		xasprintf(&file, "%s/%s", dir, program);
		found = access(file, X_OK) == 0;
		free(file);
	}
	free(path);
	return found;
}

void
e2e_require(const char *program)
{
	if (installed(program))
		return;
	printf("SKIP: %s is not installed\n", program);
	skip();
}

static struct proc *
peer_program(const struct e2e_server *s, const char *program)
{
	char *port;
	struct proc *p;

	e2e_require(program);
	port = e2e_port(s);
	p = proc_start(
	    (const char *[]){ program, "127.0.0.1", port, NULL }, NULL);
	free(port);
	return p;
}

struct proc *
e2e_nc(const struct e2e_server *s)
{
	return peer_program(s, "nc");
}

struct proc *
e2e_telnet(const struct e2e_server *s)
{
	return peer_program(s, "telnet");
}

struct proc *
e2e_pipe(const struct e2e_server *s, const char *const *more)
{
	const char *argv[MAX_ARGS] = { e2e_program("tchat"), "-P" };
	char *port = e2e_port(s);
	struct proc *p;
	size_t n = 2, i;

	for (i = 0; more != NULL && more[i] != NULL && n < MAX_ARGS - 3; i++)
		argv[n++] = more[i];
	argv[n++] = "127.0.0.1";
	argv[n++] = port;
	p = proc_start(argv, NULL);
	free(port);
	return p;
}

int
e2e_shows(struct vt *vt, const char *text)
{
	if (vt_wait_text(vt, text, PROC_DEADLINE))
		return 1;
	fprintf(
	    stderr, "\"%s\" is not on the screen:\n%s\n", text, vt_text(vt));
	return 0;
}

int
e2e_types_until(struct vt *vt, const char *keys, const char *sign)
{
	int64_t end = clock_mono_ms() + PROC_DEADLINE;

	do
		vt_keys(vt, keys);
	while (!vt_wait_text(vt, sign, 500) && clock_mono_ms() < end);
	return e2e_shows(vt, sign);
}

int
e2e_exit(struct vt *vt)
{
	int status;

	if (vt_wait_exit(vt, PROC_DEADLINE, &status) == -1)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
