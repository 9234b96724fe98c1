/*
 * times: write dates for people.
 */
#include "server/irc/times.h"

#include <time.h>

void
irc_date(char buf[IRC_DATE_SIZE], int64_t ms)
{
	time_t t = (time_t)(ms / 1000);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(buf, IRC_DATE_SIZE, "%Y-%m-%d %H:%M:%S UTC", &tm);
}
