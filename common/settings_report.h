/*
 * settings_report: the mistakes found in settings, and the line on which each key has its value. Only settings*.c
 * look inside.
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

/* Record the line of a key's value; the last call counts. */
void	report_line(struct setting_report *, const char *key, int line);

/* Free the report. Returns 0 if there are no mistakes, or -1 with all of them in *cause. */
int	report_end(struct setting_report *, char **cause);

#endif
