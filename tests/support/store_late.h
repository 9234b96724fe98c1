/*
 * store_late: a store that settles when and how the test says, never within the call that appended.
 * Settled events can be read.
 */
#ifndef TCHAT_TESTS_SUPPORT_STORE_LATE_H
#define TCHAT_TESTS_SUPPORT_STORE_LATE_H

#include <stddef.h>

#include "server/store/store.h"

struct store *store_late_new(void);
/* Settle the n oldest appends (at most all) with this result. */
void	store_late_settle(struct store *, size_t n, enum store_result);
/* From now on settle at once, or hold appends again. */
void	store_late_hurry(struct store *, int at_once);
/* Hold reads until store_late_read, or answer them at once again. */
void	store_late_hold_reads(struct store *, int hold);
void	store_late_read(struct store *);
/* Return how many held reads have been cancelled. */
size_t	store_late_cancelled(const struct store *);
/* Return how many appends are not settled. */
size_t	store_late_waiting(const struct store *);

#endif
