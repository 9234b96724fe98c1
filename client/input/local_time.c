/*
 * local_time: a table of formats for strptime(3).
 */
#include "client/input/local_time.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/xmalloc.h"

/* Return 0 if the text has this format and is a time that exists. Fields that the format lacks keep their value. */
static int
parse(const char *text, const char *format, struct tm *tm)
{
	struct tm parsed = *tm;
	const char *end = strptime(text, format, &parsed);

	if (end == NULL || *end != '\0')
		return -1;
	*tm = parsed;
	return 0;
}

/* Returns -1 for a day that does not exist, such as 31 February: mktime would make another one of it. */
static int
to_ms(const struct tm *parts, int64_t *ms)
{
	struct tm tm = *parts;
	time_t seconds;

	tm.tm_isdst = -1;
	seconds = mktime(&tm);
	if (seconds <= 0 || tm.tm_mday != parts->tm_mday ||
	    tm.tm_mon != parts->tm_mon)
		return -1;
	*ms = (int64_t)seconds * 1000;
	return 0;
}

int
local_time_parse(struct view text, int64_t *ms)
{
	static const char *const formats[] = { "%Y-%m-%dT%H:%M",
		"%Y-%m-%d %H:%M", "%Y-%m-%d" };
	char *copy = xviewdup(text);
	struct tm tm;
	size_t i;
	int rc = -1;

	for (i = 0; rc != 0 && i < sizeof(formats) / sizeof(formats[0]); i++) {
		tm = (struct tm){ 0 };
		if (parse(copy, formats[i], &tm) == 0)
			rc = to_ms(&tm, ms);
	}
	free(copy);
	return rc;
}

/* Cut "today" or "yesterday" off the text, with the space behind it. Returns the days before today. */
static int
cut_day(struct view *text, int *has_day)
{
	static const char *const days[] = { "today", "yesterday" };
	struct view rest = *text, word;
	int i;

	*has_day = 0;
	view_cut(&rest, ' ', &word);
	for (i = 0; i < 2; i++)
		if (view_equal_nocase(word, view_of(days[i]))) {
			*text = rest;
			*has_day = 1;
			return i;
		}
	return 0;
}

/* Return the time of a day so many days before that of tm. mktime turns day 0 into the last day of a month. */
static int64_t
days_before(struct tm tm, int days)
{
	tm.tm_mday -= days;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm) * 1000;
}

int
local_time_parse_near(struct view text, int64_t now, int64_t *ms)
{
	time_t seconds = (time_t)(now / 1000);
	int has_day, days, rc = 0;
	struct tm tm;
	char *copy;

	if (local_time_parse(text, ms) == 0)
		return 0;
	localtime_r(&seconds, &tm);
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	days = cut_day(&text, &has_day);
	if (text.len > 0 || !has_day) {
		copy = xviewdup(text);
		rc = parse(copy, "%H:%M", &tm);
		free(copy);
	}
	*ms = days_before(tm, days);
	if (!has_day && *ms > now)
		*ms = days_before(tm, 1);
	return rc;
}
