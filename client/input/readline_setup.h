/*
 * readline_setup: configures GNU readline for the editor: its variables, streams and history, and workarounds for
 * defects of readline 8.2's callback interface. Switches off what readline would do to a terminal by itself, even if
 * an inputrc asks for it. Part of the editor.
 */
#ifndef TCHAT_CLIENT_INPUT_READLINE_SETUP_H
#define TCHAT_CLIENT_INPUT_READLINE_SETUP_H

#include "common/view.h"

/*
 * Make readline skip an inputrc that is not a regular file: opening a FIFO would block forever. Call it before
 * editor_open. Returns 0, or -1 with *cause if the file is skipped.
 */
int	readline_check_inputrc(char **cause);

/* Set streams, signals, locale and history. Call it before rl_initialize. */
void	readline_setup_open(void);
void	readline_setup_close(void);

/*
 * Apply the settings that an inputrc must not change, and wrap unsafe functions in all keymaps. Call it after an
 * inputrc was read. run_macro is called, inside readline, with the keys of each keyboard macro that starts.
 */
void	readline_setup_apply(void (*run_macro)(struct view keys));

/* Repair the cursor position and the undo list. Call it after each key that readline has read. */
void	readline_repair(void);

#endif
