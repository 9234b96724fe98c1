/*
 * settings: one const table per program, one row per setting. The command line
 * (getopt_long), the configuration file (libconfuse), --help, the sample file and the
 * tests of the man pages all read the same rows.
 *
 * Values live in a plain struct of the program; each row has the offset of its field:
 *
 * 	BOOL int; INT, SIZE, SECONDS long long; STRING char * (owned; may be NULL);
 * 	ENUM int (an index into choices); LIST struct string_list;
 * 	SECTIONS struct setting_sections, each with its own table's struct
 *
 * Each row has the range and the default; defaults are text, parsed like a value. If min
 * and max are both 0 there is no limit (but SIZE and SECONDS are never negative). A LIST's
 * text has commas between its items; a backslash keeps a comma. --no-NAME switches off a
 * flag that the file sets or that is on by default.
 */
#ifndef TCHAT_COMMON_SETTINGS_H
#define TCHAT_COMMON_SETTINGS_H

#include <stddef.h>
#include <stdio.h>

#include "common/string_list.h"

enum setting_type {
	SETTING_BOOL, /* yes, no, true, false, on, off */
	SETTING_INT,
	SETTING_SIZE,	 /* bytes: 4096, 64k, 16M, 2G */
	SETTING_SECONDS, /* 30, 30s, 5m, 2h, 7d */
	SETTING_STRING,
	SETTING_ENUM,
	SETTING_LIST, /* of strings; the option can be repeated */
	SETTING_SECTIONS /* any number of "key NAME { ... }"; FILE_ONLY, no default */
};

enum {
	SETTING_RELOAD =
	    1, /* takes effect on reload; without this flag, only a restart does */
	SETTING_CLI_ONLY = 2,  /* not in the file */
	SETTING_FILE_ONLY = 4, /* not on the command line */
	SETTING_SECRET = 8     /* never printed */
};

/* values: a struct as the section's table describes it (setting.choices) */
struct setting_section {
	char *title;
	void *values;
};

struct setting_sections {
	struct setting_section *v;
	size_t n;
};

struct setting {
	const char *name; /* "name" in the file, "--name" on the command line */
	char opt;	  /* short option -o, or 0 */
	enum setting_type type;
	size_t offset;	     /* in the program's struct */
	const char *def;     /* NULL: none */
	long long min, max;  /* range of a number; length of a STRING or LIST */
	const void *choices; /* ENUM: const char *const[], NULL-terminated;
						 * SECTIONS: const struct setting[], the table */
	const char *arg;  /* the argument's name in --help; NULL for a flag */
	const char *help; /* one sentence, no full stop */
	unsigned flags;
};

/* A row with name NULL ends every table. */

void settings_init(const struct setting *, void *config); /* set the defaults */
void settings_clear(const struct setting *, void *config); /* free the values */
/* Like settings_init, but copies src's values; does not read what dst held before. */
void settings_copy(const struct setting *, void *dst, const void *src);

/*
 * Set one value from text. Returns 0, or -1 and *cause (the caller frees it): what was wrong and what would be
 * right.
 */
int settings_set(const struct setting *, void *config, const char *name,
    const char *value, char **cause);

/*
 * Read a file over the values. Unknown keys and bad values are errors; *cause lists all of them, one per line,
 * with file, line and key. Returns 0, or -1 and then the values are unchanged.
 */
int settings_read(
    const struct setting *, void *config, const char *file, char **cause);

/*
 * Report a mistake from a check of values against each other. key is "lobby", or in a section "operator ada:
 * password", or "operator ada" if something is missing there.
 */
struct setting_report;
void setting_wrong(struct setting_report *, const char *key, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/* Like settings_read, but also report what `check` finds, with its line. */
int settings_read_checked(const struct setting *, void *config,
    const char *file,
    void (*check)(const void *config, struct setting_report *), char **cause);

/* Check values that do not come from a file. Returns 0, or -1 and *cause, one mistake per line. */
int settings_check(const void *config,
    void (*check)(const void *config, struct setting_report *), char **cause);

/* Add a section with the defaults of its table. Returns its values. */
void *settings_add_section(
    const struct setting *, void *config, const char *name, const char *title);

/*
 * Parse a command line over the values. -- ends the options; arguments and options may be mixed. Returns the
 * index in argv (permuted) of the first argument that is not an option, or -1 and *cause, which names the option.
 */
int settings_args(
    const struct setting *, void *config, int argc, char **argv, char **cause);

/*
 * Apply a reload: copy from `next` the settings that may change (SETTING_RELOAD), and call `restart` with the
 * name of each other setting that differs.
 */
void settings_reload(const struct setting *, void *config, const void *next,
    void (*restart)(const char *name, void *ctx), void *ctx);

/* Print the options for --help, one aligned row each. The program prints the usage line. */
void settings_help(const struct setting *, FILE *);

/* Print a sample configuration file: every setting with help, range and default, commented out as "#name = value". */
void settings_sample(const struct setting *, FILE *);

/*
 * Return the value as text that settings_set accepts; the caller frees it. NULL for a NULL STRING, and for a name
 * that is not in the table.
 */
char *settings_get(
    const struct setting *, const void *config, const char *name);

#endif
