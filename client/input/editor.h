/*
 * editor: the input line: GNU readline behind its callback interface, reading only what it is
 * fed and drawing nothing. There is one per program (readline is global).
 *
 * Actions are named readline functions (tchat-scroll-up and so on) with default
 * bindings that collide with none of emacs mode's (but for Tab, C-l and Alt-Enter, whose
 * readline functions have no use here); rebindable in inputrc under `$if tchat`.
 *
 * Lines and actions are handed over outside of readline: any function here may be
 * called from a callback.
 */
#ifndef TCHAT_CLIENT_INPUT_EDITOR_H
#define TCHAT_CLIENT_INPUT_EDITOR_H

#include <stddef.h>

#include "common/view.h"

/* Rows of the const table in editor_actions.c, in the order of their names there. */
enum editor_action {
	ACTION_NEXT_ROOM,	/* M-Right, F6 */
	ACTION_PREVIOUS_ROOM,	/* M-Left, F5 */
	ACTION_NEXT_UNREAD,	/* M-a */
	ACTION_LAST_ROOM,	/* M-` */
	ACTION_ROOM_1,		/* C-x 1 ... C-x 0 (the tenth), or M-3 M-j; arg: 1 to n */
	ACTION_PAGE_UP,		/* PageUp */
	ACTION_PAGE_DOWN,	/* PageDown */
	ACTION_LINE_UP,		/* S-Up, M-Up */
	ACTION_LINE_DOWN,	/* S-Down, M-Down */
	ACTION_TOP,		/* M-Home */
	ACTION_BOTTOM,		/* M-End */
	ACTION_FIRST_UNREAD,	/* M-m */
	ACTION_FETCH_GAP,	/* M-g */
	ACTION_RETRY,		/* M-s */
	ACTION_REDRAW,		/* C-l */
	ACTION_TOGGLE_ROOMS,	/* F7 */
	ACTION_TOGGLE_MEMBERS,	/* F8 */
	ACTION_HELP,		/* F1 */
	ACTION_SUSPEND,		/* C-z */
	/* C-c. The text is still there when it is told (arg 1: it was empty); the
	 * editor clears it afterwards. Twice on an empty one: quit. */
	ACTION_INTERRUPT,
	ACTION_END_OF_INPUT,	/* C-d on an empty line */
	ACTION_NEWLINE		/* M-Enter: a line break; done by the editor, never told */
};

/* What may be completed here: called for the word from start to point. */
struct editor_ops {
	/* Enter: the text is the handler's to read, not to keep. The line is empty by
	 * then and the text is in the history; editor_set may put it back. */
	void	(*line)(struct view text, void *ctx);
	void	(*action)(enum editor_action, int arg, void *ctx);
	/*
	 * Candidates for the word text[start, point): a malloced NULL-terminated array of
	 * malloced strings, best first; NULL: none. append is set to what follows a sole one (" ", ": ").
	 */
	char	**(*complete)(struct view text, size_t start, size_t point,
		    const char **append, void *ctx);
	/* Text, point, prompt or hint may have changed. */
	void	(*changed)(void *ctx);
	/* True if the line contains a secret, so that no history may keep it. NULL: no line does. */
	int	(*secret)(struct view line, void *ctx);
};

/* inputrc is read here. Call once; screen_open may come before or after. */
void	editor_open(const struct editor_ops *, void *ctx);
void	editor_close(void);

/* Bytes from the keyboard (without pastes and mouse). Returns after all are handled. */
void	editor_keys(struct view);
/* Insert text at the point, as one undo step; never sends by itself. Line
 * breaks stay in the text. */
void	editor_insert(struct view);
/*
 * An ESC whose meaning depends on what follows (vi mode, search) is held back: 1 while it
 * is. When nothing has come for TERM_ESC_MS, editor_timeout lets it be a key.
 */
int	editor_pending(void);
void	editor_timeout(void);

struct view editor_text(void);		/* valid until the next call */
size_t	editor_point(void);
struct view editor_prompt(void);	/* reverse search, numeric argument, or "" */
struct view editor_hint(void);		/* candidates of the last Tab, or "" */
/* Replace it all (another room's draft). Undo begins anew. */
void	editor_set(struct view text, size_t point);
/*
 * Keep the undo steps of the text as it is now under a key, before editor_set; and bring them back
 * after it, if the text is the same again. Of a line that held a password nothing is kept. The key is
 * only compared. Steps that were not brought back
 * are freed by editor_drop_undo, and the oldest when there are many.
 */
void	editor_keep_undo(const void *key);
void	editor_restore_undo(const void *key);
void	editor_drop_undo(const void *key);
/* What was entered is added by the editor itself: not twice in a row, no secrets. */
void	editor_add_history(const char *);

/* For /help keys and the man page test: name, keys now bound to it ("F6, M-Right"), help. Returns 0 past
 * the end. keys is the caller's to free. */
int	editor_action_info(size_t i, const char **name, char **keys,
	    const char **help);

#endif
