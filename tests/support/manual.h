/*
 * manual: the pages under man/, for tests that hold the tables against them.
 */
#ifndef TCHAT_SUPPORT_MANUAL_H
#define TCHAT_SUPPORT_MANUAL_H

/* The source of a page; from the source tree's top, where tests run. The caller's. */
char	*manual_read(const char *page);
/* Fail unless text stands in it. */
void	manual_has(const char *page, const char *text);
/* Fail unless text stands in the entry ".It Ic name", before the next entry or section. */
void	manual_entry_has(const char *page, const char *name, const char *text);

struct setting;

/*
 * Fail unless every setting that a file may have has its entry with its range and default. `changes` is
 * the text after the name of a setting that a reload changes ("" or " *").
 */
void	manual_has_settings(const char *page, const struct setting *,
	    const char *changes);
/* Fail unless every short option has its entry, with its long form. */
void	manual_has_options(const char *page, const struct setting *);

#endif
