/*
 * setting: one row of a settings table and its value: parse, format, copy. Only settings*.c use it. The file, the
 * command line, the defaults and settings_set all parse here, so they agree on units, ranges and wording.
 *
 * A *cause says what is wrong and what would be right, without the setting's name: the caller knows whether that
 * is "port", "--port" or "file:12: port". It shows values vis-escaped, and values of SETTING_SECRET rows not at
 * all.
 */
#ifndef TCHAT_COMMON_SETTING_H
#define TCHAT_COMMON_SETTING_H

#include "common/buf.h"
#include "common/settings.h"

/* Return the row with this name, or NULL. */
const struct setting *setting_find(const struct setting *, const char *name);

/* True for a BOOL whose option alone switches it on: --verbose. */
int setting_is_flag(const struct setting *);

/* Return the setting's field in the program's struct. */
void *setting_field(const struct setting *, const void *config);

/* Return how many bytes of the program's struct the table's fields cover. */
size_t setting_extent(const struct setting *);

/*
 * Parse text into the field. A LIST takes comma-separated items; a backslash keeps a comma, a space or a
 * backslash. Returns 0, or -1 and *cause with the field unchanged.
 */
int setting_parse(
    const struct setting *, void *config, const char *text, char **cause);

/* Like setting_parse for a LIST, but append the items to those already there. */
int setting_append(
    const struct setting *, void *config, const char *text, char **cause);

/* Check a STRING's value, or one item of a LIST. Returns 0, or -1 and *cause. */
int setting_check(const struct setting *, const char *text, char **cause);

/* Return the words of an ENUM, and the table of SECTIONS. */
const char *const *setting_words(const struct setting *);
const struct setting *setting_sub(const struct setting *);

/* Append a new section with its table's defaults. Returns its values. */
void *setting_section_add(
    const struct setting *, void *config, const char *title);
void setting_sections_clear(const struct setting *, struct setting_sections *);

/* Make the field empty without reading what it held before. */
void setting_zero(const struct setting *, void *config);
/* Free the field's value and make the field empty. */
void setting_clear(const struct setting *, void *config);
/* Replace dst's field (which must be valid) with a copy of src's. */
void setting_copy(const struct setting *, void *dst, const void *src);
int setting_equal(const struct setting *, const void *a, const void *b);

/* Append the field's value as text; nothing for a NULL STRING. */
void setting_format(
    const struct setting *, const void *config, struct buf *out);

/* Append what is allowed ("1 to 65535", "yes, spoken or no"); may append nothing. */
void setting_range(const struct setting *, struct buf *out);

#endif
