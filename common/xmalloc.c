/*
 * xmalloc: memory allocation that ends the program when memory runs out.
 */
#include "common/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void no_memory(void) __attribute__((noreturn));

static void
no_memory(void)
{
	/* Not translated: gettext may allocate. */
	fputs("out of memory\n", stderr);
	_Exit(1);
}

/* malloc(0) may return NULL, which would look like a failure. */
void *
xmalloc(size_t size)
{
	void *p;

	p = malloc(size == 0 ? 1 : size);
	if (p == NULL)
		no_memory();
	return p;
}

void *
xcalloc(size_t n, size_t size)
{
	void *p;

	if (n == 0 || size == 0)
		n = size = 1;
	p = calloc(n, size);
	if (p == NULL)
		no_memory();
	return p;
}

void *
xreallocarray(void *old, size_t n, size_t size)
{
	void *p;

	if (n == 0 || size == 0)
		n = size = 1;
	p = reallocarray(old, n, size);
	if (p == NULL)
		no_memory();
	return p;
}

char *
xstrdup(const char *s)
{
	return s == NULL ? NULL : xviewdup(view_of(s));
}

char *
xviewdup(struct view v)
{
	char *s;

	s = xmalloc(v.len + 1);
	if (v.len > 0)
		memcpy(s, v.p, v.len);
	s[v.len] = '\0';
	return s;
}

int
xasprintf(char **out, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = xvasprintf(out, fmt, ap);
	va_end(ap);
	return n;
}

int
xvasprintf(char **out, const char *fmt, va_list ap)
{
	int n;

	n = vasprintf(out, fmt, ap);
	if (n < 0)
		no_memory();
	return n;
}

void
xreplace(char **p, const char *s)
{
	char *copy;

	copy = xstrdup(s);
	free(*p);
	*p = copy;
}

int
cause_set(char **cause, const char *fmt, ...)
{
	va_list ap;

	if (cause != NULL) {
		va_start(ap, fmt);
		xvasprintf(cause, fmt, ap);
		va_end(ap);
	}
	return -1;
}
