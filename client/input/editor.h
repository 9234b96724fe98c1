/*
 * editor: the input line: GNU readline behind its callback interface, reading only what it is
 * fed and drawing nothing. There is one per program (readline is global).
 *
 * Actions are named readline functions (tchat-scroll-up and so on) with default
 * bindings that collide with none of emacs mode's; rebindable in inputrc under
 * `$if tchat`.
 */
#ifndef TCHAT_CLIENT_INPUT_EDITOR_H
#define TCHAT_CLIENT_INPUT_EDITOR_H

#include <stddef.h>

#include "common/view.h"

/* Rows of the const table in editor_actions.c, in the order of their names there. */
enum editor_action {
	ACTION_NEXT_ROOM,	/* M-<right>, F6 */
	ACTION_PREVIOUS_ROOM,	/* M-<left>, F5 */
	ACTION_NEXT_UNREAD,	/* M-a */
	ACTION_LAST_ROOM,	/* M-` */
	ACTION_ROOM_1,		/* M-1 ... as digit: arg; M-0 is the tenth */
	ACTION_PAGE_UP,		/* PageUp */
	ACTION_PAGE_DOWN,	/* PageDown */
	ACTION_LINE_UP,		/* S-<up>, M-<up> */
	ACTION_LINE_DOWN,	/* S-<down>, M-<down> */
	ACTION_TOP,		/* M-<home> */
	ACTION_BOTTOM,		/* M-<end>, */
	ACTION_REDRAW,		/* C-l */
	ACTION_TOGGLE_ROOMS,	/* F7 */
	ACTION_TOGGLE_MEMBERS,	/* F8 */
	ACTION_HELP,		/* F1 */
	ACTION_SUSPEND,		/* C-z */
	ACTION_INTERRUPT,	/* C-c: clears the line; twice on an empty one: quit */
	ACTION_END_OF_INPUT,	/* C-d on an empty line */
	ACTION_NEWLINE		/* M-Enter: a line break in the text, sent with the rest */
};

/* What may be completed here: called for the word from start to point. */
struct editor_ops {
	/* Enter: the text is the handler's to read, not to keep. The line is empty after. */
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
};

/* inputrc is read here. Call once; screen_open may come before or after. */
void	editor_open(const struct editor_ops *, void *ctx);
void	editor_close(void);

/* Bytes from the keyboard (without pastes and mouse). Returns after all are handled. */
void	editor_keys(struct view);
/* Insert text at the point, as one undo step; never sends by itself. Line
 * breaks stay in the text. */
void	editor_insert(struct view);
/* A lone ESC or prefix waited long enough: let readline time out its key sequence. */
int	editor_pending(void);	/* 1: in the middle of a key sequence */
void	editor_timeout(void);

struct view editor_text(void);		/* valid until the next call */
size_t	editor_point(void);
struct view editor_prompt(void);	/* reverse search, numeric argument, or "" */
struct view editor_hint(void);		/* candidates of the last Tab, or "" */
/* Replace it all (another room's draft). Undo begins anew. */
void	editor_set(struct view text, size_t point);
void	editor_add_history(const char *);

/* For /help keys and the man page test: name, keys now bound to it ("M-Right, F6"), help. Returns 0 past
 * the end. keys is the caller's to free. */
int	editor_action_info(size_t i, const char **name, char **keys,
	    const char **help);

#endif
