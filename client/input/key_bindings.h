/*
 * key_bindings: the bindings of the setting bind: "KEY ACTION", where KEY is written as in /help keys ("F6", "M-x",
 * "C-x r"), and ACTION is the name of an action (tchat-page-up), of a function of readline (kill-word), or a command
 * with its slash. They override the inputrc. Part of the editor.
 */
#ifndef TCHAT_CLIENT_INPUT_KEY_BINDINGS_H
#define TCHAT_CLIENT_INPUT_KEY_BINDINGS_H

#include <stddef.h>

#include "common/buf.h"
#include "common/string_list.h"
#include "common/view.h"

/* Check one binding. Returns 0, or -1 with *cause. The editor must be open. */
int	key_binding_check(const char *item, char **cause);

/* Return the key of a binding, and its action. */
struct view key_binding_key(const char *item);
const char *key_binding_action(const char *item);

/*
 * Bind these instead of those of the last call; copies the list. Calls `wrong` for each that is not valid. A command is
 * reported by its index in the list, inside readline.
 */
void	key_bindings_use(const struct string_list *, void (*run)(size_t i),
	    void (*wrong)(const char *cause, void *ctx), void *ctx);
/* Return the command of a binding that was reported, with its slash; NULL if there is none. */
const char *key_bindings_command(size_t i);
/* Bind them again, after readline has read the inputrc. */
void	key_bindings_renew(void);

#endif
