/*
 * subcommand_archive: the subcommands that work on the database file: export prints a snapshot of the history as lines
 * of JSON, import adds such lines (all of them or none), backup copies the database, forget deletes a nick's messages.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/admin/ask_server.h"
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
		      : cause_set(ctx, _("cannot write to standard output: %s"),
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
			     _("%s: \"%s\" is not a time. Give one like "
			       "2026-01-31 or "
			       "2026-01-31T12:00:00Z"),
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
		    _("--room: \"%s\" is not a room name. Give one like #tea"),
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

enum { LINE_BYTES = 8 * 1024 * 1024 };

struct import {
	struct archive *archive;
	const char *name; /* of the file, for errors */
	FILE *file;
	struct buf line;
	size_t nlines;
	size_t added;
	size_t known;
};

/* Read a line. Returns 1, 0 at the end of the file, or -1 and *cause. */
static int
next_line(struct import *im, char **cause)
{
	int c;

	buf_reset(&im->line);
	errno = 0;
	while ((c = getc_unlocked(im->file)) != EOF && c != '\n') {
		if (im->line.len == LINE_BYTES)
			return cause_set(cause,
			    _("%s, line %zu: the line is too long"), im->name,
			    im->nlines + 1);
		buf_add_char(&im->line, (char)c);
	}
	if (ferror(im->file))
		return cause_set(cause, "%s: %s", im->name, strerror(errno));
	if (c == EOF && im->line.len == 0)
		return 0;
	im->nlines++;
	return 1;
}

static int
take_line(struct import *im, char **cause)
{
	struct archive_record record;
	struct event_read read;
	char *why = NULL;
	int rc;

	if (event_json_read(&read, buf_view(&im->line), &why) != 0) {
		cause_set(
		    cause, _("%s, line %zu: %s"), im->name, im->nlines, why);
		free(why);
		return -1;
	}
	record = (struct archive_record){ read.event, buf_view(&read.rooms) };
	rc = archive_add(im->archive, &record, cause);
	im->added += rc == 1;
	im->known += rc == 0;
	event_read_clear(&read);
	return rc == -1 ? -1 : 0;
}

static int
take_all(struct import *im, char **cause)
{
	int rc = archive_begin(im->archive, cause), got = 1;

	while (rc == 0 && (got = next_line(im, cause)) == 1)
		rc = take_line(im, cause);
	if (rc == 0 && got == 0)
		return archive_commit(im->archive, cause);
	return -1;
}

int
subcommand_import(const struct subcommand_options *o, char **cause)
{
	struct import im = { .name = "stdin", .file = stdin };
	int rc = -1;

	if (o->argument != NULL) {
		im.name = o->argument;
		im.file = fopen(o->argument, "re");
		if (im.file == NULL)
			return cause_set(
			    cause, "%s: %s", im.name, strerror(errno));
	}
	im.archive = archive_open(o->database, ARCHIVE_MAKE, cause);
	if (im.archive != NULL)
		rc = take_all(&im, cause);
	archive_close(im.archive);
	buf_clear(&im.line);
	if (im.file != stdin)
		fclose(im.file);
	if (rc == 0)
		printf(_("%zu added, %zu were already there\n"), im.added,
		    im.known);
	return rc;
}

int
subcommand_backup(const struct subcommand_options *o, char **cause)
{
	struct archive *a = archive_open(o->database, ARCHIVE_READ, cause);
	int rc;

	if (a == NULL)
		return -1;
	rc = archive_copy(a, o->argument, cause);
	archive_close(a);
	return rc;
}

/*
 * If the name is an account's, the account is deleted first (by the running server, if any), so that it sends nothing
 * more.
 */
static int
drop_account(
    const struct subcommand_options *o, struct archive *a, char **cause)
{
	const char *words[] = { "account", "drop", o->argument };
	int rc = archive_has_account(a, o->argument, cause);

	if (rc == 1)
		rc = ask_server(o, words, 3, cause);
	return rc;
}

int
subcommand_forget(const struct subcommand_options *o, char **cause)
{
	struct archive *a;
	size_t n = 0;
	int rc;

	if (!nick_valid(view_of(o->argument)))
		return cause_set(
		    cause, _("\"%s\" is not a valid nick"), o->argument);
	a = archive_open(o->database, ARCHIVE_CHANGE, cause);
	if (a == NULL)
		return -1;
	rc = drop_account(o, a, cause);
	if (rc == 0)
		rc = archive_forget(a, o->argument, &n, cause);
	archive_close(a);
	if (rc != 0 && n == 0)
		return -1;
	printf(ngettext("%zu event changed\n", "%zu events changed\n", n), n);
	return rc;
}
