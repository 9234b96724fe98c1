/*
 * app_picker: a chooser of rooms, people and commands.
 */
#ifndef TCHAT_CLIENT_APP_PICKER_H
#define TCHAT_CLIENT_APP_PICKER_H

struct app;

/* Show it. The user's choice shows a room, opens a query, or puts a command in front of the input line. */
void	app_picker_open(struct app *);

#endif
