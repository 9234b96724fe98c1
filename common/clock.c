/*
 * clock: the system's clocks, or one set by a test; and times in the format of IRCv3 server-time.
 */
#include "common/clock.h"

#include <assert.h>
#include <time.h>

/* The years with four digits: 0000-01-01 to 9999-12-31. */
#define ISO_FIRST (-62167219200000LL)
#define ISO_LAST  253402300799999LL

static int64_t (*wall_fn)(void), (*mono_fn)(void), (*boot_fn)(void);

static int64_t
read_clock(clockid_t id)
{
	struct timespec ts;
	int rc;

	rc = clock_gettime(id, &ts);
	assert(rc == 0);
	(void)rc;
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

int64_t
clock_ms(void)
{
	return wall_fn != NULL ? wall_fn() : read_clock(CLOCK_REALTIME) / 1000;
}

int64_t
clock_mono_ms(void)
{
	return clock_mono_us() / 1000;
}

int64_t
clock_mono_us(void)
{
	return mono_fn != NULL ? mono_fn() * 1000 : read_clock(CLOCK_MONOTONIC);
}

int64_t
clock_thread_us(void)
{
	return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

int64_t
clock_boot_ms(void)
{
	return boot_fn != NULL ? boot_fn() : read_clock(CLOCK_BOOTTIME) / 1000;
}

int64_t
clock_seconds_since(int64_t ms)
{
	int64_t now = clock_ms();

	return now > ms ? (now - ms) / 1000 : 0;
}

void
clock_set(int64_t (*fn)(void))
{
	wall_fn = fn;
	mono_fn = fn;
	boot_fn = fn;
}

void
clock_set_wall(int64_t (*fn)(void))
{
	wall_fn = fn;
}

void
clock_set_boot(int64_t (*fn)(void))
{
	boot_fn = fn;
}

/* Write n with exactly `width` digits, then the character `after`. */
static char *
put_digits(char *p, int n, int width, char after)
{
	for (int i = width - 1; i >= 0; i--) {
		p[i] = (char)('0' + n % 10);
		n /= 10;
	}
	p[width] = after;
	return p + width + 1;
}

void
clock_iso(char buf[CLOCK_ISO_SIZE], int64_t ms)
{
	struct tm tm = { 0 };
	time_t sec;
	int rest;
	char *p = buf;

	if (ms < ISO_FIRST)
		ms = ISO_FIRST;
	if (ms > ISO_LAST)
		ms = ISO_LAST;
	rest = (int)(ms % 1000);
	if (rest < 0)
		rest += 1000;
	sec = (time_t)((ms - rest) / 1000);
	gmtime_r(&sec, &tm);
	p = put_digits(p, tm.tm_year + 1900, 4, '-');
	p = put_digits(p, tm.tm_mon + 1, 2, '-');
	p = put_digits(p, tm.tm_mday, 2, 'T');
	p = put_digits(p, tm.tm_hour, 2, ':');
	p = put_digits(p, tm.tm_min, 2, ':');
	p = put_digits(p, tm.tm_sec, 2, '.');
	p = put_digits(p, rest, 3, 'Z');
	*p = '\0';
}

/* Parse exactly `width` digits and the character `after` (0: none) at the front of *v. */
static int
take_digits(struct view *v, size_t width, char after, int *n)
{
	size_t i;

	if (v->len < width + (after != 0))
		return -1;
	*n = 0;
	for (i = 0; i < width; i++) {
		if (v->p[i] < '0' || v->p[i] > '9')
			return -1;
		*n = *n * 10 + (v->p[i] - '0');
	}
	if (after != 0 && v->p[i++] != after)
		return -1;
	v->p += i;
	v->len -= i;
	return 0;
}

/* Parse ".5", ".123456": any number of digits; only milliseconds count. */
static int
take_fraction(struct view *v, int *ms)
{
	int scale = 100;
	size_t i = 1;

	*ms = 0;
	if (v->len == 0 || v->p[0] != '.')
		return 0;
	for (; i < v->len && v->p[i] >= '0' && v->p[i] <= '9'; i++) {
		*ms += (v->p[i] - '0') * scale;
		scale /= 10;
	}
	if (i == 1)
		return -1;
	v->p += i;
	v->len -= i;
	return 0;
}

static int
days_of_month(int year, int month)
{
	static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* A 60th second becomes the first second of the next minute (server-time). */
int
clock_parse_iso(struct view v, int64_t *ms)
{
	struct tm tm = { 0 };
	int year, month, rest;

	if (take_digits(&v, 4, '-', &year) == -1 ||
	    take_digits(&v, 2, '-', &month) == -1 ||
	    take_digits(&v, 2, 'T', &tm.tm_mday) == -1 ||
	    take_digits(&v, 2, ':', &tm.tm_hour) == -1 ||
	    take_digits(&v, 2, ':', &tm.tm_min) == -1 ||
	    take_digits(&v, 2, 0, &tm.tm_sec) == -1 ||
	    take_fraction(&v, &rest) == -1 || !view_equal(v, VIEW("Z")))
		return -1;
	if (month < 1 || month > 12 || tm.tm_mday < 1 ||
	    tm.tm_mday > days_of_month(year, month) || tm.tm_hour > 23 ||
	    tm.tm_min > 59 || tm.tm_sec > 60)
		return -1;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	*ms = (int64_t)timegm(&tm) * 1000 + rest;
	return 0;
}
