/*
 * editor_setup: readline made harmless: what it would do by itself to a terminal is off, also
 * when an inputrc says otherwise. Part of the editor.
 */
#ifndef TCHAT_CLIENT_INPUT_EDITOR_SETUP_H
#define TCHAT_CLIENT_INPUT_EDITOR_SETUP_H

/*
 * Have readline skip an inputrc that is not a regular file: opening a FIFO would wait for ever. Call it before
 * editor_open. Returns 0, or -1 and *cause when it is skipped.
 */
int	editor_setup_inputrc(char **cause);

/* Before readline is initialised: streams, signals, terminal, locale, history. */
void	editor_setup_open(void);
void	editor_setup_close(void);
/* After an inputrc was read. */
void	editor_setup_force(void);

/* At the end of the history; no blank line, and none twice in a row. */
void	editor_setup_add_history(const char *);

#endif
