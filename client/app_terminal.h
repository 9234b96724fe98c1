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

#endif
