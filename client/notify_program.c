/*
 * notify_program: fork, exec, and wait without blocking.
 */
#include "client/notify_program.h"

#include <sys/wait.h>

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/child.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum { CHECK_MS = 50 }; /* between looks at a running program */

/* What the program may need to find its files and the user's desktop. */
static const char *const passed_on[] = { "DBUS_SESSION_BUS_ADDRESS", "DISPLAY",
	"HOME", "LANG", "LC_ALL", "LC_CTYPE", "LOGNAME", "PATH", "USER",
	"WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", NULL };

enum { NPASSED = sizeof(passed_on) / sizeof(passed_on[0]) };

struct notify_program {
	notify_report_fn *report;
	void *ctx;
	struct event *timer;
	pid_t pid; /* 0: none runs */
	int errors; /* a pipe: the errno of a program that could not be started; -1: none */
	int64_t started;
	char *name;	/* of the program that runs */
	char *reported; /* the last failure; NULL: none since it succeeded */
};

/* Report a failure, unless it is the same as the last one. Takes the text. */
static void
fail(struct notify_program *np, char *text)
{
	if (np->reported == NULL || strcmp(np->reported, text) != 0)
		np->report(text, np->ctx);
	free(np->reported);
	np->reported = text;
}

/* The program does not run any more. */
static void
forget(struct notify_program *np)
{
	np->pid = 0;
	event_del(np->timer);
	if (np->errors != -1)
		close(np->errors);
	np->errors = -1;
}

static void
ended(struct notify_program *np, int status)
{
	char *text;
	int error;

	if (read(np->errors, &error, sizeof(error)) == sizeof(error)) {
		xasprintf(&text, _("notify-command: cannot start %s: %s"),
		    np->name, strerror(error));
		fail(np, text);
	} else if (WIFSIGNALED(status)) {
		xasprintf(&text,
		    _("notify-command: %s was ended by signal %d."), np->name,
		    WTERMSIG(status));
		fail(np, text);
	} else if (WEXITSTATUS(status) != 0) {
		xasprintf(&text, _("notify-command: %s failed with status %d."),
		    np->name, WEXITSTATUS(status));
		fail(np, text);
	} else {
		xreplace(&np->reported, NULL);
	}
	forget(np);
}

/* End it, with everything that it started in its session. */
static void
kill_program(struct notify_program *np)
{
	kill(-np->pid, SIGKILL);
	while (waitpid(np->pid, NULL, 0) == -1 && errno == EINTR)
		;
	forget(np);
}

static void
timer_cb(evutil_socket_t fd, short what, void *arg)
{
	struct notify_program *np = arg;
	int status;
	char *text;

	(void)fd, (void)what;
	if (waitpid(np->pid, &status, WNOHANG) == np->pid) {
		ended(np, status);
	} else if (clock_mono_ms() - np->started >= NOTIFY_PROGRAM_MS) {
		kill_program(np);
		xasprintf(&text,
		    _("notify-command: %s did not end within %d seconds and "
		      "was killed."),
		    np->name, NOTIFY_PROGRAM_MS / 1000);
		fail(np, text);
	}
}

struct notify_program *
notify_program_new(struct event_base *base, notify_report_fn *report, void *ctx)
{
	struct notify_program *np = xcalloc(1, sizeof(*np));

	np->report = report;
	np->ctx = ctx;
	np->timer = event_new(base, -1, EV_PERSIST, timer_cb, np);
	np->errors = -1;
	return np;
}

void
notify_program_free(struct notify_program *np)
{
	if (np == NULL)
		return;
	if (np->pid != 0)
		kill_program(np);
	event_free(np->timer);
	free(np->name);
	free(np->reported);
	free(np);
}

int
notify_program_is_running(const struct notify_program *np)
{
	return np->pid != 0;
}

/* Fill in the environment of the program; the caller frees the strings. */
static void
make_environment(char *env[NPASSED])
{
	const char *value;
	size_t i, n = 0;

	for (i = 0; passed_on[i] != NULL; i++) {
		value = getenv(passed_on[i]);
		if (value != NULL)
			xasprintf(&env[n++], "%s=%s", passed_on[i], value);
	}
	env[n] = NULL;
}

/* In the child: run the program, in a session without a terminal. Does not return. */
static void __attribute__((noreturn))
exec_program(char **argv, char **env, int input, int errors)
{
	int error;

	setsid();
	child_reset_signals();
	if (child_set_descriptors(input) == 0)
		execvpe(argv[0], argv, env);
	error = errno;
	if (write(errors, &error, sizeof(error)) == -1)
		_exit(126);
	_exit(127);
}

/* Return a pipe that already contains the input and ends after it, or -1. */
static int
make_input(struct view input)
{
	int fds[2];
	ssize_t n;

	if (pipe2(fds, O_CLOEXEC) == -1)
		return -1;
	n = write(fds[1], input.p, input.len);
	close(fds[1]);
	if (n == (ssize_t)input.len)
		return fds[0];
	close(fds[0]);
	return -1;
}

/* Fork and exec. argv ends with NULL. Returns the process, or -1 with errno. */
static pid_t
start(struct notify_program *np, char **argv, int input)
{
	char *env[NPASSED];
	int errors[2];
	size_t i;
	pid_t pid;

	if (pipe2(errors, O_CLOEXEC) == -1)
		return -1;
	make_environment(env);
	pid = fork();
	if (pid == 0)
		exec_program(argv, env, input, errors[1]);
	close(errors[1]);
	np->errors = errors[0];
	for (i = 0; env[i] != NULL; i++)
		free(env[i]);
	return pid;
}

/* Start the program and its timer, or report why not. */
static void
run(struct notify_program *np, char **argv, struct view input)
{
	struct timeval tv = { 0, CHECK_MS * 1000 };
	int error, fd = make_input(input);
	char *text;

	np->pid = fd == -1 ? -1 : start(np, argv, fd);
	error = errno;
	if (fd != -1)
		close(fd);
	if (np->pid != -1) {
		xreplace(&np->name, argv[0]);
		np->started = clock_mono_ms();
		event_add(np->timer, &tv);
		return;
	}
	xasprintf(&text, _("notify-command: cannot start %s: %s"), argv[0],
	    strerror(error));
	fail(np, text);
	forget(np);
}

void
notify_program_run(struct notify_program *np, const struct string_list *command,
    struct view input)
{
	struct string_list argv;

	assert(input.len <= NOTIFY_INPUT_MAX);
	if (np->pid != 0)
		return;
	argv = child_split_command(command);
	if (argv.n > 0) {
		argv.v = xreallocarray(argv.v, argv.n + 1, sizeof(*argv.v));
		argv.v[argv.n] = NULL;
		run(np, argv.v, input);
	}
	string_list_clear(&argv);
}
