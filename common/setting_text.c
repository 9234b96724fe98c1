/*
 * setting_text: format a setting's value and range as text that people read and setting_parse accepts.
 */
#include <assert.h>
#include <limits.h>

#include "common/setting.h"
#include "common/setting_units.h"

/* Uses the largest unit that divides the number: 65536 is 64k, 90 seconds are 90s. */
static void
format_number(enum setting_type type, long long n, struct buf *out)
{
	const struct setting_unit *unit, *best = NULL;

	for (unit = setting_units(type); unit->letter != 0; unit++) {
		if (n != 0 && n % unit->factor == 0)
			best = unit;
	}
	if (best == NULL)
		buf_printf(out, "%lld", n);
	else
		buf_printf(out, "%lld%c", n / best->factor, best->letter);
}

/* Escape an item's commas and backslashes, and spaces at its ends. */
static void
format_item(const char *item, struct buf *out)
{
	for (const char *p = item; *p != '\0'; p++) {
		int edge = p == item || p[1] == '\0';

		if (*p == ',' || *p == '\\' ||
		    ((*p == ' ' || *p == '\t') && edge))
			buf_add_char(out, '\\');
		buf_add_char(out, *p);
	}
}

static void
format_list(const struct string_list *list, struct buf *out)
{
	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			buf_add_char(out, ',');
		format_item(list->v[i], out);
	}
}

static void
format_titles(const struct setting_sections *list, struct buf *out)
{
	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			buf_add_char(out, ',');
		format_item(list->v[i].title, out);
	}
}

void
setting_format(const struct setting *s, const void *config, struct buf *out)
{
	const void *field = setting_field(s, config);

	switch (s->type) {
	case SETTING_BOOL:
		buf_add_str(out, *(const int *)field ? "yes" : "no");
		break;
	case SETTING_INT:
	case SETTING_SIZE:
	case SETTING_SECONDS:
		format_number(s->type, *(const long long *)field, out);
		break;
	case SETTING_STRING:
		if (*(char *const *)field != NULL)
			buf_add_str(out, *(char *const *)field);
		break;
	case SETTING_ENUM:
		buf_add_str(out, setting_words(s)[*(const int *)field]);
		break;
	case SETTING_LIST:
		format_list(field, out);
		break;
	case SETTING_SECTIONS:
		format_titles(field, out);
		break;
	}
}

static void
range_choices(const struct setting *s, struct buf *out)
{
	const char *const *words = setting_words(s);

	for (size_t i = 0; words[i] != NULL; i++) {
		if (i > 0)
			buf_add_str(out, words[i + 1] == NULL ? " or " : ", ");
		buf_add_str(out, words[i]);
	}
}

/* "1 to 9", "at least 1", "at most 9"; a max of LLONG_MAX or LLONG_MIN is no limit. */
static void
range_numbers(const struct setting *s, long long none, struct buf *out)
{
	int open = s->max == LLONG_MAX;

	if (s->min == none && open)
		return;
	if (s->min != none && !open) {
		format_number(s->type, s->min, out);
		buf_add_str(out, " to ");
	} else {
		buf_add_str(out, open ? "at least " : "at most ");
	}
	format_number(s->type, open ? s->min : s->max, out);
}

void
setting_range(const struct setting *s, struct buf *out)
{
	int any = s->min == 0 && s->max == 0;

	switch (s->type) {
	case SETTING_BOOL:
		buf_add_str(out, "yes or no");
		break;
	case SETTING_INT:
	case SETTING_SIZE:
	case SETTING_SECONDS:
		if (!any)
			range_numbers(s, LLONG_MIN, out);
		break;
	case SETTING_STRING:
	case SETTING_LIST:
		if (any)
			break;
		range_numbers(s, 0, out);
		buf_add_str(out, " bytes");
		break;
	case SETTING_ENUM:
		range_choices(s, out);
		break;
	case SETTING_SECTIONS:
		break;
	}
}
