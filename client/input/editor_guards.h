/*
 * editor_guards: ways in which readline 8.2 is not safe behind its callback interface, or
 * tells things late, closed off. Part of the editor.
 *
 * Keyboard macros, those of an inputrc and the one recorded, run through the
 * editor's queue: readline would run them inside one call, and jump into a function that
 * has returned when one of their commands gives up. Searches that are no i-searches
 * begin where they cannot mix up undo lists.
 */
#ifndef TCHAT_CLIENT_INPUT_EDITOR_GUARDS_H
#define TCHAT_CLIENT_INPUT_EDITOR_GUARDS_H

#include "common/view.h"

/*
 * Look through all keymaps; again after an inputrc was read. run is called with the keys of
 * each macro that is called, inside readline.
 */
void	editor_guards_set(void (*run)(struct view keys));

/* After each key that readline has read. */
void	editor_guards_after_key(void);

#endif
