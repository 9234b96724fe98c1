/*
 * app_terminal: what the client asks the terminal, and what it does with the replies.
 */
#ifndef TCHAT_CLIENT_APP_TERMINAL_H
#define TCHAT_CLIENT_APP_TERMINAL_H

#include "common/view.h"

struct app;

/* Ask the open terminal how it counts columns. The replies come later, if at all. */
void	app_terminal_ask(struct app *);
/* Handle a reply of the terminal: see term_input_ops. */
void	app_terminal_reply(struct app *, struct view bytes);
/* Apply the setting `emoji`: how to show emoji sequences. */
void	app_terminal_set_emoji(struct app *);

/* Look at what the environment says about the terminal. Call it before app_settings_apply. */
void	app_terminal_look(struct app *);
/* Use the theme of the setting, which may depend on the terminal's background. */
void	app_terminal_set_theme(struct app *);
/* Return 0 if there is a theme of that name without mistakes, else -1 with *cause. */
int	app_terminal_check_theme(struct app *, const char *name, char **cause);

#endif
