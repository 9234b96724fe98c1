/*
 * subcommand_export: print a snapshot of the history as lines of JSON on stdout.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/admin/event_json.h"
#include "server/admin/subcommand.h"
#include "server/store/archive.h"

static int
print(const struct archive_record *record, void *ctx)
{
	struct buf line = { 0 };
	size_t n;

	event_json_write(&line, record);
	n = fwrite(line.p, 1, line.len, stdout);
	n = line.len - n;
	buf_clear(&line);
	return n == 0 ? 0
		      : cause_set(ctx, "cannot write to standard output: %s",
			    strerror(errno));
}

/* Parse a time as in the exported lines, or a day (UTC). */
static int
read_time(const char *flag, const char *text, int64_t *ms, char **cause)
{
	struct buf day = { 0 };
	int rc;

	if (text == NULL)
		return 0;
	rc = clock_parse_iso(view_of(text), ms);
	if (rc != 0) {
		buf_printf(&day, "%sT00:00:00Z", text);
		rc = clock_parse_iso(buf_view(&day), ms);
		buf_clear(&day);
	}
	return rc == 0 ? 0
		       : cause_set(cause,
			     "%s: \"%s\" is not a time. Give one like "
			     "2026-01-31 or "
			     "2026-01-31T12:00:00Z",
			     flag, text);
}

static int
read_filter(struct archive_filter *filter, char folded[NAME_FOLDED],
    const struct subcommand_options *o, char **cause)
{
	struct view room = view_of(o->room);

	*filter = (struct archive_filter){ NULL, INT64_MIN, INT64_MAX };
	if (read_time("--after", o->after, &filter->after, cause) != 0 ||
	    read_time("--before", o->before, &filter->before, cause) != 0)
		return -1;
	if (o->room == NULL)
		return 0;
	if (!room_valid(room) || name_fold(folded, NAME_FOLDED, room) <= 0)
		return cause_set(cause,
		    "--room: \"%s\" is not a room name. Give one like #tea",
		    o->room);
	filter->room = folded;
	return 0;
}

int
subcommand_export(const struct subcommand_options *o, char **cause)
{
	struct archive_filter filter;
	char folded[NAME_FOLDED];
	struct archive *a;
	int rc;

	if (read_filter(&filter, folded, o, cause) != 0)
		return -1;
	a = archive_open(o->database, ARCHIVE_READ, cause);
	if (a == NULL)
		return -1;
	rc = archive_each(a, &filter, print, cause, cause);
	archive_close(a);
	return rc;
}
