/*
 * open_link: fork twice, so that the program is no child of ours, and exec.
 */
#include "client/open_link.h"

#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/child.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

/* In the child. Returns only in the process that is to be the program, or ends. */
static void
detach(void)
{
	pid_t pid;

	setsid();
	pid = fork();
	if (pid > 0)
		_exit(0);
}

/* Become the program. If that fails, write errno to the pipe. Does not return. */
static void __attribute__((noreturn)) exec_program(char **argv, int errors)
{
	int error;

	detach();
	child_reset_signals();
	if (child_set_descriptors(-1) == 0)
		execvp(argv[0], argv);
	error = errno;
	while (write(errors, &error, sizeof(error)) == -1 && errno == EINTR)
		;
	_exit(127);
}

/* Return the errno that the program reported before it could start; 0: it runs. */
static int
read_error(int fd)
{
	ssize_t n;
	int error;

	do {
		n = read(fd, &error, sizeof(error));
	} while (n == -1 && errno == EINTR);
	return n == (ssize_t)sizeof(error) ? error : 0;
}

static int
start(char **argv)
{
	int errors[2], error;
	pid_t pid;

	if (pipe2(errors, O_CLOEXEC) == -1)
		return errno;
	pid = fork();
	if (pid == 0)
		exec_program(argv, errors[1]);
	error = errno;
	close(errors[1]);
	if (pid != -1) {
		error = read_error(errors[0]);
		while (waitpid(pid, NULL, 0) == -1 && errno == EINTR)
			;
	}
	close(errors[0]);
	return error;
}

int
open_link(const struct string_list *command, const char *uri, char **cause)
{
	struct string_list argv = child_split_command(command);
	int error;

	if (argv.n == 0)
		return cause_set(cause,
		    _("no program is set: set url-command, for example to "
		      "xdg-open"));
	string_list_add(&argv, uri);
	argv.v = xreallocarray(argv.v, argv.n + 1, sizeof(*argv.v));
	argv.v[argv.n] = NULL;
	error = start(argv.v);
	if (error != 0)
		cause_set(cause, _("%s: %s (setting url-command)"), argv.v[0],
		    strerror(error));
	string_list_clear(&argv);
	return error == 0 ? 0 : -1;
}
