/*
 * settings_print: print --help and a sample settings file from a table.
 */
#ifndef TCHAT_COMMON_SETTINGS_PRINT_H
#define TCHAT_COMMON_SETTINGS_PRINT_H

#include <stdio.h>

#include "common/settings.h"

/* Print the options for --help, one aligned row each. The program prints the usage line. */
void	settings_help(const struct setting *, FILE *);

/* Print a sample settings file: every setting with help, range and default, commented out as "#name = value". */
void	settings_sample(const struct setting *, FILE *);

#endif
