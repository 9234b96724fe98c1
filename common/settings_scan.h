/*
 * settings_scan: checks a settings file before libconfuse reads it.
 *
 * libconfuse stops at the first mistake, counts a comment as three lines (3.3), and leaves its scanner inside a
 * string that is never closed. So the text is checked here first: comments become blanks, and strings that would
 * confuse libconfuse are reported and made harmless.
 */
#ifndef TCHAT_COMMON_SETTINGS_SCAN_H
#define TCHAT_COMMON_SETTINGS_SCAN_H

struct problems;

/* Return the whole file, NUL-terminated; the caller frees it. On failure NULL and *cause. */
char	*settings_load(const char *file, char **cause);

/*
 * Make text (NUL-terminated) safe for libconfuse, in place; its length and lines stay the same. Returns 0, or -1
 * if a string or a comment is never closed and the rest cannot be read.
 */
int	settings_scan(char *text, struct problems *);

/*
 * Blank a line of such a text, and everything that begins on it and continues (a section, for example), but not
 * the end of something that began earlier. Returns 1 if anything was blanked.
 */
int	settings_blank(char *text, int line);

#endif
