/*
 * duration: parse and format time spans.
 */
#include "common/duration.h"

#include <ctype.h>
#include <stdio.h>

const struct unit duration_units[] = {
	{ 'y', 365 * 86400LL },
	{ 'w', 7 * 86400 },
	{ 'd', 86400 },
	{ 'h', 3600 },
	{ 'm', 60 },
	{ 's', 1 },
	{ 0, 0 },
};

const struct unit *
unit_find(const struct unit *u, char letter)
{
	int lower = tolower((unsigned char)letter);

	for (; u->letter != 0; u++) {
		if (tolower((unsigned char)u->letter) == lower)
			return u;
	}
	return NULL;
}

/* Parse the number at the front and remove it from *v. Returns -1 if there is none or it is above max. */
static long long
cut_number(struct view *v, long long max)
{
	long long n = 0;
	size_t i;

	for (i = 0; i < v->len && isdigit((unsigned char)v->p[i]); i++) {
		n = 10 * n + (v->p[i] - '0');
		if (n > max)
			return -1;
	}
	if (i == 0)
		return -1;
	v->p += i;
	v->len -= i;
	return n;
}

int
duration_parse(struct view v, long long max, long long *seconds)
{
	static const struct unit second = { 's', 1 };
	long long sum = 0, n;

	while (v.len > 0) {
		const struct unit *unit = &second;

		n = cut_number(&v, max);
		if (v.len > 0)
			unit = unit_find(duration_units, *v.p);
		if (n < 0 || unit == NULL || n > (max - sum) / unit->factor)
			return -1;
		sum += n * unit->factor;
		if (v.len > 0) {
			v.p++;
			v.len--;
		}
	}
	if (sum < 1)
		return -1;
	*seconds = sum;
	return 0;
}

void
duration_text(char buf[DURATION_SIZE], long long seconds)
{
	const struct unit *u = duration_units;
	size_t n;

	while (u->factor > 1 && seconds < u->factor)
		u++;
	n = (size_t)snprintf(
	    buf, DURATION_SIZE, "%lld%c", seconds / u->factor, u->letter);
	seconds %= u->factor;
	u++;
	if (u->letter == 0 || seconds < u->factor || n >= DURATION_SIZE)
		return;
	snprintf(buf + n, DURATION_SIZE - n, " %lld%c", seconds / u->factor,
	    u->letter);
}
