/*
 * settings_report: what was found wrong with settings, and on which line each key
 * had its value. Only settings*.c see into it.
 */
#ifndef TCHAT_COMMON_SETTINGS_REPORT_H
#define TCHAT_COMMON_SETTINGS_REPORT_H

#include <stddef.h>

#include "common/settings_problems.h"

struct key_line {
	char	*key;
	int	 line;
};

struct setting_report {
	struct problems	 problems;
	struct key_line	*lines;
	size_t		 nlines;
};

/* The key has its value on that line; the last one counts. */
void	report_line(struct setting_report *, const char *key, int line);

/* 0 if nothing was wrong, or -1 and all of it in *cause; frees the report. */
int	report_end(struct setting_report *, char **cause);

#endif
