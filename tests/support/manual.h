/*
 * manual: the pages under man/, for tests that compare the tables with them.
 */
#ifndef TCHAT_SUPPORT_MANUAL_H
#define TCHAT_SUPPORT_MANUAL_H

/* Return the source of a page; tests run in the top of the source tree. The caller frees it. */
char	*manual_read(const char *page);
/* Fail unless the page contains text. */
void	manual_has(const char *page, const char *text);
/* Fail unless the entry ".It Ic name" contains text, before the next entry or section. */
void	manual_entry_has(const char *page, const char *name, const char *text);

struct setting;

/*
 * Fail unless every setting of a file has an entry with its range and default. changes is the text
 * after the name of a setting that a reload changes ("" or " *").
 */
void	manual_has_settings(const char *page, const struct setting *,
	    const char *changes);
/* Fail unless every short option has an entry with its long form. */
void	manual_has_options(const char *page, const struct setting *);

#endif
