/*
 * setting: one field of a program's settings: find, copy, compare, free.
 */
#include "common/setting.h"

#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"

const struct setting *
setting_find(const struct setting *s, const char *name)
{
	for (; s->name != NULL; s++) {
		if (strcmp(s->name, name) == 0)
			return s;
	}
	return NULL;
}

int
setting_is_flag(const struct setting *s)
{
	return s->type == SETTING_BOOL && s->arg == NULL;
}

/* Like strchr, it returns a writable pointer from a const one, because the caller may own the struct. */
void *
setting_field(const struct setting *s, const void *config)
{
	return (char *)config + s->offset;
}

const char *const *
setting_words(const struct setting *s)
{
	return s->choices;
}

const struct setting *
setting_sub(const struct setting *s)
{
	return s->choices;
}

void *
setting_section_add(const struct setting *s, void *config, const char *title)
{
	struct setting_sections *list = setting_field(s, config);
	void *values = xcalloc(1, setting_extent(setting_sub(s)));

	settings_init(setting_sub(s), values);
	list->v = xreallocarray(list->v, list->n + 1, sizeof(*list->v));
	list->v[list->n++] = (struct setting_section){ xstrdup(title), values };
	return values;
}

void
setting_sections_clear(const struct setting *s, struct setting_sections *list)
{
	for (size_t i = 0; i < list->n; i++) {
		settings_clear(setting_sub(s), list->v[i].values);
		free(list->v[i].values);
		free(list->v[i].title);
	}
	free(list->v);
	*list = (struct setting_sections){ 0 };
}

static size_t
field_size(enum setting_type type)
{
	switch (type) {
	case SETTING_BOOL:
	case SETTING_ENUM:
		return sizeof(int);
	case SETTING_INT:
	case SETTING_SIZE:
	case SETTING_SECONDS:
		return sizeof(long long);
	case SETTING_STRING:
		return sizeof(char *);
	case SETTING_LIST:
		return sizeof(struct string_list);
	case SETTING_SECTIONS:
		break;
	}
	return sizeof(struct setting_sections);
}

size_t
setting_extent(const struct setting *s)
{
	size_t end, max = 0;

	for (; s->name != NULL; s++) {
		end = s->offset + field_size(s->type);
		if (end > max)
			max = end;
	}
	return max;
}

void
setting_zero(const struct setting *s, void *config)
{
	memset(setting_field(s, config), 0, field_size(s->type));
}

void
setting_clear(const struct setting *s, void *config)
{
	if (s->type == SETTING_STRING)
		xreplace(setting_field(s, config), NULL);
	else if (s->type == SETTING_LIST)
		string_list_clear(setting_field(s, config));
	else if (s->type == SETTING_SECTIONS)
		setting_sections_clear(s, setting_field(s, config));
	else
		setting_zero(s, config);
}

static void
sections_copy(const struct setting *s, void *dst, const void *src)
{
	const struct setting_sections *from = setting_field(s, src);
	const struct setting *sub = setting_sub(s), *row;
	void *values;

	setting_clear(s, dst);
	for (size_t i = 0; i < from->n; i++) {
		values = setting_section_add(s, dst, from->v[i].title);
		for (row = sub; row->name != NULL; row++)
			setting_copy(row, values, from->v[i].values);
	}
}

void
setting_copy(const struct setting *s, void *dst, const void *src)
{
	void *to = setting_field(s, dst);
	const void *from = setting_field(s, src);

	if (s->type == SETTING_STRING)
		xreplace(to, *(char *const *)from);
	else if (s->type == SETTING_LIST)
		string_list_copy(to, from);
	else if (s->type == SETTING_SECTIONS)
		sections_copy(s, dst, src);
	else
		memcpy(to, from, field_size(s->type));
}

static int
string_equal(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

static int
sections_equal(const struct setting *sub, const struct setting_sections *a,
    const struct setting_sections *b)
{
	const struct setting *row;

	if (a->n != b->n)
		return 0;
	for (size_t i = 0; i < a->n; i++) {
		if (strcmp(a->v[i].title, b->v[i].title) != 0)
			return 0;
		for (row = sub; row->name != NULL; row++)
			if (!setting_equal(row, a->v[i].values, b->v[i].values))
				return 0;
	}
	return 1;
}

int
setting_equal(const struct setting *s, const void *a, const void *b)
{
	const void *x = setting_field(s, a), *y = setting_field(s, b);

	if (s->type == SETTING_STRING)
		return string_equal(*(char *const *)x, *(char *const *)y);
	if (s->type == SETTING_LIST)
		return string_list_equal(x, y);
	if (s->type == SETTING_SECTIONS)
		return sections_equal(setting_sub(s), x, y);
	return memcmp(x, y, field_size(s->type)) == 0;
}
