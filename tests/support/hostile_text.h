/*
 * hostile_text: every character from outside that must not reach a terminal, a log or the output of a
 * command, and a check that a program printed none of them.
 */
#ifndef TCHAT_TESTS_SUPPORT_HOSTILE_TEXT_H
#define TCHAT_TESTS_SUPPORT_HOSTILE_TEXT_H

#include <stddef.h>

#include "common/view.h"

/*
 * Return the i-th of them as a NUL-terminated string: controls except NUL, then invalid UTF-8. NULL
 * after the last.
 */
const char *hostile_char(size_t i);

/* For hostile_text: leave out invalid UTF-8. */
#define HOSTILE_INVALID "\x9b \xc0\x9b \xed\xa0\x80 \xe2\x80 \xff"

/*
 * Return all of them in one string, with a letter before each, except those in but. The caller frees
 * it.
 */
char	*hostile_text(const char *but);

/* Fail if text contains one of them, except those in allowed (LF, for instance). */
#define expect_harmless(text, allowed) \
	expect_harmless_at((text), (allowed), __FILE__, __LINE__)
void	expect_harmless_at(struct view text, const char *allowed,
	    const char *file, int line);

#endif
