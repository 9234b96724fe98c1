/*
 * account_run: /register, /login, /logout and /account, for the full screen and the line
 * mode alike.
 */
#ifndef TCHAT_CLIENT_ACCOUNT_RUN_H
#define TCHAT_CLIENT_ACCOUNT_RUN_H

#include "common/names.h"
#include "common/view.h"

struct command;
struct irc_session;

enum account_asked { ASK_NOTHING, ASK_LOGIN, ASK_PASSWORD };

/* A password that is still to be typed: for what. */
struct account_question {
	enum account_asked what;
	char	 name[NICK_BYTES + 1];	/* whose; empty: the nick's */
};

/*
 * 0: it was sent. 1: a password is to be asked for, and given to account_answer. -1 and
 * *cause, a sentence.
 */
int	account_run(struct irc_session *, const struct command *,
	    struct account_question *, char **cause);
int	account_answer(struct irc_session *, const struct account_question *,
	    struct view password, char **cause);
/* What to show where it is typed: "password: ". */
const char *account_prompt(const struct account_question *);

#endif
