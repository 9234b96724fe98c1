/*
 * table: joins the tables of all families of slash commands.
 */
#include "client/commands/table.h"

#include <string.h>

static const struct command_row *const families[] = { account_commands,
	attention_commands, ban_commands, history_commands, oper_commands,
	program_commands, room_commands, settings_commands, talk_commands };

enum { NFAMILIES = sizeof(families) / sizeof(families[0]) };

const struct command_row *
command_next(const struct command_row *after)
{
	const struct command_row *next = NULL;

	for (size_t i = 0; i < NFAMILIES; i++)
		for (const struct command_row *r = families[i]; r->name != NULL;
		     r++)
			if ((after == NULL ||
				strcmp(r->name, after->name) > 0) &&
			    (next == NULL || strcmp(r->name, next->name) < 0))
				next = r;
	return next;
}

const struct command_row *
command_find(struct view name)
{
	for (size_t i = 0; i < NFAMILIES; i++)
		for (const struct command_row *r = families[i]; r->name != NULL;
		     r++)
			if (view_equal_nocase(name, view_of(r->name)))
				return r;
	return NULL;
}
