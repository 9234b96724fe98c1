/*
 * settings_scan: what is looked at in a settings file before libconfuse reads
 * it.
 *
 * libconfuse stops at the first mistake, counts a comment as three lines
 * (3.3), and leaves its scanner inside a string that is never closed. So the
 * text is read here first: comments become blanks, and strings that would
 * confuse it are reported and made harmless.
 */
#ifndef TCHAT_COMMON_SETTINGS_SCAN_H
#define TCHAT_COMMON_SETTINGS_SCAN_H

struct problems;

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
