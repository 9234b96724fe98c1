/*
 * settings_args: parse a command line into the values of a table.
 */
#ifndef TCHAT_COMMON_SETTINGS_ARGS_H
#define TCHAT_COMMON_SETTINGS_ARGS_H

#include "common/settings.h"

/*
 * Parse a command line over the values. -- ends the options; arguments and options may be mixed. --no-NAME switches
 * off a flag that the file sets or that is on by default. Returns the index in argv (permuted) of the first argument
 * that is not an option, or -1 and *cause, which names the option.
 */
int	settings_args(const struct setting *, void *config, int argc,
	    char **argv, char **cause);
/* The same; also add the names of the settings that were set to *given, in the order of the table. */
int	settings_args_given(const struct setting *, void *config, int argc,
	    char **argv, struct string_list *given, char **cause);

#endif
