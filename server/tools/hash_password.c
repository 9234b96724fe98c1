/*
 * hash_password: a password is read where nobody sees it, and its hash printed.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "common/xmalloc.h"
#include "server/password.h"
#include "server/tools/tool.h"

enum { LINE_SIZE = PASSWORD_MAX + 3 }; /* with its CR LF and NUL */

/* One line without its ending; 0, or -1 and *cause. */
static int
read_line(char line[LINE_SIZE], char **cause)
{
	size_t n = 0;
	char c;

	for (;;) {
		ssize_t got = read(STDIN_FILENO, &c, 1);

		if (got == -1)
			return cause_set(cause, "stdin: %s", strerror(errno));
		if (got == 0 || c == '\n')
			break;
		if (c == '\0' || n == LINE_SIZE - 1)
			return cause_set(cause,
			    "a password has 1 to %d bytes, none of them 0",
			    PASSWORD_MAX);
		line[n++] = c;
	}
	if (n > 0 && line[n - 1] == '\r')
		n--;
	line[n] = '\0';
	return 0;
}

/* So that a terminal is not left without its echo: read(2) fails instead. */
static void
on_interrupt(int sig)
{
	(void)sig;
}

/* The answer is not shown; on stderr, since stdout has the hash. */
static int
ask(const char *question, char line[LINE_SIZE], char **cause)
{
	struct sigaction interrupt = { .sa_handler = on_interrupt }, before;
	struct termios old, quiet;
	int rc;

	fputs(question, stderr);
	if (tcgetattr(STDIN_FILENO, &old) != 0)
		return cause_set(cause, "terminal: %s", strerror(errno));
	quiet = old;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	sigaction(SIGINT, &interrupt, &before);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	rc = read_line(line, cause);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
	sigaction(SIGINT, &before, NULL);
	putc('\n', stderr);
	return rc;
}

static int
ask_twice(char line[LINE_SIZE], char **cause)
{
	char again[LINE_SIZE];
	int rc;

	if (ask("Password: ", line, cause) != 0)
		return -1;
	rc = ask("Once more: ", again, cause);
	if (rc == 0 && strcmp(line, again) != 0)
		rc = cause_set(cause, "these were two different passwords");
	explicit_bzero(again, sizeof(again));
	return rc;
}

int
tool_hash_password(const struct tool_options *o, char **cause)
{
	char line[LINE_SIZE], *hash = NULL;
	int rc;

	(void)o;
	rc = isatty(STDIN_FILENO) ? ask_twice(line, cause)
				  : read_line(line, cause);
	if (rc == 0)
		hash = password_hash(line, cause);
	explicit_bzero(line, sizeof(line));
	if (hash == NULL)
		return -1;
	rc = puts(hash) == EOF || fflush(stdout) != 0 ? -1 : 0;
	free(hash);
	return rc == 0 ? 0 : cause_set(cause, "stdout: %s", strerror(errno));
}
