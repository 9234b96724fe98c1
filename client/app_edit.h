/*
 * app_edit: edits the input line in the user's text editor. Meanwhile the editor has the terminal and the keyboard;
 * the connections go on, but nothing is drawn.
 */
#ifndef TCHAT_CLIENT_APP_EDIT_H
#define TCHAT_CLIENT_APP_EDIT_H

struct app;

void	app_edit_start(struct app *);
int	app_edit_is_running(const struct app *);
/* End the editor if it runs: the program ends. */
void	app_edit_stop(struct app *);

#endif
