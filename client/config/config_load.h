/*
 * config_load: the client's settings at its start: the command line and tchat.conf. main owns them.
 */
#ifndef TCHAT_CLIENT_CONFIG_CONFIG_LOAD_H
#define TCHAT_CLIENT_CONFIG_CONFIG_LOAD_H

#include "client/config/config.h"

/*
 * Load the settings into an empty struct. Returns 0, or the exit status (1: the file or a value is wrong, 2: usage)
 * with *cause. Call client_config_clear in any case.
 */
int	client_config_load(struct client_config *, int argc, char **argv,
	    char **cause);
/*
 * The same; if the command line names no server, call `choose` with the settings of tchat.conf. It returns what would
 * be on the command line ("work", "host:port", "host port"), which the caller frees, or NULL.
 */
typedef char *client_choose_fn(const struct client_config *);
int	client_config_load_choosing(struct client_config *, int argc,
	    char **argv, client_choose_fn *choose, char **cause);
void	client_config_clear(struct client_config *);

#endif
