/*
 * settings_problems: the list of mistakes found in settings.
 */
#include "common/settings_problems.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/text.h"
#include "common/xmalloc.h"

void
problems_add(struct problems *ps, int line, int kept, const char *key,
    const char *fmt, ...)
{
	struct buf b = { 0 };
	char *text;
	va_list ap;

	va_start(ap, fmt);
	xvasprintf(&text, fmt, ap);
	va_end(ap);
	if (ps->file != NULL)
		buf_printf(&b, "%s:", ps->file);
	if (line != 0)
		buf_printf(&b, "%d:", line);
	if (b.len > 0)
		buf_add_char(&b, ' ');
	if (key != NULL) {
		text_vis(&b, view_of(key));
		buf_add_str(&b, ": ");
	}
	buf_add_str(&b, text);
	free(text);
	ps->v = xreallocarray(ps->v, ps->n + 1, sizeof(*ps->v));
	ps->v[ps->n++] =
	    (struct problem){ line, kept, xstrdup(key), buf_take(&b) };
}

int
problems_have_key(const struct problems *ps, const char *key)
{
	for (size_t i = 0; i < ps->n; i++) {
		if (ps->v[i].key != NULL && strcmp(ps->v[i].key, key) == 0)
			return 1;
	}
	return 0;
}

static void
problem_clear(struct problem *p)
{
	free(p->key);
	free(p->text);
}

void
problems_drop(struct problems *ps)
{
	size_t n = 0;

	for (size_t i = 0; i < ps->n; i++) {
		if (ps->v[i].kept)
			ps->v[n++] = ps->v[i];
		else
			problem_clear(&ps->v[i]);
	}
	ps->n = n;
}

/* Insertion sort: the list is nearly sorted, and problems of one line keep their order. */
static void
problems_sort(struct problems *ps)
{
	for (size_t i = 1; i < ps->n; i++) {
		struct problem one = ps->v[i];
		size_t j = i;

		for (; j > 0 && ps->v[j - 1].line > one.line; j--)
			ps->v[j] = ps->v[j - 1];
		ps->v[j] = one;
	}
}

char *
problems_take(struct problems *ps)
{
	struct buf b = { 0 };

	problems_sort(ps);
	for (size_t i = 0; i < ps->n; i++) {
		if (i > 0)
			buf_add_char(&b, '\n');
		buf_add_str(&b, ps->v[i].text);
		problem_clear(&ps->v[i]);
	}
	free(ps->v);
	ps->v = NULL;
	ps->n = 0;
	return buf_take(&b);
}
