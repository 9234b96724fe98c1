/*
 * editor: the input line, by GNU readline's callback interface. Readline reads only what it is fed, draws nothing and
 * never waits. There is one editor per program, because readline is global.
 *
 * Lines and actions are reported outside of readline, so a callback may call any function here.
 */
#ifndef TCHAT_CLIENT_INPUT_EDITOR_H
#define TCHAT_CLIENT_INPUT_EDITOR_H

#include <stddef.h>

#include "client/input/editor_actions.h"
#include "common/string_list.h"
#include "common/view.h"

struct editor_ops {
	/* The user pressed Enter. The text is only valid during the call. The line is already empty and the text in
	 * the history; editor_set may put it back. */
	void	(*line)(struct view text, void *ctx);
	void	(*action)(enum editor_action, int arg, void *ctx);
	/*
	 * Return candidates for the word text[start, point), best first: a malloced NULL-terminated array of malloced
	 * strings, or NULL for none. Set *append to what follows a single candidate (" ", ": "). May be NULL.
	 */
	char	**(*complete)(struct view text, size_t start, size_t point,
		    const char **append, void *ctx);
	/* Text, point, prompt or hint may have changed. May be NULL. */
	void	(*changed)(void *ctx);
	/* Return 1 if the line contains a secret, which undo must not bring back. */
	int	(*secret)(struct view line, void *ctx);
	/* Return 1 if Alt with a digit begins a numeric argument, instead of going to a room. NULL: it does not. */
	int	(*digit_arguments)(void *ctx);
	/* Return 1 if the history must not keep the line. NULL: it keeps all but secrets. */
	int	(*private)(struct view line, void *ctx);
	/*
	 * Return what to say about a candidate for the word at `start`, which the editor frees, or NULL. May be NULL.
	 */
	char	*(*describe)(struct view text, size_t start, const char *candidate,
		    void *ctx);
};

/* Open the editor and read the inputrc. Call once; screen_open may come before or after. */
void	editor_open(const struct editor_ops *, void *ctx);
void	editor_close(void);

/* Use the bindings of the setting bind: see key_bindings_use. Their commands are reported as ACTION_COMMAND. */
void	editor_bind(const struct string_list *,
	    void (*wrong)(const char *cause, void *ctx), void *ctx);

/* Handle bytes from the keyboard (without pastes and mouse). */
void	editor_keys(struct view);
/* Insert text at the point, as one undo step. Line breaks stay in the text, so this never sends. */
void	editor_insert(struct view);
/* The same at the beginning of the line; the point stays before the text that was there. */
void	editor_insert_before(struct view);
/* Enter the text, as the key Enter does by default. */
void	editor_enter(void);
/*
 * Return 1 if an ESC is held back because its meaning depends on what follows (vi mode, search). If nothing arrives
 * for TERM_ESC_MS, call editor_timeout: it makes the ESC a key.
 */
int	editor_pending(void);
void	editor_timeout(void);

struct view editor_text(void);		/* valid until the next call */
size_t	editor_point(void);
struct view editor_prompt(void);	/* reverse search, numeric argument, number of a room, or "" */
struct view editor_hint(void);		/* candidates of the last Tab, or "" */
/* Replace the text, for example by another room's draft. Its undo history starts empty. */
void	editor_set(struct view text, size_t point);
/* The same, but as one undo step of the present text. */
void	editor_replace(struct view text, size_t point);
/*
 * Save the undo steps of the current text under a key, before editor_set; restore them after it, if the text is the
 * same again. Steps of a line that held a secret are not saved. The key is only compared. Saved steps that are not
 * restored are freed by editor_drop_undo, and the oldest ones when there are many.
 */
void	editor_save_undo(const void *key);
void	editor_restore_undo(const void *key);
void	editor_drop_undo(const void *key);
/*
 * Append to the input history, unless the line is private; an equal older one is dropped. Entered lines are appended by
 * the editor itself.
 */
void	editor_add_history(const char *);
/* Replace the input history, for example by another room's. The text stays; a search ends. */
void	editor_load_history(char *const *lines, size_t n);
/* True while a command such as a search waits for more keys. */
int	editor_is_busy(void);

#endif
