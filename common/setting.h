/*
 * setting: one row of a table of settings, and one value of it: parse it, format it, say what is allowed. The
 * file, the command line, the defaults and settings_set all parse here, so they agree on units, ranges and
 * wording. common/settings.h works on whole tables.
 *
 * Values live in a plain struct of the program; each row has the offset of its field. Defaults are text, parsed
 * like a value.
 *
 * A *cause says what is wrong and what would be right, without the setting's name: the caller knows whether that
 * is "port", "--port" or "file:12: port". It shows values vis-escaped, and values of SETTING_SECRET rows not at
 * all.
 */
#ifndef TCHAT_COMMON_SETTING_H
#define TCHAT_COMMON_SETTING_H

#include <stddef.h>

#include "common/buf.h"
#include "common/string_list.h"

/* The type of the field, and what its text looks like. */
enum setting_type {
	SETTING_BOOL,	 /* int; yes, no, true, false, on, off */
	SETTING_INT,	 /* long long */
	SETTING_SIZE,	 /* long long, in bytes; 4096, 64k, 16M, 2G */
	SETTING_SECONDS, /* long long; 30, 30s, 5m, 2h, 7d */
	SETTING_STRING,	 /* char *, owned; may be NULL */
	SETTING_ENUM,	 /* int, an index into choices */
	SETTING_LIST,	 /* struct string_list; the option can be repeated */
	SETTING_SECTIONS /* struct setting_sections: any number of "key NAME { ... }"; FILE_ONLY, no default; an
			  * earlier row may have the same name: "name = value" is that one */
};

enum {
	SETTING_RELOAD =
	    1, /* takes effect on reload; without this flag, only a restart does */
	SETTING_CLI_ONLY = 2,  /* not in the file */
	SETTING_FILE_ONLY = 4, /* not on the command line */
	SETTING_SECRET = 8,    /* never printed */
	SETTING_COMMON = 16,   /* in the short --help, as are all with a letter */
	SETTING_RECONNECT = 32 /* tchat: takes effect when it connects the next time */
};

struct setting_section {
	char	*title;
	void	*values;	/* a struct as the section's table describes it */
	struct string_list given;	/* the settings that were set, sorted; the others have their default */
};

struct setting_sections {
	struct setting_section	*v;
	size_t			 n;
};

/*
 * If min and max are both 0 there is no limit (but sizes and times are never negative). A row with name NULL ends
 * every table.
 */
struct setting {
	const char		*name;		/* "name" in the file, "--name" on the command line */
	char			 opt;		/* short option -o, or 0 */
	enum setting_type	 type;
	size_t			 offset;	/* in the program's struct */
	const char		*def;		/* the default; NULL: none */
	long long min,
	    max; /* range of a number; length of a STRING or of a LIST's items */
	const void *
	    choices; /* ENUM: const char *const[], ended by NULL; STRING: the same, values that completion offers, or
		      * NULL; SECTIONS: const struct setting[] */
	const char
	    *arg; /* the argument's name in --help, N_(); NULL for a flag */
	const char		*help;	/* one sentence without full stop, N_() */
	unsigned		 flags;
};

/*
 * A program lists its settings once, in a file of SETTING(...) rows that it includes twice: with SETTING_FIELD, for the
 * fields of its struct; with SETTING_ROW, for its table. The columns are those of struct setting, but the type is
 * without SETTING_, and the name of the field comes after it.
 */
#define SETTING_FIELD(type, field, ...) SETTING_C_TYPE_##type field;
#define SETTING_ROW(config, type, field, name, opt, def, min, max, choices, arg, help, flags) \
	{ name, opt, SETTING_##type, offsetof(config, field), def, min, max, choices, arg, help, flags },

#define SETTING_C_TYPE_BOOL	int
#define SETTING_C_TYPE_INT	long long
#define SETTING_C_TYPE_SIZE	long long
#define SETTING_C_TYPE_SECONDS	long long
#define SETTING_C_TYPE_STRING	char *
#define SETTING_C_TYPE_ENUM	int
#define SETTING_C_TYPE_LIST	struct string_list
#define SETTING_C_TYPE_SECTIONS	struct setting_sections

/* True for a BOOL that is an option without a value: --verbose. */
int	setting_is_flag(const struct setting *);

/* True if the setting may be in a file, and on the command line. */
int	setting_in_file(const struct setting *);
int	setting_in_args(const struct setting *);

/* Return the setting's field in the program's struct. */
void	*setting_field(const struct setting *, const void *config);

/* Return the words of an ENUM, and the table of SECTIONS. */
const char *const *setting_words(const struct setting *);
const struct setting *setting_sub(const struct setting *);

/*
 * Parse text into the field. A LIST has commas between its items; a backslash keeps a comma, a space or a
 * backslash. Returns 0, or -1 with *cause and the field unchanged.
 */
int	setting_parse(const struct setting *, void *config, const char *text,
	    char **cause);

/* Like setting_parse for a LIST, but append the items to those already there. */
int	setting_append(const struct setting *, void *config, const char *text,
	    char **cause);

/* Check a STRING's value, or one item of a LIST. Returns 0, or -1 and *cause. */
int	setting_check(const struct setting *, const char *text, char **cause);

/* Append the field's value as text that setting_parse accepts; nothing for a NULL STRING. */
void	setting_format(const struct setting *, const void *config,
	    struct buf *out);

/* Append the field's value as it is written in a file: strings in quotes, a list in braces. */
void	setting_format_file(const struct setting *, const void *config,
	    struct buf *out);

/* Append text in double quotes, as in a file. */
void	setting_quote(const char *text, struct buf *out);

/* Append what is allowed ("1 to 65535", "yes, spoken or no"); may append nothing. */
void	setting_range(const struct setting *, struct buf *out);

#endif
