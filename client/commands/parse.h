/*
 * parse: the table of slash commands, and the parser of a typed line. The parser has no side
 * effects: text in, a command and its arguments out. app and line_mode run the command.
 */
#ifndef TCHAT_CLIENT_COMMANDS_PARSE_H
#define TCHAT_CLIENT_COMMANDS_PARSE_H

#include <stddef.h>

#include "common/view.h"

enum command_id {
	COMMAND_SAY,	/* no slash, or "//": text is the message */
	COMMAND_ACCOUNT, COMMAND_AWAY, COMMAND_BAN, COMMAND_CLEAR, COMMAND_CLOSE,
	COMMAND_DEOP, COMMAND_DEVOICE, COMMAND_HELP,
	COMMAND_INVITE, COMMAND_JOIN, COMMAND_KICK, COMMAND_LAST, COMMAND_LIST,
	COMMAND_LOGIN, COMMAND_LOGOUT, COMMAND_ME,
	COMMAND_MODE, COMMAND_MSG, COMMAND_MUTE, COMMAND_NAMES, COMMAND_NICK, COMMAND_NOTICE,
	COMMAND_OP, COMMAND_PART, COMMAND_QUERY, COMMAND_QUIT, COMMAND_QUOTE, COMMAND_RECONNECT, COMMAND_REDACT,
	COMMAND_REGISTER,	COMMAND_SEARCH, COMMAND_TOPIC, COMMAND_TRUST, COMMAND_UNBAN,
	COMMAND_UNMUTE, COMMAND_UNREAD, COMMAND_VOICE, COMMAND_WHO, COMMAND_WHOIS
};

enum command_arg {	/* what Tab completes in this argument */
	ARG_NONE, ARG_ROOM, ARG_NICK, ARG_TARGET, ARG_COMMAND, ARG_TEXT
};

struct command_entry {
	const char	*name;		/* without the slash; sorted */
	enum command_id	 id;
	int		 min, max;	/* arguments; the last takes the rest of the line */
	enum command_arg args[3];
	const char	*usage;		/* "ROOM [KEY]" */
	const char	*help;
	int		 room;		/* accepts "[ROOM]" before the arguments */
	int		 offline;	/* works without a connection */
	int		 lines;		/* the text may have several lines */
};

struct command {
	const struct command_entry *entry;	/* NULL: COMMAND_SAY */
	enum command_id	 id;
	struct view	 room;		/* the room named first; empty: the active one */
	struct view	 args[4];	/* without that room */
	int		 nargs;
	struct view	 text;		/* COMMAND_SAY */
	size_t		 break_at;	/* offset of the line break that the command was refused for; 0: none */
};

/* Returns all commands, sorted by name, with aliases (/j, /q, /leave). */
const struct command_entry *commands_all(size_t *n);

/* Find a command by its whole name, in any case. Returns NULL if it is unknown. */
const struct command_entry *command_find(struct view name);

/*
 * Parse a line. Space and characters that a user does not see may stand before the slash
 * (text_skip_invisible), so that no password is sent as a message by mistake. Returns 0, or -1 and *cause for an
 * unknown command (*cause names the nearest known one), wrong arguments (*cause is the usage), and
 * several lines for a command that takes one.
 */
int	command_parse(struct view line, struct command *, char **cause);

/* Returns what Tab completes at byte `point` of a line that begins with a slash. */
enum command_arg command_arg_at(struct view line, size_t point);

/*
 * True if a line of the text contains a secret, which must not be kept in a history or shown
 * (/quote PASS, /msg nickserv identify). `to` is the recipient of lines without a slash if that is a
 * user. Sets *at to the offset of the secret in the text.
 */
int	command_secret(struct view to, struct view text, size_t *at);
int	command_is_secret(struct view line);	/* the same, without a recipient */

#endif
