/*
 * command: the table of IRC commands. Each file of a family of commands has the rows of its
 * commands, beside their handlers; this module finds a row by its name.
 */
#ifndef TCHAT_SERVER_IRC_COMMAND_H
#define TCHAT_SERVER_IRC_COMMAND_H

#include <stddef.h>

#include "common/view.h"

struct request;

enum {	/* states of the connection in which a command is accepted */
	UNREGISTERED = 1,
	REGISTERED = 2,
	ANY_STATE = UNREGISTERED | REGISTERED
};

enum {	/* flags */
	COMMAND_MESSAGE = 1 << 0,	/* does not wait for messages in flight */
	COMMAND_MULTILINE = 1 << 1,	/* may be a line of a multiline message */
	COMMAND_JOINS = 1 << 2,		/* waits if the user joins too many rooms */
	COMMAND_OPERATOR = 1 << 3,	/* for server operators only: 481 */
	/*
	 * No parameter is a room. A command without this flag must answer as if a secret room did
	 * not exist, and tests/server/irc/test_secret_rooms.c demands a request that tries it.
	 */
	COMMAND_NO_ROOM = 1 << 4
};

struct irc_command {
	const char	*name;		/* upper case; NULL ends a family */
	void		(*handler)(struct request *);
	int		 states;
	int		 min;		/* with fewer parameters: 461 */
	int		 max;		/* further parameters are ignored */
	unsigned	 cost;		/* see session_pay */
	int		 flags;
	const char	*syntax;	/* parameters, as HELP shows them; "" for none */
	const char	*help;		/* lines, separated by LF */
};

/* All families: F(name) for the rows irc_NAME_commands. */
#define IRC_COMMAND_FAMILIES(F) \
	F(account) F(away) F(caps) F(help) F(history) F(ison) F(isupport) \
	F(kick_invite) F(list) F(lockdown) F(markread) F(message) F(mode) \
	F(monitor) F(multiline) F(names) F(oper) F(redact) \
	F(register_account) F(registration) F(rename) F(room) F(sasl) \
	F(search) F(server_bans) F(server_info) F(tban) F(user) F(who) \
	F(whois)

#define IRC_DECLARE_FAMILY(name) \
	extern const struct irc_command irc_##name##_commands[];
IRC_COMMAND_FAMILIES(IRC_DECLARE_FAMILY)
#undef IRC_DECLARE_FAMILY

/* Find a command, ignoring case (checklist 4). Returns NULL if there is none. */
const struct irc_command *irc_command_find(struct view name);

/* Return command i in the order of the names; NULL after the last one. */
const struct irc_command *irc_command_at(size_t i);

#endif
