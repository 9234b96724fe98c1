/*
 * local_time: parses days and times as people type them, in the local time zone.
 */
#ifndef TCHAT_CLIENT_INPUT_LOCAL_TIME_H
#define TCHAT_CLIENT_INPUT_LOCAL_TIME_H

#include <stdint.h>

#include "common/view.h"

/*
 * Parse a day, or a day and a time: 2026-01-31, "2026-01-31 12:30", 2026-01-31T12:30. Sets *ms. Returns 0, or -1.
 */
int	local_time_parse(struct view, int64_t *ms);

/*
 * The same, and also: 12:30 (the last time that it was 12:30), today, yesterday, "yesterday 12:30".
 */
int	local_time_parse_near(struct view, int64_t now, int64_t *ms);

#endif
