/*
 * prng: repeatable random numbers for property tests (xorshift64*). A seed is
 * never 0.
 */
#ifndef TCHAT_TESTS_SUPPORT_PRNG_H
#define TCHAT_TESTS_SUPPORT_PRNG_H

#include <stddef.h>
#include <stdint.h>

struct prng {
	uint64_t state;
};

uint32_t prng_next(struct prng *);

/* 0 to n - 1; n > 0. */
size_t prng_below(struct prng *, size_t n);

/* n bytes, each one of the alphabet's. */
void prng_pick(struct prng *, char *out, size_t n, const char *alphabet,
    size_t alphabet_len);

/*
 * At most max bytes of text as it should not come: words, marks, joiners, emoji,
 * controls, bytes that are no UTF-8. Returns how many.
 */
size_t prng_text(struct prng *, char *out, size_t max);

#endif
