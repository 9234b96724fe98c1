/*
 * motd: the message of the day, read from a file into lines.
 */
#ifndef TCHAT_SERVER_SESSION_MOTD_H
#define TCHAT_SERVER_SESSION_MOTD_H

#include <stddef.h>

enum { MOTD_LINES_MAX = 500, MOTD_BYTES_MAX = 1 << 20 };

/* Check that the file can be read and is a regular one. Returns 0, or -1 and *cause. */
int	motd_check(const char *file, char **cause);

/*
 * The lines of the file, cleaned (text_clean; formatting stays), the caller's; NULL
 * when file is NULL, empty or can't be read, which is logged.
 */
char	**motd_read(const char *file, size_t *n);
void	motd_free(char **lines, size_t n);

#endif
