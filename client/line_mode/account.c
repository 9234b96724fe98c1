/*
 * account: /register, /login, /logout and /account in line mode. A password that is asked
 * for is read from the terminal without echo.
 */
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "client/commands/parse.h"
#include "client/line_mode/line_mode_state.h"

static void
set_echo(int on)
{
	struct termios t;

	if (tcgetattr(STDIN_FILENO, &t) == -1)
		return;
	if (on)
		t.c_lflag |= ECHO;
	else
		t.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSANOW, &t);
}

void
line_mode_account(struct line_mode *p, const struct command *c)
{
	char *cause = NULL;
	int rc =
	    account_run(connection_session(p->online), c, &p->asking, &cause);

	if (rc < 0)
		line_mode_complain("%s", cause);
	free(cause);
	if (rc <= 0)
		return;
	set_echo(0);
	p->silent = 1;
	fputs(account_prompt(&p->asking), stderr);
	fflush(stderr);
}

void
line_mode_account_end(struct line_mode *p)
{
	p->asking.what = ASK_NOTHING;
	if (p->silent) {
		set_echo(1);
		fputc('\n', stderr);
	}
	p->silent = 0;
}

int
line_mode_account_answer(struct line_mode *p, struct view line)
{
	struct account_question q = p->asking;
	char *cause = NULL;

	if (q.what == ASK_NOTHING)
		return 0;
	line_mode_account_end(p);
	if (account_answer(connection_session(p->online), &q, line, &cause) !=
	    0)
		line_mode_complain("%s", cause);
	free(cause);
	return 1;
}
