/*
 * random: the only source of randomness, so that tests can set it.
 */
#ifndef TCHAT_COMMON_RANDOM_H
#define TCHAT_COMMON_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* Fill with random bytes from the kernel, or from the seed. Ends the program if the kernel has none. */
void	random_bytes(void *, size_t);

/* Return a number from 0 to n - 1, each as likely as the others; n > 0. */
uint32_t	random_below(uint32_t n);

/* For tests: make repeatable numbers from this seed; 0: use the kernel again. */
void	random_seed(uint64_t);

#endif
