/*
 * alias: commands that the user has made (the setting alias): "NAME COMMAND", where $1 ... $9 are the words after the
 * name, $2- all from the second on, $* all, and $$ a dollar sign. Without any of these, the words are appended.
 *
 * There is one table of aliases for the whole program, as there is one of commands.
 */
#ifndef TCHAT_CLIENT_COMMANDS_ALIAS_H
#define TCHAT_CLIENT_COMMANDS_ALIAS_H

#include "common/buf.h"
#include "common/string_list.h"
#include "common/view.h"

/* Use this list, which must stay valid. NULL: there are no aliases. */
void	alias_use(const struct string_list *);

/* Return the command of an alias, or NULL. The name is compared without regard to case. */
const char *alias_find(struct view name);
/* Return the name of alias i, or an empty view past the last one. */
struct view alias_name(size_t i);
/* Return the index of an alias in the list, or -1. */
int	alias_index(const struct string_list *, struct view name);

/*
 * If the line begins with the name of an alias, behind a slash, append the line that it means to *out. An alias may use
 * others, but each one once. Returns 1, or 0 if it does not begin with an alias.
 */
int	alias_expand(struct view line, struct buf *out);

#endif
