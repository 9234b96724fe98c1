/*
 * ask_password: a password from the terminal, where nobody sees it, or from a pipe.
 */
#ifndef TCHAT_SERVER_ADMIN_ASK_PASSWORD_H
#define TCHAT_SERVER_ADMIN_ASK_PASSWORD_H

enum { ASKED_MAX = 1024, ASKED_SIZE = ASKED_MAX + 3 };	/* bytes; with its CR LF and NUL */

/* On a terminal it is asked for twice. 0, or -1 and *cause. */
int	ask_password(char line[ASKED_SIZE], char **cause);

#endif
