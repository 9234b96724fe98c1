/*
 * editor_tab: completion in the input line. The first Tab puts in what all candidates
 * have in common and shows them; further ones go through them. Readline's own completion
 * functions, if an inputrc binds them, take the same candidates. Part of the editor.
 */
#ifndef TCHAT_CLIENT_INPUT_EDITOR_TAB_H
#define TCHAT_CLIENT_INPUT_EDITOR_TAB_H

#include "client/input/editor.h"

/* Before readline is initialised. ops stay the caller's. */
void	editor_tab_open(const struct editor_ops *, void *ctx);
void	editor_tab_close(void);

/* Readline commands. */
int	editor_tab_complete(int count, int key);
int	editor_tab_complete_backward(int count, int key);

/* The candidates, as long as the line is as completion left it; else "". */
struct view editor_tab_hint(void);
/* The line is another one now. */
void	editor_tab_forget(void);

#endif
