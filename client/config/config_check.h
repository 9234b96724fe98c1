/*
 * config_check: checks values of settings, and completes the settings of a network.
 */
#ifndef TCHAT_CLIENT_CONFIG_CONFIG_CHECK_H
#define TCHAT_CLIENT_CONFIG_CONFIG_CHECK_H

#include "client/config/config.h"
#include "common/settings_report.h"

/* Check the values of a file, which are those of client_config_settings. A settings_check_fn. */
void	client_config_check_file(const void *config, struct settings_report *);

/* Check one value. Returns 0, or -1 with *cause. */
int	client_config_check_value(const struct setting *, const void *values,
	    char **cause);

/*
 * Check the values of a network, and set what follows from them: names of rooms with their #, the nick if none is given,
 * the password unless it is there. Returns 0, or -1 with *cause.
 */
int	client_config_complete(struct client_config *, char **cause);

/* Free what client_config_complete sets beside the settings. */
void	client_config_clear_completed(struct client_config *);

/* Return the path of a file in the folder of tchat.conf, or NULL if the user has no home. */
char	*client_config_path(const char *name);

/* True if the text may be the name of a `server` section. */
int	client_server_name_valid(struct view);

#endif
