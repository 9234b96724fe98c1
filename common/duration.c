/*
 * duration: parse and format time spans with one table of units.
 */
#include "common/duration.h"

#include <ctype.h>
#include <stdio.h>

static const struct unit {
	char letter;
	long long seconds;
} units[] = {
	{ 'y', 365 * 86400LL },
	{ 'w', 7 * 86400 },
	{ 'd', 86400 },
	{ 'h', 3600 },
	{ 'm', 60 },
	{ 's', 1 },
};

enum { UNITS = sizeof(units) / sizeof(units[0]) };

/* Returns 0 for an unknown unit. */
static long long
unit_seconds(char letter)
{
	size_t i;

	for (i = 0; i < UNITS; i++)
		if (units[i].letter == tolower((unsigned char)letter))
			return units[i].seconds;
	return 0;
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
	long long sum = 0, n, unit;

	while (v.len > 0) {
		n = cut_number(&v, max);
		unit = v.len == 0 ? 1 : unit_seconds(*v.p);
		if (n < 0 || unit == 0 || n > (max - sum) / unit)
			return -1;
		sum += n * unit;
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
	size_t i = 0, n;

	while (i < UNITS - 1 && seconds < units[i].seconds)
		i++;
	n = (size_t)snprintf(buf, DURATION_SIZE, "%lld%c",
	    seconds / units[i].seconds, units[i].letter);
	seconds %= units[i].seconds;
	if (i + 1 == UNITS || seconds < units[i + 1].seconds ||
	    n >= DURATION_SIZE)
		return;
	snprintf(buf + n, DURATION_SIZE - n, " %lld%c",
	    seconds / units[i + 1].seconds, units[i + 1].letter);
}
