/*
 * json_command: a line of the input with --json: one object, which is a command. tchat-json(5) describes them. No side
 * effects: text in, a command out.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_JSON_COMMAND_H
#define TCHAT_CLIENT_LINE_MODE_JSON_COMMAND_H

#include <jansson.h>

#include "common/view.h"

enum json_verb {
	JSON_SAY,
	JSON_ACTION,
	JSON_NOTICE,
	JSON_JOIN,
	JSON_PART,
	JSON_NICK,
	JSON_TOPIC,
	JSON_REDACT,
	JSON_HISTORY,
	JSON_SEARCH,
	JSON_COMMAND,
	JSON_QUIT
};

struct json_command {
	enum json_verb	 verb;
	json_t		*id;		/* a string or a number; NULL: none */
	long long	 limit;		/* 0: not given */
	/* Empty: not given; has_text tells an empty text from none. */
	struct view	 to, room, nick, key, msgid, before, text;
	int		 has_text;
	json_t		*object;	/* owns everything */
};

/*
 * Parse a line. Returns 0, or -1 and *cause. Sets the id also if something else is wrong. The caller clears the
 * command in both cases.
 */
int	json_command_parse(struct json_command *, struct view line, char **cause);
void	json_command_clear(struct json_command *);

#endif
