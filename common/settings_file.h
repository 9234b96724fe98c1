/*
 * settings_file: read a settings file over the values of a table. common/settings_parser.h describes its syntax.
 */
#ifndef TCHAT_COMMON_SETTINGS_FILE_H
#define TCHAT_COMMON_SETTINGS_FILE_H

#include "common/settings.h"
#include "common/settings_parser.h"
#include "common/settings_report.h"

/*
 * Read a file over the values. Unknown keys and bad values are mistakes, and so is what `check` (unless it is NULL)
 * finds in the values. Returns 0, or -1 with all mistakes in *cause, one per line, with file, line and key; then the
 * values are unchanged.
 */
int	settings_read(const struct setting *, void *config, const char *file,
	    settings_check_fn *check, char **cause);

/* Return the whole file, NUL-terminated; the caller frees it. Returns NULL and *cause if it cannot be read. */
char	*settings_load(const char *file, char **cause);

/* Return what the name is outside of sections. For settings_parser. */
enum settings_name settings_name_kind(const struct setting *,
	    const char *name);

/* Like settings_read for a text; file is the name in the messages. */
int	settings_read_text(const struct setting *, void *config,
	    const char *text, const char *file, settings_check_fn *check,
	    char **cause);

#endif
