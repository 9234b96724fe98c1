/*
 * editor_history: the keys Up and Down, and readline's list of entered lines. In a text of several lines, the keys move
 * from line to line; at the first and the last line they go through the history. If something was typed, they find the
 * lines that begin like it. Part of the editor.
 */
#ifndef TCHAT_CLIENT_INPUT_EDITOR_HISTORY_H
#define TCHAT_CLIENT_INPUT_EDITOR_HISTORY_H

#include <stddef.h>

/* Readline commands. */
int	editor_up(int count, int key);
int	editor_down(int count, int key);

/* Append a line, unless it is blank; an equal older one is dropped. */
void	editor_history_append(const char *);
/* Replace all lines. Call it only while the new line is edited, not an old one. */
void	editor_history_load(char *const *lines, size_t n);
void	editor_history_close(void);

#endif
