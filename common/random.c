/*
 * random: bytes from the kernel, or from a seed set by a test.
 */
#include "common/random.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

/* 0: use the kernel. Atomic, because a thread other than the loop's asks for salts. */
static _Atomic uint64_t seed_state;

void
random_seed(uint64_t seed)
{
	seed_state = seed;
}

/* splitmix64 (Steele, Lea, Flood 2014); the state never becomes 0 here. */
static uint64_t
seeded_next(void)
{
	uint64_t z = seed_state + 0x9e3779b97f4a7c15U;

	if (z == 0)
		z = 0x9e3779b97f4a7c15U;
	seed_state = z;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return z ^ (z >> 31);
}

static void
kernel_bytes(unsigned char *p, size_t n)
{
	while (n > 0) {
		ssize_t got = getrandom(p, n, 0);

		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0) {
			/* Continuing with guessable ids and keys is not an option. */
			perror("getrandom");
			abort();
		}
		p += got;
		n -= (size_t)got;
	}
}

void
random_bytes(void *dst, size_t n)
{
	unsigned char *p = dst;

	if (seed_state == 0) {
		kernel_bytes(p, n);
		return;
	}
	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)(seeded_next() >> 32);
}

uint32_t
random_below(uint32_t n)
{
	/* Without this, the first 2^32 mod n values would make low results more likely. */
	uint32_t skip = -n % n;
	uint32_t r;

	do {
		random_bytes(&r, sizeof(r));
	} while (r < skip);
	return r % n;
}
