/*
 * account_commands: /register, /login, /logout and /account, and the password that they ask for.
 */
#ifndef TCHAT_CLIENT_COMMANDS_ACCOUNT_COMMANDS_H
#define TCHAT_CLIENT_COMMANDS_ACCOUNT_COMMANDS_H

#include "client/commands/context.h"

/* Ask for the password of /oper NAME. Returns 0, or -1 after showing an error. */
int	account_ask_oper(struct command_context *, struct view name);
/* Returns the prompt for the password in question. */
const char *account_prompt(const struct account_question *);
/*
 * Use the password that the user typed, and end the question (context.asking). Returns 0, or -1 after
 * showing an error.
 */
int	account_answer(struct command_context *, struct view password);

#endif
