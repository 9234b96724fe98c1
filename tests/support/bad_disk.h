/*
 * bad_disk: a disk under SQLite that is full, or fails, when a test says so, and counts
 * how often something was forced to it.
 */
#ifndef TCHAT_TESTS_SUPPORT_BAD_DISK_H
#define TCHAT_TESTS_SUPPORT_BAD_DISK_H

enum bad_disk { BAD_DISK_GOOD, BAD_DISK_FULL, BAD_DISK_BROKEN };

/* All files that SQLite opens from now on lie on it. Once a program. */
void	bad_disk_install(void);
/* What becomes of writes from now on. */
void	bad_disk_set(enum bad_disk);
/* How many syncs there were. */
int	bad_disk_syncs(void);

#endif
