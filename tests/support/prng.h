/*
 * prng: repeatable random numbers for property tests (xorshift64*). The seed must not be 0.
 */
#ifndef TCHAT_TESTS_SUPPORT_PRNG_H
#define TCHAT_TESTS_SUPPORT_PRNG_H

#include <stddef.h>
#include <stdint.h>

struct prng {
	uint64_t	 state;
};

uint32_t	prng_next(struct prng *);

/* 0 to n - 1; n > 0. */
size_t	prng_below(struct prng *, size_t n);

/* Write n bytes, each from the alphabet. */
void	prng_pick(struct prng *, char *out, size_t n, const char *alphabet,
    size_t alphabet_len);

/*
 * Write at most max bytes of difficult text: words, marks, joiners, emoji, controls, invalid UTF-8.
 * Returns the length.
 */
size_t	prng_text(struct prng *, char *out, size_t max);

#endif
