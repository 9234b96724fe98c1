/*
 * settings_report: the line of each key, and the mistakes found by checks of values against each other.
 */
#include "common/settings_report.h"

#include <stdlib.h>
#include <string.h>

#include "common/settings.h"
#include "common/xmalloc.h"

static struct key_line *
find_key(const struct setting_report *r, struct view key)
{
	for (size_t i = 0; i < r->nlines; i++) {
		if (view_equal(view_of(r->lines[i].key), key))
			return &r->lines[i];
	}
	return NULL;
}

void
report_line(struct setting_report *r, const char *key, int line)
{
	struct key_line *known = find_key(r, view_of(key));

	if (known == NULL) {
		r->lines =
		    xreallocarray(r->lines, r->nlines + 1, sizeof(*r->lines));
		known = &r->lines[r->nlines++];
		known->key = xstrdup(key);
	}
	known->line = line;
}

/* Return a key's line; for "operator ada: password", if unknown, that of "operator ada". 0 if neither is known. */
static int
line_of(const struct setting_report *r, const char *key)
{
	const struct key_line *known = find_key(r, view_of(key));
	const char *colon = strrchr(key, ':');

	if (known == NULL && colon != NULL)
		known =
		    find_key(r, (struct view){ key, (size_t)(colon - key) });
	return known == NULL ? 0 : known->line;
}

/* True if something is already wrong on the key's line. */
static int
line_has_problem(const struct setting_report *r, const char *key)
{
	const struct key_line *known = find_key(r, view_of(key));

	for (size_t i = 0; known != NULL && i < r->problems.n; i++) {
		if (r->problems.v[i].line == known->line)
			return 1;
	}
	return 0;
}

/* Reports at most one mistake per key. */
void
setting_wrong(struct setting_report *r, const char *key, const char *fmt, ...)
{
	char *text;
	va_list ap;

	if (problems_have_key(&r->problems, key) || line_has_problem(r, key))
		return;
	va_start(ap, fmt);
	xvasprintf(&text, fmt, ap);
	va_end(ap);
	problems_add(&r->problems, line_of(r, key), 1, key, "%s", text);
	free(text);
}

int
report_end(struct setting_report *r, char **cause)
{
	char *text;
	int rc = 0;

	if (r->problems.n > 0) {
		text = problems_take(&r->problems);
		rc = cause_set(cause, "%s", text);
		free(text);
	}
	for (size_t i = 0; i < r->nlines; i++)
		free(r->lines[i].key);
	free(r->lines);
	*r = (struct setting_report){ 0 };
	return rc;
}

int
settings_check(const void *config,
    void (*check)(const void *config, struct setting_report *), char **cause)
{
	struct setting_report report = { 0 };

	check(config, &report);
	return report_end(&report, cause);
}
