/*
 * times: dates as replies show them.
 */
#ifndef TCHAT_SERVER_IRC_TIMES_H
#define TCHAT_SERVER_IRC_TIMES_H

#include <stdint.h>

enum { IRC_DATE_SIZE = sizeof("2026-01-01 00:00:00 UTC") };

/* Write a date for people, in UTC; ms since 1970. */
void	irc_date(char buf[IRC_DATE_SIZE], int64_t ms);

#endif
