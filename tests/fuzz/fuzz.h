/*
 * fuzz: shared by all fuzz targets.
 */
#ifndef TCHAT_FUZZ_FUZZ_H
#define TCHAT_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The target. Returns 0; aborts if an invariant does not hold. */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Abort, and print what does not hold. */
#define require(truth) \
	((truth) ? (void)0 : require_failed(#truth, __FILE__, __LINE__))

static inline void
require_failed(const char *truth, const char *file, int line)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, truth);
	abort();
}

#endif
