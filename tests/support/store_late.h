/*
 * store_late: a store that settles when the test says so and how the test says so,
 * never inside the call that appended. What has settled can be read.
 */
#ifndef TCHAT_TESTS_SUPPORT_STORE_LATE_H
#define TCHAT_TESTS_SUPPORT_STORE_LATE_H

#include <stddef.h>

#include "server/store/store.h"

struct store *store_late_new(void);
/* Settle the n oldest appends (all there are, at most) with that result. */
void	store_late_settle(struct store *, size_t n, enum store_result);
/* From now on settle at once, or late again. */
void	store_late_hurry(struct store *, int at_once);
/* Hold what is asked for back until store_late_read; or answer it at once again. */
void	store_late_hold_reads(struct store *, int hold);
void	store_late_read(struct store *);
/* How many reads that are held back have been cancelled. */
size_t	store_late_cancelled(const struct store *);
/* Appends that are not settled. */
size_t	store_late_waiting(const struct store *);

#endif
