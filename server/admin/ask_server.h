/*
 * ask_server: a command for the server that runs on the data folder, or for its data when none
 * runs (server/admin).
 */
#ifndef TCHAT_SERVER_ADMIN_ASK_SERVER_H
#define TCHAT_SERVER_ADMIN_ASK_SERVER_H

#include <stddef.h>

struct tool_options;

/* What it says is printed. 0, or -1 and *cause. */
int	ask_server(const struct tool_options *, const char *const *words,
	    size_t n, char **cause);

/*
 * The words that stand behind the tool's name, those from number `text` on (from 0) as one, a text.
 */
int	ask_server_words(const struct tool_options *, size_t text,
	    char **cause);

/* The commands of that kind ("account"), a line each, on stdout. */
void	ask_server_usage(const char *what);

#endif
