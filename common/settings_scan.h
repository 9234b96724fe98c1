/*
 * settings_scan: what is looked at in a settings file before libconfuse reads
 * it, and the list of all that was found wrong.
 *
 * libconfuse stops at the first mistake, counts a comment as three lines
 * (3.3), and leaves its scanner inside a string that is never closed. So the
 * text is read here first: comments become blanks, and strings that would
 * confuse it are reported and made harmless.
 */
#ifndef TCHAT_COMMON_SETTINGS_SCAN_H
#define TCHAT_COMMON_SETTINGS_SCAN_H

#include <stddef.h>

struct problem {
	int	 line;
	int	 kept;	/* found for good, not by the pass that is running */
	char	*key;	/* NULL: not of one */
	char	*text;
};

struct problems {
	const char	*file;
	struct problem	*v;
	size_t		 n;
};

/*
 * Add "FILE:LINE: KEY: text"; without the key when that is NULL, without the line
 * when it is 0 (and without the file when that is NULL). The key is
 * escaped here, what goes into the text by the caller.
 */
void	problems_add(struct problems *, int line, int kept, const char *key,
	    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Was something found wrong with that key? */
int	problems_know(const struct problems *, const char *key);

/* Forget those that are not kept: another pass will find them again. */
void	problems_drop(struct problems *);

/* All of them in the order of lines, a line each (the caller's); frees them. */
char	*problems_take(struct problems *);

/* The whole file (the caller's), terminated; NULL and *cause. */
char	*settings_load(const char *file, char **cause);

/*
 * Make text (terminated) fit for libconfuse, in place: neither its
 * length nor its lines change. 0; or -1 when a string or a comment is never
 * closed, and there is no use in reading on.
 */
int	settings_scan(char *text, struct problems *);

/*
 * Make a line of such a text blank, and what begins on it and goes on, as a section does. Not
 * the end of what began before. 1 if anything was blanked.
 */
int	settings_blank(char *text, int line);

#endif
