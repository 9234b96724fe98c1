/*
 * command: the table of slash commands for plain peers.
 */
#ifndef TCHAT_SERVER_PLAIN_COMMAND_H
#define TCHAT_SERVER_PLAIN_COMMAND_H

#include "common/view.h"

struct session;

/* Flags of a command. */
enum {
	PLAIN_MESSAGE = 1,	/* sends a message: may run while other messages are in flight */
	PLAIN_ALIAS = 2,	/* another name for the command before it; not in /help */
	PLAIN_SECRET = 4,	/* its arguments have a password and are passed as typed */
	PLAIN_JOIN = 8		/* joins a room, which has a price of its own */
};

struct plain_command {
	const char	*name;
	void		(*run)(struct session *, struct view args);
	unsigned	 cost;		/* of the session's allowance */
	unsigned	 flags;
	const char	*args;
	const char	*help;
};

/* Return the command's row, or NULL if there is no such command. The line begins with '/'. */
const struct plain_command *plain_command_find(struct view line);
/*
 * Run a command. The handler gets its arguments as valid UTF-8 without control characters, except for
 * passwords, which are passed as typed.
 */
void	plain_command_run(struct session *, const struct plain_command *,
	    struct view line);

#endif
