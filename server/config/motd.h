/*
 * motd: the message of the day, read from a file.
 */
#ifndef TCHAT_SERVER_CONFIG_MOTD_H
#define TCHAT_SERVER_CONFIG_MOTD_H

#include <stddef.h>

enum { MOTD_LINES_MAX = 500, MOTD_BYTES_MAX = 1 << 20 };

/* Check that the file is a regular file that can be read. Returns 0, or -1 and sets *cause. */
int	motd_check(const char *file, char **cause);

/*
 * Read the lines of the file, cleaned by text_clean, which keeps formatting. The caller frees
 * them with motd_free. Returns NULL if file is NULL or empty, or if it cannot be read; a
 * failure is logged.
 */
char	**motd_read(const char *file, size_t *n);
void	motd_free(char **lines, size_t n);

#endif
