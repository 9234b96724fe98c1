/*
 * commands: what begins with a slash. One table; parsing is pure: text in, a command and its
 * arguments out. app carries them out.
 */
#ifndef TCHAT_CLIENT_INPUT_COMMANDS_H
#define TCHAT_CLIENT_INPUT_COMMANDS_H

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

enum command_arg {	/* what completes there */
	ARG_NONE, ARG_ROOM, ARG_NICK, ARG_TARGET, ARG_COMMAND, ARG_TEXT
};

struct command_entry {
	const char	*name;		/* without the slash; sorted */
	enum command_id	 id;
	int		 min, max;	/* arguments; the last takes the rest of the line */
	enum command_arg args[3];
	const char	*usage;		/* "ROOM [KEY]" */
	const char	*help;
	int		 room;		/* "[ROOM]" may stand before the arguments */
	int		 offline;	/* works without a connection */
	int		 lines;		/* the text may have several lines */
};

struct command {
	const struct command_entry *entry;	/* NULL: COMMAND_SAY */
	enum command_id	 id;
	struct view	 room;		/* the room named first; empty: the one looked at */
	struct view	 args[4];	/* without that room */
	int		 nargs;
	struct view	 text;		/* COMMAND_SAY */
	size_t		 break_at;	/* refused for the line break there; 0: no such break */
};

/* All of them, sorted; aliases too (/j, /q: query, /leave). */
const struct command_entry *commands_all(size_t *n);

/* By name; a unique beginning of a name is not enough. NULL: unknown. */
const struct command_entry *command_find(struct view name);

/*
 * Parse a line. Space and characters that a user does not see may stand before the slash
 * (text_skip_invisible), so that no password is said by mistake. Returns 0, or -1 and *cause for an
 * unknown command (*cause names the nearest known one), wrong arguments (*cause is the usage), and
 * several lines for a command that takes one.
 */
int	command_parse(struct view line, struct command *, char **cause);

/* What completes at byte `point` of a line that begins with a slash. */
enum command_arg command_arg_at(struct view line, size_t point);

/*
 * Does a line of the text hold a secret, which no history may keep and no screen show (/quote PASS,
 * /msg nickserv identify)? `to` is the receiver of lines without a slash, if it is one person.
 * Sets *at to where in the text the secret begins.
 */
int	command_secret(struct view to, struct view text, size_t *at);
int	command_is_secret(struct view line);	/* the same, said to nobody */
/* The same for a text that is said to someone. */
int	command_says_secret(struct view to, struct view text, size_t *at);
/* The same for a line of the protocol. */
int	command_protocol_secret(struct view line, size_t *at);

#endif
