/*
 * editor_actions: the client's actions as named readline functions, and the keys they are
 * bound to. Part of the editor.
 */
#ifndef TCHAT_CLIENT_INPUT_EDITOR_ACTIONS_H
#define TCHAT_CLIENT_INPUT_EDITOR_ACTIONS_H

#include "client/input/editor.h"

/*
 * Name the functions and bind their default keys, in emacs mode and, as far as a key
 * cannot be mistaken for ESC and a command, in vi mode. To be called before readline
 * reads the inputrc, whose bindings then win. run is called for each action, inside
 * readline.
 */
void	editor_actions_add(void (*run)(enum editor_action, int arg));

#endif
