/*
 * prng: repeatable random numbers for property tests.
 */
#include "tests/support/prng.h"

#include <string.h>

#include "common/view.h"

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

size_t
prng_text(struct prng *r, char *out, size_t max)
{
	static const char *const atoms[] = { "a", "b", "word", " ", " ", "  ",
		"\u00e4", "\u0301", "\u4e2d", "\u200d", "\U0001f468",
		"\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9",
		"\xff", "\x80", "\xe2\x82", "\r\n", "\x1b", "\u202e", "\\" };
	struct view atom;
	size_t n = 0, target = prng_below(r, max);

	while (n < target) {
		atom = view_of(
		    atoms[prng_below(r, sizeof(atoms) / sizeof(atoms[0]))]);
		if (n + atom.len > max)
			break;
		memcpy(out + n, atom.p, atom.len);
		n += atom.len;
	}
	return n;
}
