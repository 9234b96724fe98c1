/*
 * child: the command, the signals and the descriptors of a new program.
 */
#include "common/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/view.h"
#include "common/xmalloc.h"

struct string_list
child_split_command(const struct string_list *command)
{
	struct string_list words = { 0 };
	struct view rest, word;
	char *copy;

	if (command->n != 1) {
		string_list_copy(&words, command);
		return words;
	}
	rest = view_of(command->v[0]);
	while (view_cut(&rest, ' ', &word)) {
		if (word.len == 0)
			continue;
		copy = xviewdup(word);
		string_list_add(&words, copy);
		free(copy);
	}
	return words;
}

void
child_reset_signals(void)
{
	struct sigaction plain;
	sigset_t none;

	memset(&plain, 0, sizeof(plain));
	plain.sa_handler = SIG_DFL;
	for (int sig = 1; sig < NSIG; sig++)
		sigaction(sig, &plain, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

int
child_set_descriptors(int input)
{
	int null = open("/dev/null", O_RDWR);

	if (null == -1 ||
	    dup2(input != -1 ? input : null, STDIN_FILENO) == -1 ||
	    dup2(null, STDOUT_FILENO) == -1 || dup2(null, STDERR_FILENO) == -1)
		return -1;
	if (close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
		return 0;
	for (long fd = STDERR_FILENO + 1; fd < sysconf(_SC_OPEN_MAX); fd++)
		fcntl((int)fd, F_SETFD, FD_CLOEXEC);
	return 0;
}
