/*
 * command: a slash command: its row in the table (client/commands/table.h), and the command that a
 * user typed.
 */
#ifndef TCHAT_CLIENT_COMMANDS_COMMAND_H
#define TCHAT_CLIENT_COMMANDS_COMMAND_H

#include <stddef.h>

#include "common/view.h"

enum { COMMAND_ARGS_MAX = 3 };

struct command;
struct command_context;

/* Run a command. Returns 0, or -1 after showing why it failed. */
typedef int command_function(struct command_context *, const struct command *);

enum command_arg {	/* what Tab completes in this argument */
	ARG_NONE, ARG_ROOM, ARG_NICK, ARG_TARGET, ARG_COMMAND, ARG_TEXT,
	ARG_IGNORED,	/* masks that are ignored */
	ARG_IGNORE,	/* what is ignored */
	ARG_LEVEL,	/* levels of a room */
	ARG_ADD_DEL,	/* add, del */
	ARG_HIGHLIGHT,	/* words that were added */
	ARG_ALIAS,	/* names of aliases */
	ARG_ACTION,	/* names of actions of keys */
	ARG_SETTING,	/* options, a setting and its value, as of /set */
	ARG_TOPIC,	/* the topic of the room, to change it */
	ARG_MODES,	/* modes of a room, then nicks */
	ARG_SEARCH,	/* from:NICK and the like */
	ARG_ACCOUNT,	/* what /account does */
	ARG_LOGIN	/* names of accounts of the user's own */
};

enum command_flag {
	COMMAND_ROOM = 1 << 0,		/* a room may stand before the arguments */
	COMMAND_OFFLINE = 1 << 1,	/* works without a connection */
	COMMAND_LINES = 1 << 2,		/* the text may have several lines */
	COMMAND_SCREEN = 1 << 3		/* works on the full screen only, not in line mode */
};

enum command_secret {	/* which part of the arguments is a password */
	SECRET_NONE,
	SECRET_ALL,
	SECRET_SECOND,	/* everything after the first argument */
	SECRET_ACCOUNT,	/* as in the protocol's ACCOUNT */
	SECRET_MESSAGE,	/* as in a message: recipient, text */
	SECRET_PROTOCOL,	/* as in a protocol line */
	/* These may contain the key of a room: the screen shows it, but the input history does not keep it. */
	SECRET_JOIN,	/* as in the protocol's JOIN: room, key */
	SECRET_MODES,	/* modes with their arguments */
	SECRET_ALIAS	/* a name, and a command that may contain any of these */
};

struct command_row {
	const char		*name;		/* without the slash, lower case */
	command_function	*run;
	const char		*word;		/* for the function: a protocol command, a mode; or NULL */
	int			 min, max;	/* number of arguments; the last takes the rest of the line */
	enum command_arg	 args[COMMAND_ARGS_MAX];
	const char		*usage;		/* "NICK [REASON]", as in the manual */
	const char		*help;
	unsigned		 flags;
	enum command_secret	 secret;
};

struct command {
	const struct command_row *row;	/* NULL: the line is a message */
	struct view	 room;		/* the room before the arguments, or empty */
	struct view	 args[COMMAND_ARGS_MAX];
	int		 nargs;
	struct view	 text;		/* the message */
	size_t		 break_at;	/* offset of the line break that the command was refused for; 0: none */
};

#endif
