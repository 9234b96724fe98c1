/*
 * editor_actions: the client's actions as named readline functions (tchat-page-up and so on), and the keys they are
 * bound to. The default bindings replace none of emacs mode's except Tab, C-l and Alt-Enter, whose readline functions
 * are useless here, and Alt with a digit. An inputrc can bind them otherwise under `$if tchat`. Part of the editor.
 */
#ifndef TCHAT_CLIENT_INPUT_EDITOR_ACTIONS_H
#define TCHAT_CLIENT_INPUT_EDITOR_ACTIONS_H

#include <stddef.h>

/* In the order of the table in editor_actions.c, which has the keys. */
enum editor_action {
	ACTION_NEXT_ROOM,
	ACTION_PREVIOUS_ROOM,
	ACTION_NEXT_UNREAD,
	ACTION_LAST_ROOM,
	ACTION_ROOM,		/* the room with number arg, 1 to n */
	ACTION_ASK_ROOM,	/* the same, with the digits typed next; done by the editor, which reports ACTION_ROOM */
	ACTION_PICK,		/* open the picker */
	ACTION_PAGE_UP,
	ACTION_PAGE_DOWN,
	ACTION_LINE_UP,
	ACTION_LINE_DOWN,
	ACTION_TOP,
	ACTION_BOTTOM,
	ACTION_FIRST_UNREAD,
	ACTION_MENTIONS,
	ACTION_PREVIOUS_MENTION,
	ACTION_NEXT_MENTION,
	ACTION_TOGGLE_FOLD,	/* the fold number arg on the screen from the bottom */
	ACTION_TOGGLE_SPLIT,
	ACTION_FETCH_GAP,
	ACTION_RETRY,
	ACTION_LINKS,		/* choose a link */
	ACTION_COPY,		/* choose a message to copy */
	ACTION_BARE,		/* open or close the bare view */
	ACTION_REDRAW,
	ACTION_TOGGLE_ROOMS,
	ACTION_TOGGLE_MEMBERS,
	ACTION_HELP,
	ACTION_SUSPEND,
	/* C-c. Reported while the text is still there (arg 1: it was empty); then the editor clears it. Twice on an
	 * empty line: quit. */
	ACTION_INTERRUPT,
	ACTION_END_OF_INPUT,	/* C-d on an empty line */
	ACTION_SUGGEST,		/* suggest other words for a misspelt one */
	ACTION_EDIT,		/* edit the text in the user's text editor */
	ACTION_NEWLINE,		/* a line break; done by the editor, never reported */
	ACTION_COMMAND		/* the command of binding number arg: key_bindings_command */
};

/*
 * Name the functions, and bind their default keys in emacs mode, and in vi mode the keys that cannot be mistaken for
 * ESC and a command. Call it before readline reads the inputrc, so that the inputrc's bindings win. run is called for
 * each action, inside readline. digit_arguments returns 1 if Alt with a digit begins a numeric argument.
 */
void	editor_actions_add(void (*run)(enum editor_action, int arg),
	    int (*digit_arguments)(void));

/*
 * Get the name, the keys now bound ("F6, M-Right") and the help text of row i: of our actions, and of the functions of
 * readline that people use most. Returns 0 past the end. The caller frees *keys.
 */
int	editor_action_info(size_t i, const char **name, char **keys,
	    const char **help);
int	editor_function_info(size_t i, const char **name, char **keys,
	    const char **help);

/* Get the name of key i of the table, and what a terminal sends for it. Returns 0 past the end. */
int	editor_key(size_t i, const char **name, const char **seq);
/* True if a key can be bound in vi mode, where ESC and a letter are two keys. */
int	editor_key_is_for_vi(const char *seq);

#endif
