/*
 * app_input: the way of the keyboard: from bytes to keys, pastes and mouse reports, and from there to
 * the editor, the password prompt and the search results. Carries out the editor's actions
 * (client/input/editor.h). The keyboard goes before the network.
 */
#ifndef TCHAT_CLIENT_APP_INPUT_H
#define TCHAT_CLIENT_APP_INPUT_H

struct app;

void	app_input_prepare(struct app *);	/* set up the keyboard; do not read it yet */
void	app_input_open(struct app *);		/* start to read it */
void	app_input_close(struct app *);
/* Bind the keys of the setting bind. */
void	app_input_bind(struct app *);
/* Return 0 if a key waits, so that no more is read from the server now. See connection_ops. */
int	app_may_read(void *net);

#endif
