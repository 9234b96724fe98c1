/*
 * app_actions: carries out the editor's actions (client/input/editor.h) on the full screen.
 */
#ifndef TCHAT_CLIENT_APP_ACTIONS_H
#define TCHAT_CLIENT_APP_ACTIONS_H

#include "client/input/editor.h"

/* See editor_ops. */
void	app_action(enum editor_action, int arg, void *app);

#endif
