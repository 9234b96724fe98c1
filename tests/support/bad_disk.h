/*
 * bad_disk: a disk under SQLite that is full or fails when a test says so, and counts syncs.
 */
#ifndef TCHAT_TESTS_SUPPORT_BAD_DISK_H
#define TCHAT_TESTS_SUPPORT_BAD_DISK_H

enum bad_disk { BAD_DISK_GOOD, BAD_DISK_FULL, BAD_DISK_BROKEN };

/* Use it for all files that SQLite opens from now on. Call it once in a program. */
void	bad_disk_install(void);
/* What happens to writes from now on. */
void	bad_disk_set(enum bad_disk);
/* Return the number of syncs. */
int	bad_disk_syncs(void);

#endif
