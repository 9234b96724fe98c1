/*
 * editor_completion: completes words in the input line. The first Tab inserts what all candidates have in common and
 * shows them; further ones cycle through them. Readline's own completion functions, if an inputrc binds them, use the
 * same candidates. Part of the editor.
 */
#ifndef TCHAT_CLIENT_INPUT_EDITOR_COMPLETION_H
#define TCHAT_CLIENT_INPUT_EDITOR_COMPLETION_H

#include <stddef.h>

#include "common/view.h"

/* Return candidates, as editor_ops.complete does. */
typedef char **editor_candidates_fn(struct view text, size_t start,
    size_t point, const char **append, void *ctx);

/* Return what to say about a candidate, as editor_ops.describe does. */
typedef char *editor_describe_fn(struct view text, size_t start,
    const char *candidate, void *ctx);

/* Call it before rl_initialize. Both may be NULL: there are no candidates, or there is nothing to say. */
void	editor_completion_open(editor_candidates_fn *candidates,
	    editor_describe_fn *describe, void *ctx);
void	editor_completion_close(void);

/* Readline commands. */
int	editor_complete(int count, int key);
int	editor_complete_backward(int count, int key);

/* Return the candidates, and what is to be said about the chosen one, while the line is as completion left it; else "". */
struct view editor_completion_hint(void);
/* Forget the candidates, because the line was replaced. */
void	editor_completion_reset(void);

#endif
