/*
 * settings_save: write values back into a settings file, or remove them, and leave the rest of the file and its
 * comments as they are.
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

/* One value to write or to remove. */
struct settings_change {
	const char	*section;	/* the name of the SECTIONS row; NULL: the value is in no section */
	const char	*title;		/* of the section */
	const char	*name;
	int		 unset;		/* remove the value; else write the one that config has */
};

/* Make the change in values: take the value that config has. */
void	settings_apply(const struct setting *table,
	    const struct settings_change *, void *values, const void *config);

/*
 * Return the text with the change: in the value of the last assignment, else in a new line after "#name =" of the
 * sample file, else at the end of the section, which is made if it is missing, or of the text. The caller frees it.
 * Returns NULL and *cause if the text has mistakes, or if the row's value cannot be in a file: a SECTIONS row,
 * CLI_ONLY, a STRING without a value.
 */
char	*settings_edit(const struct setting *table, const void *config,
	    const struct settings_change *, const char *text, const char *file,
	    char **cause);

/*
 * Write n changes into the file, all or none, atomically; makes the file, and its folder, if they do not exist.
 * Returns 0 and updates the stamp. Returns -1 and *cause, with the file unchanged, if the file is not as it was when
 * the stamp was taken, has mistakes, or cannot be written.
 */
int	settings_save(const struct setting *table, const void *config,
	    const struct settings_change *, size_t n, const char *file,
	    struct settings_stamp *stamp, char **cause);

#endif
