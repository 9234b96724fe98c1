/*
 * settings: the values of a whole table: defaults, copies, one value by name, and reloads.
 */
#include "common/settings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

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
settings_extent(const struct setting *s)
{
	size_t end, max = 0;

	for (; s->name != NULL; s++) {
		end = s->offset + field_size(s->type);
		if (end > max)
			max = end;
	}
	return max;
}

const struct setting *
settings_find(const struct setting *s, const char *name)
{
	for (; s->name != NULL; s++) {
		if (strcmp(s->name, name) == 0)
			return s;
	}
	return NULL;
}

const struct setting *
settings_find_sections(const struct setting *s, const char *name)
{
	for (; s->name != NULL; s++) {
		if (s->type == SETTING_SECTIONS && strcmp(s->name, name) == 0)
			return s;
	}
	return NULL;
}

/* Make the field empty without reading what it held before. */
static void
zero_row(const struct setting *s, void *config)
{
	memset(setting_field(s, config), 0, field_size(s->type));
}

void
settings_init(const struct setting *s, void *config)
{
	int rc = 0;

	for (; s->name != NULL; s++) {
		zero_row(s, config);
		if (s->def != NULL)
			rc = setting_parse(s, config, s->def, NULL);
		assert(
		    rc == 0); /* fails if a default is outside its own range */
	}
	(void)rc;
}

void *
settings_add_section(const struct setting *s, void *config, const char *title)
{
	struct setting_sections *list = setting_field(s, config);
	void *values = xcalloc(1, settings_extent(setting_sub(s)));

	settings_init(setting_sub(s), values);
	list->v = xreallocarray(list->v, list->n + 1, sizeof(*list->v));
	list->v[list->n++] =
	    (struct setting_section){ xstrdup(title), values, { 0 } };
	return values;
}

struct setting_section *
settings_section(const struct setting *s, const void *config, const char *title)
{
	const struct setting_sections *list = setting_field(s, config);

	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->v[i].title, title) == 0)
			return &list->v[i];
	return NULL;
}

/* Return the index of the name, or of the first one after it. */
static size_t
given_index(const struct string_list *given, const char *name)
{
	size_t i = 0;

	while (i < given->n && strcmp(given->v[i], name) < 0)
		i++;
	return i;
}

int
settings_is_given(const struct setting_section *section, const char *name)
{
	size_t i = given_index(&section->given, name);

	return i < section->given.n && strcmp(section->given.v[i], name) == 0;
}

void
settings_set_given(struct setting_section *section, const char *name, int given)
{
	struct string_list *list = &section->given;
	size_t i = given_index(list, name);
	char *moved;

	if (settings_is_given(section, name) == (given != 0))
		return;
	if (!given) {
		free(list->v[i]);
		list->n--;
		memmove(list->v + i, list->v + i + 1,
		    (list->n - i) * sizeof(*list->v));
		return;
	}
	string_list_add(list, name);
	moved = list->v[list->n - 1];
	memmove(
	    list->v + i + 1, list->v + i, (list->n - 1 - i) * sizeof(*list->v));
	list->v[i] = moved;
}

static void
clear_section(const struct setting *s, struct setting_section *section)
{
	settings_clear(setting_sub(s), section->values);
	free(section->values);
	free(section->title);
	string_list_clear(&section->given);
}

void
settings_remove_section(
    const struct setting *s, void *config, const char *title)
{
	struct setting_sections *list = setting_field(s, config);
	struct setting_section *section = settings_section(s, config, title);

	if (section == NULL)
		return;
	clear_section(s, section);
	list->n--;
	memmove(section, section + 1,
	    (size_t)(list->v + list->n - section) * sizeof(*section));
}

static void
clear_sections(const struct setting *s, struct setting_sections *list)
{
	for (size_t i = 0; i < list->n; i++)
		clear_section(s, &list->v[i]);
	free(list->v);
	*list = (struct setting_sections){ 0 };
}

