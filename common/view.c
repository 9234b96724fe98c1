/*
 * view: compare and split borrowed byte ranges.
 */
#include "common/view.h"

#include <limits.h>

int
view_equal_nocase(struct view a, struct view b)
{
	unsigned char ca, cb;
	size_t i;

	if (a.len != b.len)
		return 0;
	for (i = 0; i < a.len; i++) {
		ca = (unsigned char)a.p[i];
		cb = (unsigned char)b.p[i];
		if (ca >= 'A' && ca <= 'Z')
			ca += 'a' - 'A';
		if (cb >= 'A' && cb <= 'Z')
			cb += 'a' - 'A';
		if (ca != cb)
			return 0;
	}
	return 1;
}

int
view_has_prefix(struct view a, struct view b)
{
	if (a.len < b.len)
		return 0;
	return b.len == 0 || memcmp(a.p, b.p, b.len) == 0;
}

int
view_cut(struct view *rest, char c, struct view *part)
{
	const char *end;

	if (rest->p == NULL)
		return 0;
	end = rest->len == 0 ? NULL : memchr(rest->p, c, rest->len);
	if (end == NULL) {
		*part = *rest;
		*rest = (struct view){ NULL, 0 };
		return 1;
	}
	*part = (struct view){ rest->p, (size_t)(end - rest->p) };
	rest->p = end + 1;
	rest->len -= part->len + 1;
	return 1;
}

int
view_to_int(struct view v, long long min, long long max, long long *n)
{
	long long total = 0;
	size_t i = 0;
	int negative, digit;

	negative = v.len > 0 && v.p[0] == '-';
	if (negative)
		i++;
	if (i == v.len)
		return -1;
	/* Accumulates a negative number, because that includes LLONG_MIN. */
	for (; i < v.len; i++) {
		if (v.p[i] < '0' || v.p[i] > '9')
			return -1;
		digit = v.p[i] - '0';
		if (total < (LLONG_MIN + digit) / 10)
			return -1;
		total = total * 10 - digit;
	}
	if (!negative) {
		if (total < -LLONG_MAX)
			return -1;
		total = -total;
	}
	if (total < min || total > max)
		return -1;
	*n = total;
	return 0;
}
