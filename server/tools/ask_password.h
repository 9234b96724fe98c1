/*
 * ask_password: a password from the terminal, where nobody sees it, or from a pipe.
 */
#ifndef TCHAT_SERVER_TOOLS_ASK_PASSWORD_H
#define TCHAT_SERVER_TOOLS_ASK_PASSWORD_H

#include "server/password.h"

enum { ASKED_SIZE = PASSWORD_MAX + 3 };	/* with its CR LF and NUL */

/* On a terminal it is asked for twice. 0, or -1 and *cause. */
int	ask_password(char line[ASKED_SIZE], char **cause);

#endif
