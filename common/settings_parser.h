/*
 * settings_parser: the syntax of settings files. It finds what a text assigns, and all mistakes of syntax; it does
 * not know the settings.
 *
 *	name = value			# a comment; also // to the end of the line, and C's
 *	name = { item, item }		a list; a comma may follow the last item
 *	name += { item }		append to the list
 *	section title { name = value }	anything but another section inside
 *
 * A value, item or title is a word or a string. A word has no spaces and none of # " ' = { } ( ) + , * in it. In
 * "..." a backslash escapes: \n \t \b \r \f \a \e \v, \101 (octal), \x41, a line end (which it removes), and any
 * other character, which stands for itself. In '...' it escapes only ' and \ and line ends. ${NAME} and
 * ${NAME:-DEFAULT} are environment variables, in "..." and in words. Line ends separate like spaces, and strings and
 * lists may contain them.
 */
#ifndef TCHAT_COMMON_SETTINGS_PARSER_H
#define TCHAT_COMMON_SETTINGS_PARSER_H

#include <stddef.h>

enum settings_entry_kind {
	SETTINGS_VALUE,	      /* name = values */
	SETTINGS_SECTION,     /* name title { */
	SETTINGS_SECTION_END, /* } */
	SETTINGS_WORD	      /* a name without = after it */
};

struct settings_value {
	char	*text;
	int	 line;
};

struct settings_entry {
	enum settings_entry_kind kind;
	int			 line;		/* where the entry begins */
	int			 after_value;	/* a value ended on that line, before the entry */
	char			*name;
	char			*title;		/* of a section */
	int			 append;	/* += */
	int			 braces;	/* the values are in braces */
	struct settings_value	*values;
	size_t			 nvalues;
	int			 value_line;	/* of the last value, or of the brace */
	size_t			 at;		/* where in the text the entry begins */
	/* Where in the text = or += ends, where the value begins, and where it ends. */
	size_t			 assign_end, value_at, value_end;
};

/* What a name outside of sections is. */
enum settings_name {
	SETTINGS_NO_SECTION,
	SETTINGS_SECTION_ONLY,
	SETTINGS_SECTION_TOO	/* with = after it, a setting */
};

struct settings_parser {
	/* Set these; the rest begins as 0. */
	const char	*text;	/* NUL-terminated */
	enum settings_name (*name_kind)(void *ctx, const char *name);
	void	(*mistake)(void *ctx, int line, const char *key,
		    const char *text);
	void		*ctx;

	size_t		 at;		/* the next byte */
	int		 line;		/* its line, counted from 0 */
	int		 section_line;	/* where the section begins; 0: not in one */
	int		 value_line;	/* where the last value ended */
	int		 cut;		/* something is never closed: the rest cannot be read */
};

/*
 * Find the next entry. Returns 1, or 0 at the end of the text. Entries with mistakes in them are reported and left
 * out. Call settings_entry_clear before the next call.
 */
int	settings_parser_next(struct settings_parser *,
	    struct settings_entry *);

void	settings_entry_clear(struct settings_entry *);

/* Skip the rest of the line, and everything that begins on it and continues, such as a section. */
void	settings_parser_skip_line(struct settings_parser *);

#endif
