/*
 * string_list: a growing list of strings.
 */
#include "common/string_list.h"

#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"

void
string_list_add(struct string_list *list, const char *text)
{
	/* The space doubles whenever it is full, which is when n is a power of two. */
	if ((list->n & (list->n - 1)) == 0)
		list->v = xreallocarray(
		    list->v, list->n == 0 ? 1 : 2 * list->n, sizeof(*list->v));
	list->v[list->n++] = xstrdup(text);
}

void
string_list_remove(struct string_list *list, size_t i)
{
	free(list->v[i]);
	memmove(
	    list->v + i, list->v + i + 1, (list->n - i - 1) * sizeof(*list->v));
	list->n--;
}

int
string_list_has(const struct string_list *list, const char *s)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i], s) == 0)
			return 1;
	return 0;
}

void
string_list_clear(struct string_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i]);
	free(list->v);
	*list = (struct string_list){ 0 };
}

void
string_list_copy(struct string_list *dst, const struct string_list *src)
{
	struct string_list copy = { 0 };

	for (size_t i = 0; i < src->n; i++)
		string_list_add(&copy, src->v[i]);
	string_list_clear(dst);
	*dst = copy;
}

int
string_list_equal(const struct string_list *a, const struct string_list *b)
{
	if (a->n != b->n)
		return 0;
	for (size_t i = 0; i < a->n; i++) {
		if (strcmp(a->v[i], b->v[i]) != 0)
			return 0;
	}
	return 1;
}
