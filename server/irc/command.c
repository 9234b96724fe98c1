/*
 * command: an index of all families, sorted by name when it is first needed.
 */
#include "server/irc/command.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { COMMANDS_MAX = 128, NAME_SIZE = 16 };

#define FAMILY(name) irc_##name##_commands,
static const struct irc_command *const families[] = { IRC_COMMAND_FAMILIES(
    FAMILY) };
#undef FAMILY

static const struct irc_command *commands[COMMANDS_MAX];
static size_t ncommands;

static int
compare_rows(const void *a, const void *b)
{
	const struct irc_command *const *first = a, *const *second = b;

	return strcmp((*first)->name, (*second)->name);
}

static void
build_index(void)
{
	const struct irc_command *row;
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		for (row = families[i]; row->name != NULL; row++) {
			assert(ncommands < COMMANDS_MAX);
			commands[ncommands++] = row;
		}
	qsort(commands, ncommands, sizeof(commands[0]), compare_rows);
}

static int
compare_name(const void *name, const void *row)
{
	return strcmp(name, (*(const struct irc_command *const *)row)->name);
}

const struct irc_command *
irc_command_find(struct view name)
{
	const struct irc_command *const *found;
	char upper[NAME_SIZE];
	size_t i;

	if (ncommands == 0)
		build_index();
	if (name.len >= sizeof(upper))
		return NULL;
	for (i = 0; i < name.len; i++)
		upper[i] = (char)toupper((unsigned char)name.p[i]);
	upper[i] = '\0';
	found = bsearch(
	    upper, commands, ncommands, sizeof(commands[0]), compare_name);
	return found == NULL ? NULL : *found;
}

const struct irc_command *
irc_command_at(size_t i)
{
	if (ncommands == 0)
		build_index();
	return i < ncommands ? commands[i] : NULL;
}