void
settings_clear_row(const struct setting *s, void *config)
{
	if (s->type == SETTING_STRING)
		xreplace(setting_field(s, config), NULL);
	else if (s->type == SETTING_LIST)
		string_list_clear(setting_field(s, config));
	else if (s->type == SETTING_SECTIONS)
		clear_sections(s, setting_field(s, config));
	else
		zero_row(s, config);
}

void
settings_clear(const struct setting *s, void *config)
{
	for (; s->name != NULL; s++)
		settings_clear_row(s, config);
}

static void
copy_sections(const struct setting *s, void *dst, const void *src)
{
	const struct setting_sections *from = setting_field(s, src);
	const struct setting *row;
	void *values;

	settings_clear_row(s, dst);
	for (size_t i = 0; i < from->n; i++) {
		values = settings_add_section(s, dst, from->v[i].title);
		for (row = setting_sub(s); row->name != NULL; row++)
			settings_copy_row(row, values, from->v[i].values);
		string_list_copy(
		    &settings_section(s, dst, from->v[i].title)->given,
		    &from->v[i].given);
	}
}

void
settings_copy_row(const struct setting *s, void *dst, const void *src)
{
	void *to = setting_field(s, dst);
	const void *from = setting_field(s, src);

	if (s->type == SETTING_STRING)
		xreplace(to, *(char *const *)from);
	else if (s->type == SETTING_LIST)
		string_list_copy(to, from);
	else if (s->type == SETTING_SECTIONS)
		copy_sections(s, dst, src);
	else
		memcpy(to, from, field_size(s->type));
}

void
settings_copy(const struct setting *s, void *dst, const void *src)
{
	for (; s->name != NULL; s++) {
		zero_row(s, dst);
		settings_copy_row(s, dst, src);
	}
}

static int
strings_equal(const char *a, const char *b)
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
		if (strcmp(a->v[i].title, b->v[i].title) != 0 ||
		    !string_list_equal(&a->v[i].given, &b->v[i].given))
			return 0;
		for (row = sub; row->name != NULL; row++)
			if (!settings_equal_row(
				row, a->v[i].values, b->v[i].values))
				return 0;
	}
	return 1;
}

int
settings_equal_row(const struct setting *s, const void *a, const void *b)
{
	const void *x = setting_field(s, a), *y = setting_field(s, b);

	if (s->type == SETTING_STRING)
		return strings_equal(*(char *const *)x, *(char *const *)y);
	if (s->type == SETTING_LIST)
		return string_list_equal(x, y);
	if (s->type == SETTING_SECTIONS)
		return sections_equal(setting_sub(s), x, y);
	return memcmp(x, y, field_size(s->type)) == 0;
}

int
settings_set(const struct setting *table, void *config, const char *name,
    const char *value, char **cause)
{
	const struct setting *s = settings_find(table, name);
	struct buf b = { 0 };
	char *why = NULL;

	if (s == NULL) {
		text_vis(&b, view_of(name));
		cause_set(cause, _("unknown setting \"%s\""), buf_str(&b));
		buf_clear(&b);
		return -1;
	}
	if (setting_parse(s, config, value, &why) == 0)
		return 0;
	cause_set(cause, "%s: %s", name, why);
	free(why);
	return -1;
}

char *
settings_get(const struct setting *table, const void *config, const char *name)
{
	const struct setting *s = settings_find(table, name);
	struct buf b = { 0 };

	if (s == NULL)
		return NULL;
	if (s->type == SETTING_STRING &&
	    *(char *const *)setting_field(s, config) == NULL)
		return NULL;
	setting_format(s, config, &b);
	return buf_take(&b);
}

void
settings_reload(const struct setting *s, void *config, const void *next,
    void (*restart)(const char *name, void *ctx), void *ctx)
{
	for (; s->name != NULL; s++) {
		if (settings_equal_row(s, config, next))
			continue;
		if (s->flags & SETTING_RELOAD)
			settings_copy_row(s, config, next);
		else
			restart(s->name, ctx);
	}
}
