/*
 * settings: the values of a whole table of settings. Each program has one const table with a row per setting
 * (common/setting.h). The command line (settings_args), the settings file (settings_file), --help and the sample
 * file (settings_print) and the tests of the man pages all read the same rows.
 */
#ifndef TCHAT_COMMON_SETTINGS_H
#define TCHAT_COMMON_SETTINGS_H

#include "common/setting.h"

void	settings_init(const struct setting *, void *config); /* set the defaults */
void	settings_clear(const struct setting *, void *config); /* free the values */

/* Like settings_init, but copies src's values; does not read what dst held before. */
void	settings_copy(const struct setting *, void *dst, const void *src);

/* Return how many bytes of the program's struct the table's fields cover. */
size_t	settings_extent(const struct setting *);

/* Return the first row with this name, or NULL; and the row of SECTIONS with this name. */
const struct setting *settings_find(const struct setting *, const char *name);
const struct setting *settings_find_sections(const struct setting *,
	    const char *name);

/*
 * Set one value from text. Returns 0, or -1 and *cause (the caller frees it): what is wrong and what would be
 * right.
 */
int	settings_set(const struct setting *, void *config, const char *name,
	    const char *value, char **cause);

/*
 * Return the value as text that settings_set accepts; the caller frees it. NULL for a NULL STRING, and for a name
 * that is not in the table.
 */
char	*settings_get(const struct setting *, const void *config,
	    const char *name);

/* Replace one row's value in dst, which must be valid, with a copy of src's. */
void	settings_copy_row(const struct setting *row, void *dst,
	    const void *src);

/* True if both structs have the same value in this row. */
int	settings_equal_row(const struct setting *row, const void *a,
	    const void *b);

/* Free one row's value; it is then empty, not its default. */
void	settings_clear_row(const struct setting *row, void *config);

/* Add a section to a row of SECTIONS, with the defaults of its table. Returns its values. */
void	*settings_add_section(const struct setting *row, void *config,
	    const char *title);
/* Return the section with this title, or NULL. */
struct setting_section *settings_section(const struct setting *row,
	    const void *config, const char *title);
/* Remove a section. */
void	settings_remove_section(const struct setting *row, void *config,
	    const char *title);
/* Record that a setting was set in a section, or that it was not; and tell. */
void	settings_set_given(struct setting_section *, const char *name,
	    int given);
int	settings_is_given(const struct setting_section *, const char *name);

/*
 * Apply a reload: copy from `next` the settings that may change (SETTING_RELOAD), and call `restart` with the
 * name of each other setting that differs.
 */
void	settings_reload(const struct setting *, void *config, const void *next,
	    void (*restart)(const char *name, void *ctx), void *ctx);

#endif
