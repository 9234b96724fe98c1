/*
 * ask_password: read a password from the terminal without echo, or from a pipe.
 */
#ifndef TCHAT_SERVER_ADMIN_ASK_PASSWORD_H
#define TCHAT_SERVER_ADMIN_ASK_PASSWORD_H

/* bytes; with its CR LF and NUL */
enum { ASKED_MAX = 1024, ASKED_SIZE = ASKED_MAX + 3 };

/* Read a password, twice on a terminal. Returns 0, or -1 and *cause. */
int	ask_password(char line[ASKED_SIZE], char **cause);

#endif
