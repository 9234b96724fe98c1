/*
 * prng: repeatable random numbers for property tests.
 */
#include "tests/support/prng.h"

uint32_t
prng_next(struct prng *r)
{
	r->state ^= r->state >> 12;
	r->state ^= r->state << 25;
	r->state ^= r->state >> 27;
	return (uint32_t)((r->state * 0x2545f4914f6cdd1d) >> 32);
}

size_t
prng_below(struct prng *r, size_t n)
{
	return prng_next(r) % n;
}

void
prng_pick(struct prng *r, char *out, size_t n, const char *alphabet,
    size_t alphabet_len)
{
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = alphabet[prng_below(r, alphabet_len)];
}
