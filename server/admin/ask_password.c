/*
 * ask_password: read a password from stdin, with the terminal's echo off.
 */
#include "server/admin/ask_password.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "common/i18n.h"
#include "common/xmalloc.h"

/* Read one line without its line end. Returns 0, or -1 and *cause. */
static int
read_line(char line[ASKED_SIZE], char **cause)
{
	size_t n = 0;
	char c;

	for (;;) {
		ssize_t got = read(STDIN_FILENO, &c, 1);

		if (got == -1)
			return cause_set(cause,
			    _("cannot read standard input: %s"),
			    strerror(errno));
		if (got == 0 || c == '\n')
			break;
		if (c == '\0' || n == ASKED_SIZE - 1)
			return cause_set(cause,
			    _("the password is empty, or has more than %d "
			      "bytes or a NUL byte"),
			    ASKED_MAX);
		line[n++] = c;
	}
	if (n > 0 && line[n - 1] == '\r')
		n--;
	line[n] = '\0';
	return 0;
}

/* Interrupt read(2), so that the program can switch the echo on again. */
static void
on_interrupt(int sig)
{
	(void)sig;
}

/* Ask for a line without echo. The prompt goes to stderr, because stdout has the hash. */
static int
ask(const char *question, char line[ASKED_SIZE], char **cause)
{
	struct sigaction interrupt = { .sa_handler = on_interrupt }, before;
	struct termios old, quiet;
	int rc;

	fputs(question, stderr);
	if (tcgetattr(STDIN_FILENO, &old) != 0)
		return cause_set(cause,
		    _("cannot switch off the terminal's echo: %s"),
		    strerror(errno));
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
ask_twice(char line[ASKED_SIZE], char **cause)
{
	char again[ASKED_SIZE];
	int rc;

	if (ask(_("Password: "), line, cause) != 0)
		return -1;
	rc = ask(_("Repeat the password: "), again, cause);
	if (rc == 0 && strcmp(line, again) != 0)
		rc = cause_set(cause, _("the two passwords differ. Try again"));
	explicit_bzero(again, sizeof(again));
	return rc;
}

int
ask_password(char line[ASKED_SIZE], char **cause)
{
	return isatty(STDIN_FILENO) ? ask_twice(line, cause)
				    : read_line(line, cause);
}
