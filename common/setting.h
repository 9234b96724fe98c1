/*
 * setting: one row of a settings table and its value: parsing, formatting,
 * copying. Only settings*.c use it. The file, the command line, the defaults
 * and settings_set all parse here, so they agree on units, ranges and wording.
 *
 * A *cause says what was wrong and what would be right, without the name: the
 * caller knows whether that was "port", "--port" or "file:12: port". Values are
 * shown vis-escaped in it, those of SETTING_SECRET rows not at all.
 */
#ifndef TCHAT_COMMON_SETTING_H
#define TCHAT_COMMON_SETTING_H

#include "common/buf.h"
#include "common/settings.h"

/* The row with that name, or NULL. */
const struct setting *setting_find(const struct setting *, const char *name);

/* A BOOL that is switched on by being named: --verbose. */
int	 setting_is_flag(const struct setting *);

/* The field of the program's struct. */
void	*setting_field(const struct setting *, const void *config);

/* How many bytes of the program's struct the table's fields reach over. */
size_t	 setting_extent(const struct setting *);

/*
 * Parse text into the field. A LIST takes comma-separated items; a backslash
 * before a comma, a space or a backslash keeps it. 0, or -1 and *cause, and
 * then the field is as before.
 */
int	 setting_parse(const struct setting *, void *config, const char *text,
	    char **cause);

/* The same for a LIST, but the items go behind those already there. */
int	 setting_append(const struct setting *, void *config, const char *text,
	    char **cause);

/* May this be a STRING's value, or one item of a LIST? */
int	 setting_check(const struct setting *, const char *text, char **cause);

void	 setting_list_add(struct setting_list *, const char *item);
void	 setting_list_clear(struct setting_list *);

/* The words of an ENUM; the table of SECTIONS. */
const char *const *setting_words(const struct setting *);
const struct setting *setting_sub(const struct setting *);

/* A new section at the end, with its table's defaults; its values. */
void	*setting_section_add(const struct setting *, void *config,
	    const char *title);
void	 setting_sections_clear(const struct setting *,
	    struct setting_sections *);

/* Make the field hold nothing, without a look at what it held. */
void	 setting_zero(const struct setting *, void *config);
/* Free what the field holds; it then holds nothing. */
void	 setting_clear(const struct setting *, void *config);
/* Replace dst's field (which must be valid) by a copy of src's. */
void	 setting_copy(const struct setting *, void *dst, const void *src);
int	 setting_equal(const struct setting *, const void *a, const void *b);

/* Append the field's value as text; nothing for a STRING that is NULL. */
void	 setting_format(const struct setting *, const void *config,
	    struct buf *out);

/* Append what is allowed ("1 to 65535", "yes, spoken or no"); maybe nothing. */
void	 setting_range(const struct setting *, struct buf *out);

#endif
