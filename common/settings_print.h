/*
 * settings_print: print --help and a sample settings file from a table.
 */
#ifndef TCHAT_COMMON_SETTINGS_PRINT_H
#define TCHAT_COMMON_SETTINGS_PRINT_H

#include <stdio.h>

#include "common/buf.h"
#include "common/settings.h"

/* Print the options for --help, one aligned row each. The program prints the usage line. */
void	settings_help(const struct setting *, FILE *);

/* The same for those that most people need: with a letter, or with SETTING_COMMON. */
void	settings_help_common(const struct setting *, FILE *);

/* Append the option: "-p, --port PORT". A flag that is on by default is shown as --[no-]NAME. */
void	settings_label(const struct setting *, struct buf *out);

/* Append what is allowed and the default of a row of the table: "1 to 65535; default 5000"; may append nothing. */
void	settings_facts(const struct setting *table, const struct setting *,
	    struct buf *out);

/* Print a sample settings file: every setting with help, range and default, commented out as "#name = value". */
void	settings_sample(const struct setting *, FILE *);

#endif
