/*
 * server_rig: one real server for each test of an e2e program, as setup and teardown functions for cmocka.
 */
#ifndef TCHAT_SUPPORT_SERVER_RIG_H
#define TCHAT_SUPPORT_SERVER_RIG_H

#include "tests/support/e2e.h"

extern struct e2e_server server;

/* Start a server with default settings. */
int	server_setup(void **state);
/* Start none: the test does, with e2e_server_start. */
int	server_setup_later(void **state);
/* Stop the server and remove its files. */
int	server_teardown(void **state);

/* Kill the server (SIGKILL) and start it again with the same data and port. */
void	server_kill_and_restart(const char *const *more);

enum { SERVER_WORDS_MAX = 8 };

/*
 * Run `tchat-server COMMAND -D DIR words...` on the data of the server, with this standard input (NULL: none). Fail
 * the test if it ends with another status. words ends with NULL, or is NULL. The caller frees the process; its output
 * has been read.
 */
struct proc *server_command(const char *command, int status, const char *input, const char *const *words);
/* Create an account with the password "secret pass". */
void	server_add_account(const char *name);

#endif
