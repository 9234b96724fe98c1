/*
 * subcommand_import: add exported lines to the history, all of them or none.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/xmalloc.h"
#include "server/admin/event_json.h"
#include "server/admin/subcommand.h"
#include "server/store/archive.h"

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
			    "%s, line %zu: the line is too long", im->name,
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
		cause_set(cause, "%s, line %zu: %s", im->name, im->nlines, why);
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
		printf(
		    "%zu added, %zu were already there\n", im.added, im.known);
	return rc;
}
