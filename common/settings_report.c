/*
 * settings_report: the mistakes found in settings, and the line of each key.
 */
#include "common/settings_report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/text.h"
#include "common/xmalloc.h"

static struct settings_key *
find_key(const struct settings_report *r, struct view key)
{
	for (size_t i = 0; i < r->nkeys; i++) {
		if (view_equal(view_of(r->keys[i].key), key))
			return &r->keys[i];
	}
	return NULL;
}

void
settings_report_line(struct settings_report *r, const char *key, int line)
{
	struct settings_key *known = find_key(r, view_of(key));

	if (known == NULL) {
		r->keys =
		    xreallocarray(r->keys, r->nkeys + 1, sizeof(*r->keys));
		known = &r->keys[r->nkeys++];
		known->key = xstrdup(key);
	}
	known->line = line;
}

void
settings_report_add(
    struct settings_report *r, int line, const char *key, const char *text)
{
	r->mistakes =
	    xreallocarray(r->mistakes, r->nmistakes + 1, sizeof(*r->mistakes));
	r->mistakes[r->nmistakes++] =
	    (struct settings_mistake){ line, xstrdup(key), xstrdup(text) };
}

static void
clear_mistake(struct settings_mistake *m)
{
	free(m->key);
	free(m->text);
}

void
settings_report_drop(struct settings_report *r, int line, const char *key)
{
	struct settings_mistake *m;
	size_t n = 0;

	for (size_t i = 0; i < r->nmistakes; i++) {
		m = &r->mistakes[i];
		if (m->line == line && m->key != NULL &&
		    strcmp(m->key, key) == 0)
			clear_mistake(m);
		else
			r->mistakes[n++] = *m;
	}
	r->nmistakes = n;
}

/* Return a key's line; for "operator ada: password", if unknown, that of "operator ada". 0 if neither is known. */
static int
line_of(const struct settings_report *r, const char *key)
{
	const struct settings_key *known = find_key(r, view_of(key));
	const char *colon = strrchr(key, ':');

	if (known == NULL && colon != NULL)
		known =
		    find_key(r, (struct view){ key, (size_t)(colon - key) });
	return known == NULL ? 0 : known->line;
}

/* True if the key, or the line of its value, already has a mistake. */
static int
has_mistake(const struct settings_report *r, const char *key)
{
	const struct settings_key *known = find_key(r, view_of(key));
	const struct settings_mistake *m = r->mistakes;

	for (size_t i = 0; i < r->nmistakes; i++, m++) {
		if ((m->key != NULL && strcmp(m->key, key) == 0) ||
		    (known != NULL && m->line == known->line))
			return 1;
	}
	return 0;
}

void
settings_report_mistake(
    struct settings_report *r, const char *key, const char *fmt, ...)
{
	char *text;
	va_list ap;

	if (has_mistake(r, key))
		return;
	va_start(ap, fmt);
	xvasprintf(&text, fmt, ap);
	va_end(ap);
	settings_report_add(r, line_of(r, key), key, text);
	free(text);
}

int
settings_check(const void *config, settings_check_fn *check, char **cause)
{
	struct settings_report report = { 0 };

	check(config, &report);
	return settings_report_end(&report, cause);
}

/* Insertion sort: the list is nearly sorted, and mistakes of one line keep their order. */
static void
sort_by_line(struct settings_report *r)
{
	for (size_t i = 1; i < r->nmistakes; i++) {
		struct settings_mistake one = r->mistakes[i];
		size_t j = i;

		for (; j > 0 && r->mistakes[j - 1].line > one.line; j--)
			r->mistakes[j] = r->mistakes[j - 1];
		r->mistakes[j] = one;
	}
}

/* Append "FILE:LINE: KEY: text", without what is unknown. */
static void
format_mistake(const struct settings_report *r,
    const struct settings_mistake *m, struct buf *out)
{
	if (r->file != NULL)
		buf_printf(out, "%s:", r->file);
	if (m->line != 0)
		buf_printf(out, "%d:", m->line);
	if (r->file != NULL || m->line != 0)
		buf_add_char(out, ' ');
	if (m->key != NULL) {
		text_vis(out, view_of(m->key));
		buf_add_str(out, ": ");
	}
	buf_add_str(out, m->text);
}

int
settings_report_end(struct settings_report *r, char **cause)
{
	struct buf b = { 0 };
	int rc = 0;

	sort_by_line(r);
	for (size_t i = 0; i < r->nmistakes; i++) {
		if (i > 0)
			buf_add_char(&b, '\n');
		format_mistake(r, &r->mistakes[i], &b);
		clear_mistake(&r->mistakes[i]);
	}
	if (r->nmistakes > 0)
		rc = cause_set(cause, "%s", buf_str(&b));
	for (size_t i = 0; i < r->nkeys; i++)
		free(r->keys[i].key);
	free(r->keys);
	free(r->mistakes);
	buf_clear(&b);
	*r = (struct settings_report){ 0 };
	return rc;
}
