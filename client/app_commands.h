/*
 * app_commands: runs typed lines on the full screen.
 */
#ifndef TCHAT_CLIENT_APP_COMMANDS_H
#define TCHAT_CLIENT_APP_COMMANDS_H

#include <stddef.h>

#include "common/view.h"

struct app;
struct app_network;

void	app_commands_init(struct app_network *);
/* Run a line of input. Returns 1 if it must stay in the input line, with the cursor at *point. */
int	app_enter(struct app *, struct view line, size_t *point);
/* The same, but send each line of a message as a message of its own. */
int	app_enter_lines(struct app *, struct view line);
/* Run a command for a key that does the same. */
void	app_run_command(struct app *, struct view line);

#endif
