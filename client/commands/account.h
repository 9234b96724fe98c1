/*
 * account: /register, /login, /logout and /account, for the full screen and line mode.
 */
#ifndef TCHAT_CLIENT_COMMANDS_ACCOUNT_H
#define TCHAT_CLIENT_COMMANDS_ACCOUNT_H

#include "common/names.h"
#include "common/view.h"

struct command;
struct irc_session;

enum account_asked { ASK_NOTHING, ASK_LOGIN, ASK_PASSWORD };

/* What a password that the user still has to type is for. */
struct account_question {
	enum account_asked what;
	char	 name[NICK_BYTES + 1];	/* the account; empty: of the nick */
};

/*
 * Run the command. Returns 0 if it was sent, 1 if the caller must ask for a password and pass it to
 * account_answer, -1 with *cause, a sentence.
 */
int	account_run(struct irc_session *, const struct command *,
	    struct account_question *, char **cause);
int	account_answer(struct irc_session *, const struct account_question *,
	    struct view password, char **cause);
/* Returns the prompt for the password. */
const char *account_prompt(const struct account_question *);

#endif
