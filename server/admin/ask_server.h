/*
 * ask_server: run an admin command on the server of the data folder, or on its data if no server runs.
 */
#ifndef TCHAT_SERVER_ADMIN_ASK_SERVER_H
#define TCHAT_SERVER_ADMIN_ASK_SERVER_H

#include <stddef.h>

struct subcommand_options;

/* Run a command and print its output. Returns 0, or -1 and *cause. */
int	ask_server(const struct subcommand_options *, const char *const *words,
    size_t n, char **cause);

/*
 * Run the arguments of the subcommand as a command. The words from number `text` on (from 0) are joined to one.
 */
int	ask_server_words(
    const struct subcommand_options *, size_t text, char **cause);

/* Print the commands of that kind ("account") on stdout. */
void	ask_server_usage(const char *what);

#endif
