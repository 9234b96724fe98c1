/*
 * mask: match names against masks. RFC 2812 2.5, without its escapes: a backslash may be part of a nick, and no
 * name contains '*' or '?'.
 */
#include "common/names.h"
#include "common/text.h"

enum { MASK_FOLDED = 2048 };

static int
is_ascii(struct view v)
{
	size_t i;

	for (i = 0; i < v.len; i++) {
		if ((unsigned char)v.p[i] >= 0x80)
			return 0;
	}
	return 1;
}

static uint32_t
next_char(struct view *v)
{
	uint32_t c;
	size_t len;

	c = text_decode(*v, &len);
	if (c == 0xfffd && len == 1) /* not UTF-8: equal only to itself */
		c = 0x110000 + (unsigned char)*v->p;
	v->p += len;
	v->len -= len;
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

/*
 * On a mismatch, only the last '*' takes one more character: giving more to an earlier one would not help. So the
 * cost is at most the product of both lengths.
 */
static int
match(struct view mask, struct view name)
{
	struct view star = { NULL, 0 }, retry = { NULL, 0 }, m = mask, n = name;
	uint32_t c;

	while (n.len > 0) {
		if (m.len > 0 && *m.p == '*') {
			m.p++;
			m.len--;
			star = m;
			retry = n;
			continue;
		}
		if (m.len > 0) {
			c = next_char(&m);
			if (next_char(&n) == c || c == '?')
				continue;
		}
		if (star.p == NULL)
			return 0;
		next_char(&retry);
		m = star;
		n = retry;
	}
	while (m.len > 0 && *m.p == '*') {
		m.p++;
		m.len--;
	}
	return m.len == 0;
}

int
mask_match(struct view mask, struct view name)
{
	char folded_mask[MASK_FOLDED], folded_name[MASK_FOLDED];
	int nm, nn;

	if (is_ascii(mask) && is_ascii(name))
		return match(mask, name);
	nm = name_fold(folded_mask, sizeof(folded_mask), mask);
	nn = name_fold(folded_name, sizeof(folded_name), name);
	if (nm < 0 || nn < 0)
		return match(mask, name);
	return match((struct view){ folded_mask, (size_t)nm },
	    (struct view){ folded_name, (size_t)nn });
}
