/* manual: the pages under man/, for tests that compare the tables with them. */
#include "tests/support/manual.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/settings.h"
#include "common/xmalloc.h"
#include "tests/support/test.h"

/* The top of the source tree, from the path of this file at compile time. */
static FILE *
page_open(const char *page)
{
	static const char here[] = __FILE__;
	char *path;
	FILE *f;

	xasprintf(&path, "man/%s", page);
	f = fopen(path, "r");
	free(path);
	if (f != NULL)
		return f;
	xasprintf(&path, "%.*sman/%s",
	    (int)(sizeof(here) - sizeof("tests/support/manual.c")), here, page);
	f = fopen(path, "r");
	free(path);
	return f;
}

char *
manual_read(const char *page)
{
	FILE *f = page_open(page);
	struct buf text = { 0 };
	char chunk[4096];
	size_t n;

	if (f == NULL)
		fail_msg("man/%s cannot be read from here", page);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&text, chunk, n);
	fclose(f);
	return buf_take(&text);
}

void
manual_has(const char *page, const char *text)
{
	if (strstr(page, text) == NULL)
		fail_msg("the manual lacks \"%s\"", text);
}

void
manual_entry_has(const char *page, const char *name, const char *text)
{
	char *item, *entry;
	const char *start, *end;

	xasprintf(&item, ".It Ic %s", name);
	start = strstr(page, item);
	if (start == NULL) {
		fail_msg("the manual has no entry \"%s\"", item);
		return;
	}
	end = strstr(start + 1, "\n.It ");
	if (end == NULL)
		end = start + strlen(start);
	entry = xviewdup((struct view){ start, (size_t)(end - start) + 1 });
	if (strstr(entry, text) == NULL)
		fail_msg("the entry of %s lacks \"%s\"", name, text);
	free(entry);
	free(item);
}

/* "1 to 1000" for a number, a size or a time. */
static void
manual_has_range(const char *page, const struct setting *s)
{
	struct buf range = { 0 };

	if (s->type != SETTING_INT && s->type != SETTING_SIZE &&
	    s->type != SETTING_SECONDS)
		return;
	setting_range(s, &range);
	if (range.len > 0)
		manual_entry_has(page, s->name, buf_str(&range));
	buf_clear(&range);
}

void
manual_has_settings(
    const char *page, const struct setting *s, const char *changes)
{
	char want[128];

	for (; s->name != NULL; s++) {
		if (s->flags & SETTING_CLI_ONLY)
			continue;
		snprintf(want, sizeof(want), ".It Ic %s%s\n", s->name,
		    s->flags & SETTING_RELOAD ? changes : "");
		manual_has(page, want);
		manual_has_range(page, s);
		if (s->def == NULL)
			continue;
		snprintf(want, sizeof(want), "efault: %s.\n", s->def);
		manual_entry_has(page, s->name, want);
	}
}

void
manual_has_options(const char *page, const struct setting *s)
{
	char want[128];

	for (; s->name != NULL; s++) {
		if (s->opt == 0)
			continue;
		snprintf(want, sizeof(want), ".It Fl %c", s->opt);
		manual_has(page, want);
		snprintf(want, sizeof(want), "Fl Fl %s", s->name);
		manual_has(page, want);
	}
}
