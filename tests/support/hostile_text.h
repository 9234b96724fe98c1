/*
 * hostile_text: every character that text from outside must not bring to a terminal, a log or a command's
 * output, and the check that none of them is in what a program printed.
 */
#ifndef TCHAT_TESTS_SUPPORT_HOSTILE_TEXT_H
#define TCHAT_TESTS_SUPPORT_HOSTILE_TEXT_H

#include <stddef.h>

#include "common/view.h"

/* The i-th of them as a NUL-terminated string: controls but NUL, then invalid UTF-8. NULL after the last. */
const char *hostile_char(size_t i);

/* For hostile_text: leave out what is not UTF-8. */
#define HOSTILE_INVALID "\x9b \xc0\x9b \xed\xa0\x80 \xe2\x80 \xff"

/* All of them in one string, with a letter before each; without those in `but`. The caller owns it. */
char	*hostile_text(const char *but);

/* Fail if one of them is in text, other than the characters of `allowed` (LF, say). */
#define expect_harmless(text, allowed) \
	expect_harmless_at((text), (allowed), __FILE__, __LINE__)
void	expect_harmless_at(struct view text, const char *allowed,
	    const char *file, int line);

#endif
