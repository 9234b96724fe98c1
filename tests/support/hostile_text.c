/*
 * hostile_text: see the header. The list is written out here, independently of the code that it
 * checks.
 */
#include "tests/support/hostile_text.h"

#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "common/text.h"
#include "tests/support/test.h"

static const struct {
	uint32_t first, last;
} controls[] = { { 0x01, 0x1f }, { 0x7f, 0x9f }, { 0x61c, 0x61c },
	{ 0x200e, 0x200f }, { 0x2028, 0x202e }, { 0x2066, 0x2069 } };

/*
 * A bare C1 byte, an overlong escape, a surrogate, a truncated sequence, a byte that never occurs in
 * UTF-8.
 */
static const char *const invalid[] = { "\x9b", "\xc0\x9b", "\xed\xa0\x80",
	"\xe2\x80", "\xff" };

enum {
	CONTROLS = sizeof(controls) / sizeof(controls[0]),
	INVALID = sizeof(invalid) / sizeof(invalid[0])
};

static int
is_control(uint32_t c)
{
	size_t i;

	for (i = 0; i < CONTROLS; i++)
		if (c >= controls[i].first && c <= controls[i].last)
			return 1;
	return c == 0;
}

const char *
hostile_char(size_t i)
{
	static char text[5];
	size_t range, n;

	for (range = 0; range < CONTROLS; range++) {
		n = controls[range].last - controls[range].first + 1;
		if (i < n) {
			memset(text, 0, sizeof(text));
			text_encode(text, controls[range].first + (uint32_t)i);
			return text;
		}
		i -= n;
	}
	return i < INVALID ? invalid[i] : NULL;
}

char *
hostile_text(const char *but)
{
	struct buf all = { 0 };
	const char *c;
	size_t i;

	for (i = 0; (c = hostile_char(i)) != NULL; i++)
		if (strstr(but, c) == NULL)
			buf_printf(&all, "x%s", c);
	return buf_take(&all);
}

void
expect_harmless_at(
    struct view text, const char *allowed, const char *file, int line)
{
	size_t len, at = 0;
	uint32_t c;

	for (; at < text.len; at += len) {
		c = text_decode(
		    (struct view){ text.p + at, text.len - at }, &len);
		if (c < 0x80 && c != 0 && strchr(allowed, (int)c) != NULL)
			continue;
		if (is_control(c) || (len == 1 && c > 0x7f)) {
			print_error("%s:%d: %s at byte %zu (U+%04X) of: %.*s\n",
			    file, line, "a control or an invalid byte", at,
			    (unsigned)c, VIEW_ARG(text));
			_fail(file, line);
		}
	}
}
