/*
 * settings_report: collect the mistakes found in settings, each with its line, and report them all at once.
 */
#ifndef TCHAT_COMMON_SETTINGS_REPORT_H
#define TCHAT_COMMON_SETTINGS_REPORT_H

#include <stddef.h>

struct settings_mistake {
	int	 line;	/* 0: unknown */
	char	*key;	/* NULL if it is not about one key */
	char	*text;
};

struct settings_key {
	char	*key;
	int	 line;
};

struct settings_report {
	const char		*file;	/* NULL: the values do not come from a file */
	struct settings_mistake	*mistakes;
	size_t			 nmistakes;
	struct settings_key	*keys;	/* where each key has its value */
	size_t			 nkeys;
};

/* A check of values against each other: it reports what is wrong with settings_report_mistake. */
typedef void settings_check_fn(const void *config, struct settings_report *);

/*
 * Report a mistake found by a check. key is "lobby", or in a section "operator ada: password", or "operator ada" if
 * something is missing there. Only the first mistake of a key or a line counts.
 */
void	settings_report_mistake(struct settings_report *, const char *key,
	    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Check values that do not come from a file. Returns 0, or -1 and *cause, one mistake per line. */
int	settings_check(const void *config, settings_check_fn *, char **cause);

/* For settings_file. Record the line of a key's value; the last call counts. */
void	settings_report_line(struct settings_report *, const char *key,
	    int line);

/* For settings_file. Report a mistake on this line; escapes the key, but not the text. */
void	settings_report_add(struct settings_report *, int line,
	    const char *key, const char *text);

/* For settings_file. Drop the mistakes of a key on this line: the next one explains them. */
void	settings_report_drop(struct settings_report *, int line,
	    const char *key);

/*
 * For settings_file. Free the report. Returns 0 if there are no mistakes, or -1 with all of them in *cause, ordered
 * by line: "FILE:LINE: KEY: text".
 */
int	settings_report_end(struct settings_report *, char **cause);

#endif
