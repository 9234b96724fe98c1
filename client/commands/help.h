/*
 * help: the pages of /help, made from the tables of commands, keys and settings, and from texts about topics
 * (help_topics.h).
 */
#ifndef TCHAT_CLIENT_COMMANDS_HELP_H
#define TCHAT_CLIENT_COMMANDS_HELP_H

#include "common/view.h"

struct command_context;
struct pager;

/*
 * Return a page, which the caller owns, or NULL if there is none about that. Empty: the first page. Else the name of a
 * topic, of a command (with the slash or without), of a setting, of a key ("F6") or of its action ("tchat-help").
 */
struct pager *help_page(struct command_context *, struct view about);

/* Return a sentence with the names that the user may have meant, which the caller frees. */
char	*help_suggest(struct command_context *, struct view about);

/* Call `offer` for each name that has a page, in the order of the kinds, for Tab. */
void	help_names(void (*offer)(const char *name, void *ctx), void *ctx);

#endif
