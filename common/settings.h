/*
 * settings: one const table per program, one row a setting; the command line
 * (getopt_long), the configuration file (libconfuse), --help, the sample file
 * and the tests of the man pages all read the same rows.
 *
 * Values live in a plain struct of the program's own; a row says where by
 * offset:
 *
 *	BOOL int; INT, SIZE, SECONDS long long; STRING char * (owned; may be NULL);
 *	ENUM int (an index into choices); LIST struct setting_list;
 *	SECTIONS struct setting_sections, each with a struct of its own table's
 *
 * Ranges and defaults are in the row; defaults are text, parsed like a value.
 * Where min and max are both 0 there is no limit (but none below 0 for SIZE and
 * SECONDS). A LIST's text has commas between its items; a backslash keeps one.
 * --no-NAME takes a flag back that the file may set or that is on by default.
 */
#ifndef TCHAT_COMMON_SETTINGS_H
#define TCHAT_COMMON_SETTINGS_H

#include <stddef.h>
#include <stdio.h>

#include "common/view.h"

enum setting_type {
	SETTING_BOOL,		/* yes, no, true, false, on, off */
	SETTING_INT,
	SETTING_SIZE,		/* bytes: 4096, 64k, 16M, 2G */
	SETTING_SECONDS,	/* 30, 30s, 5m, 2h, 7d */
	SETTING_STRING,
	SETTING_ENUM,
	SETTING_LIST,		/* of strings; the option may be repeated */
	SETTING_SECTIONS	/* "key NAME { ... }", any number; FILE_ONLY, no default */
};

enum {
	SETTING_RELOAD = 1,	/* a reload changes it; otherwise a restart */
	SETTING_CLI_ONLY = 2,	/* not in the file */
	SETTING_FILE_ONLY = 4,	/* not on the command line */
	SETTING_SECRET = 8	/* never printed */
};

struct setting_list {
	char	**v;
	size_t	  n;
};

/* values: the struct of the section's table (see setting.choices). */
struct setting_section {
	char	*title;
	void	*values;
};

struct setting_sections {
	struct setting_section	*v;
	size_t			 n;
};

struct setting {
	const char		*name;		/* file: name; line: --name */
	char			 opt;		/* -o, or 0 */
	enum setting_type	 type;
	size_t			 offset;	/* into the program's struct */
	const char		*def;		/* NULL: nothing */
	long long		 min, max;	/* numbers; STRING, LIST: length */
	const void		*choices;	/* ENUM: const char *const[], NULL-terminated;
						 * SECTIONS: const struct setting[], the table */
	const char		*arg;		/* its name in --help; NULL for a bare flag */
	const char		*help;		/* one sentence, no full stop */
	unsigned		 flags;
};

/* A row with name NULL ends every table. */

void	settings_init(const struct setting *, void *config);	/* the defaults */
void	settings_clear(const struct setting *, void *config);	/* frees values */
/* As settings_init, but src's values; what dst held before is not looked at. */
void	settings_copy(const struct setting *, void *dst, const void *src);

/*
 * Set one value from text. 0, or -1 and *cause (the caller's to free):
 * what was wrong and what would be right.
 */
int	settings_set(const struct setting *, void *config, const char *name,
	    const char *value, char **cause);

/*
 * Read a file over the values. Unknown keys and bad values are errors with
 * file, line and key in *cause, all of them, a line each. 0 or -1; on -1 the
 * values are as before.
 */
int	settings_read(const struct setting *, void *config, const char *file,
	    char **cause);

/*
 * What a check of values against each other finds wrong. key: "lobby", or in a section
 * "operator ada: password", or "operator ada" when something is missing there.
 */
struct setting_report;
void	setting_wrong(struct setting_report *, const char *key,
	    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* As settings_read; what `check` finds is said too, with its line. */
int	settings_read_checked(const struct setting *, void *config,
	    const char *file,
	    void (*check)(const void *config, struct setting_report *),
	    char **cause);

/* Check values that came from elsewhere. 0, or -1 and *cause, a line each. */
int	settings_check(const void *config,
	    void (*check)(const void *config, struct setting_report *),
	    char **cause);

/* A new section with the defaults of its table; its values. */
void	*settings_add_section(const struct setting *, void *config,
	    const char *name, const char *title);

/*
 * Parse a command line over the values; -- ends it, arguments and options may
 * be mixed. Returns the index in argv (permuted) of the first argument that is
 * no option, or -1 and *cause, which names the flag.
 */
int	settings_args(const struct setting *, void *config, int argc, char **argv,
	    char **cause);

/*
 * The differences that matter on a reload: take over from `next` what may
 * change (SETTING_RELOAD) and call `restart` with the name of each that
 * differs but may not.
 */
void	settings_reload(const struct setting *, void *config, const void *next,
	    void (*restart)(const char *name, void *ctx), void *ctx);

/* --help: one aligned row an option. The usage line is the program's. */
void	settings_help(const struct setting *, FILE *);

/*
 * A sample configuration file: every setting with help, range and default.
 * Each stands in a comment, "#name = value", to be taken out of it by whoever
 * wants another.
 */
void	settings_sample(const struct setting *, FILE *);

/*
 * The value as text (the caller's), as settings_set takes it; NULL for a STRING
 * that is NULL, and for a name that is not in the table.
 */
char	*settings_get(const struct setting *, const void *config, const char *name);

#endif
