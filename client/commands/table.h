/*
 * table: all slash commands. Each family has its rows and functions in the file named after its
 * table; table.c joins them.
 */
#ifndef TCHAT_CLIENT_COMMANDS_TABLE_H
#define TCHAT_CLIENT_COMMANDS_TABLE_H

#include "client/commands/command.h"

/* Each table ends with an empty row. */
extern const struct command_row account_commands[], attention_commands[],
	    ban_commands[], history_commands[], oper_commands[],
	    program_commands[], room_commands[], settings_commands[],
	    talk_commands[];

/* Returns the next command in the order of the names, with aliases (/j, /q, /leave). NULL: the first one; after the last: NULL. */
const struct command_row *command_next(const struct command_row *);

/* Find a command by its whole name, in any case. Returns NULL if it is unknown. */
const struct command_row *command_find(struct view name);

#endif
