/*
 * editor_utf8: bytes into whole characters.
 */
#include "client/input/editor_utf8.h"

#include "common/text.h"

size_t
editor_utf8_expected(unsigned char first)
{
	return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* Could v be the beginning of a character whose rest is to come? */
static int
is_begun(struct view v)
{
	unsigned char c = (unsigned char)v.p[0];

	if (c < 0xc2 || c > 0xf4 || v.len >= editor_utf8_expected(c))
		return 0;
	for (size_t i = 1; i < v.len; i++)
		if (((unsigned char)v.p[i] & 0xc0) != 0x80)
			return 0;
	return 1;
}

size_t
editor_utf8_take(struct buf *out, struct view v)
{
	struct view rest = v;
	size_t n;

	for (; rest.len > 0; rest.p += n, rest.len -= n) {
		if (text_decode(rest, &n) == 0xfffd && n == 1) {
			if (is_begun(rest))
				break;
			continue;
		}
		buf_add(out, rest.p, n);
	}
	return v.len - rest.len;
}
