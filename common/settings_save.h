/*
 * settings_save: write one value back into a settings file, and leave the rest of the file and its comments as they
 * are.
 */
#ifndef TCHAT_COMMON_SETTINGS_SAVE_H
#define TCHAT_COMMON_SETTINGS_SAVE_H

#include <stdint.h>

#include "common/settings.h"

/* A file's contents at some time, to notice that someone changed them later. */
struct settings_stamp {
	int		exists;
	size_t		bytes;
	uint64_t	hash;
};

/*
 * Take the stamp of a file, before reading it with settings_read: then a change in between counts as a later one. A
 * file that does not exist has a stamp too. Returns 0, or -1 and *cause.
 */
int	settings_stamp(struct settings_stamp *, const char *file, char **cause);

/*
 * Return the text with the value that config has in this row: as the value of the last assignment, else in a new line
 * after "#name =" of the sample file, else at the end. The caller frees it. Returns NULL and *cause if the text has
 * mistakes, or if the row's value cannot be in a file: a SECTIONS row, CLI_ONLY, a STRING without a value.
 */
char	*settings_edit(const struct setting *table, const void *config,
	    const char *name, const char *text, const char *file,
	    char **cause);

/*
 * Write the value of this row into the file, atomically; makes the file, and its folder, if they do not exist.
 * Returns 0 and updates the stamp. Returns -1 and *cause, with the file unchanged, if the file is not as it was when
 * the stamp was taken, has mistakes, or cannot be written.
 */
int	settings_save(const struct setting *table, const void *config,
	    const char *name, const char *file, struct settings_stamp *stamp,
	    char **cause);

#endif
