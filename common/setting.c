/*
 * setting: parse and format one value; say what is allowed and what is wrong.
 */
#include "common/setting.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/duration.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

int
setting_is_flag(const struct setting *s)
{
	return s->type == SETTING_BOOL && s->arg == NULL;
}

int
setting_in_file(const struct setting *s)
{
	return !(s->flags & SETTING_CLI_ONLY);
}

int
setting_in_args(const struct setting *s)
{
	return !(s->flags & SETTING_FILE_ONLY);
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

/* Return the units of a type, the largest first; most types have none. */
static const struct unit *
units_of(enum setting_type type)
{
	static const struct unit none[] = { { 0, 0 } };
	static const struct unit size[] = { { 'T', 1LL << 40 },
		{ 'G', 1LL << 30 }, { 'M', 1LL << 20 }, { 'k', 1LL << 10 },
		{ 0, 0 } };

	if (type == SETTING_SIZE)
		return size;
	/* Without years: a setting's longest unit is the week. */
	return type == SETTING_SECONDS ? unit_find(duration_units, 'w') : none;
}

/* Uses the largest unit that divides the number: 65536 is 64k, 90 seconds are 90s. */
static void
format_number(enum setting_type type, long long n, struct buf *out)
{
	const struct unit *unit = units_of(type);

	while (unit->letter != 0 && n % unit->factor != 0)
		unit++;
	if (n == 0 || unit->letter == 0)
		buf_printf(out, "%lld", n);
	else
		buf_printf(out, "%lld%c", n / unit->factor, unit->letter);
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

/* Append double quotes and escapes as settings_file reads them. Without the \\ before $, "${NAME}" is a variable. */
void
setting_quote(const char *text, struct buf *out)
{
	buf_add_char(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '\n') {
			buf_add_str(out, "\\n");
			continue;
		}
		if (strchr("\"\\$", *text) != NULL)
			buf_add_char(out, '\\');
		buf_add_char(out, *text);
	}
	buf_add_char(out, '"');
}

void
setting_format_file(
    const struct setting *s, const void *config, struct buf *out)
{
	const void *field = setting_field(s, config);
	const struct string_list *list = field;
	const char *string;

	if (s->type == SETTING_STRING) {
		string = *(char *const *)field;
		setting_quote(string == NULL ? "" : string, out);
	} else if (s->type == SETTING_LIST) {
		buf_add_str(out, "{ ");
		for (size_t i = 0; i < list->n; i++) {
			if (i > 0)
				buf_add_str(out, ", ");
			setting_quote(list->v[i], out);
		}
		buf_add_str(out, list->n > 0 ? " }" : "}");
	} else {
		setting_format(s, config, out);
	}
}

/* "yes, spoken or no" */
static void
range_choices(const struct setting *s, struct buf *out)
{
	const char *const *words = setting_words(s);
	struct buf first = { 0 };

	for (; words[0] != NULL && words[1] != NULL; words++)
		buf_printf(&first, "%s%s", first.len > 0 ? ", " : "", words[0]);
	buf_printf(out, _("%s or %s"), buf_str(&first), words[0]);
	buf_clear(&first);
}

/* "1 to 9", "at least 1", "at most 9"; a max of LLONG_MAX, and a min of `none`, are no limits. */
static void
range_numbers(const struct setting *s, long long none, struct buf *out)
{
	struct buf min = { 0 }, max = { 0 };

	format_number(s->type, s->min, &min);
	format_number(s->type, s->max, &max);
	if (s->min != none && s->max != LLONG_MAX)
		buf_printf(out, _("%s to %s"), buf_str(&min), buf_str(&max));
	else if (s->max != LLONG_MAX)
		buf_printf(out, _("at most %s"), buf_str(&max));
	else if (s->min != none)
		buf_printf(out, _("at least %s"), buf_str(&min));
	buf_clear(&min);
	buf_clear(&max);
}

static void
range_bytes(const struct setting *s, struct buf *out)
{
	struct buf range = { 0 };

	range_numbers(s, 0, &range);
	buf_printf(out, _("%s bytes"), buf_str(&range));
	buf_clear(&range);
}

void
setting_range(const struct setting *s, struct buf *out)
{
	int any = s->min == 0 && s->max == 0;

	switch (s->type) {
	case SETTING_BOOL:
		buf_printf(out, _("%s or %s"), "yes", "no");
		break;
	case SETTING_INT:
	case SETTING_SIZE:
	case SETTING_SECONDS:
		if (!any)
			range_numbers(s, LLONG_MIN, out);
		break;
	case SETTING_STRING:
	case SETTING_LIST:
		if (!any)
			range_bytes(s, out);
		break;
	case SETTING_ENUM:
		range_choices(s, out);
		break;
	case SETTING_SECTIONS:
		break;
	}
}
/* Set *cause to fmt, whose %s is the value in quotes, and in brackets what is allowed. Returns -1. */
static int
refuse(const struct setting *s, const char *text, const char *fmt, char **cause)
{
	struct buf value = { 0 }, b = { 0 }, range = { 0 };

	if (s->flags & SETTING_SECRET) {
		buf_add_str(&value, _("the value"));
	} else {
		buf_add_char(&value, '"');
		text_vis(&value, view_of(text));
		buf_add_char(&value, '"');
	}
	buf_printf(&b, fmt, buf_str(&value));
	setting_range(s, &range);
	if (range.len > 0)
		buf_printf(&b, " (%s)", buf_str(&range));
	cause_set(cause, "%s", buf_str(&b));
	buf_clear(&value);
	buf_clear(&range);
	buf_clear(&b);
	return -1;
}

static int
parse_bool(const struct setting *s, int *field, const char *text, char **cause)
{
	static const char *const words[] = { "no", "yes", "false", "true",
		"off", "on" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcasecmp(text, words[i]) == 0) {
			*field = i % 2;
			return 0;
		}
	}
	return refuse(s, text, _("%s is not a valid value"), cause);
}

static int
parse_enum(const struct setting *s, int *field, const char *text, char **cause)
{
	const char *const *words = setting_words(s);

	for (int i = 0; words[i] != NULL; i++) {
		if (strcasecmp(text, words[i]) == 0) {
			*field = i;
			return 0;
		}
	}
	return refuse(s, text, _("%s is not one of the choices"), cause);
}

static int
is_whole(struct view v)
{
	size_t i = v.len > 0 && v.p[0] == '-';

	if (i == v.len)
		return 0;
	for (; i < v.len; i++) {
		if (v.p[i] < '0' || v.p[i] > '9')
			return 0;
	}
	return 1;
}

/* Parse a whole number; one too large for the type becomes the largest value. */
static int
scan_whole(struct view v, long long factor, long long *n)
{
	if (!is_whole(v))
		return -1;
	if (view_to_int(v, LLONG_MIN, LLONG_MAX, n) == -1 ||
	    __builtin_mul_overflow(*n, factor, n))
		*n = v.p[0] == '-' ? LLONG_MIN : LLONG_MAX;
	return 0;
}

static int
scan_number(enum setting_type type, const char *text, long long *n)
{
	const struct unit *unit = NULL;
	struct view v = view_of(text);

	if (v.len > 0)
		unit = unit_find(units_of(type), v.p[v.len - 1]);
	if (unit != NULL)
		v.len--;
	return scan_whole(v, unit == NULL ? 1 : unit->factor, n);
}

/* LLONG_MAX and LLONG_MIN stand for numbers that were too large: never in range. */
static int
in_range(const struct setting *s, long long n)
{
	if (n == LLONG_MAX || n == LLONG_MIN)
		return 0;
	if (s->min == 0 && s->max == 0)
		return s->type == SETTING_INT || n >= 0;
	return n >= s->min && n <= s->max;
}

static int
parse_number(
    const struct setting *s, long long *field, const char *text, char **cause)
{
	static const char *const wrong[] = {
		[SETTING_INT] = N_("%s is not a number"),
		[SETTING_SIZE] = N_("%s is not a size like 4096, 64k or 16M"),
		[SETTING_SECONDS] =
		    N_("%s is not a time like 30s, 5m, 2h or 7d"),
	};
	long long n;

	if (scan_number(s->type, text, &n) == -1)
		return refuse(s, text, _(wrong[s->type]), cause);
	if (!in_range(s, n))
		return refuse(s, text, _("%s is out of range"), cause);
	*field = n;
	return 0;
}

int
setting_check(const struct setting *s, const char *text, char **cause)
{
	long long len = (long long)strlen(text);

	if (s->type == SETTING_LIST && len == 0)
		return refuse(s, text, _("%s is an empty item"), cause);
	if (s->min == 0 && s->max == 0)
		return 0;
	if (len < s->min)
		return refuse(s, text, _("%s is too short"), cause);
	if (len > s->max)
		return refuse(s, text, _("%s is too long"), cause);
	return 0;
}

static int
parse_string(
    const struct setting *s, char **field, const char *text, char **cause)
{
	if (setting_check(s, text, cause) == -1)
		return -1;
	xreplace(field, text);
	return 0;
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Put the next item of "a, b\, c" into *item, without the spaces around it. Returns where the one after it begins. */
static const char *
take_item(const char *p, struct buf *item)
{
	size_t keep = 0;

	buf_reset(item);
	while (is_blank(*p))
		p++;
	for (; *p != '\0' && *p != ','; p++) {
		int escaped = *p == '\\' && p[1] != '\0';

		p += escaped;
		buf_add_char(item, *p);
		if (escaped || !is_blank(*p))
			keep = item->len;
	}
	item->len = keep;
	return *p == ',' ? p + 1 : p;
}

static int
scan_list(const struct setting *s, struct string_list *list, const char *text,
    char **cause)
{
	struct buf item = { 0 };
	int rc = 0;

	while (rc == 0 && *text != '\0') {
		text = take_item(text, &item);
		if (item.len == 0)
			continue;
		rc = setting_check(s, buf_str(&item), cause);
		if (rc == 0)
			string_list_add(list, buf_str(&item));
	}
	buf_clear(&item);
	return rc;
}

static int
parse_list(const struct setting *s, struct string_list *field, const char *text,
    char **cause)
{
	struct string_list list = { 0 };

	if (scan_list(s, &list, text, cause) == -1) {
		string_list_clear(&list);
		return -1;
	}
	string_list_clear(field);
	*field = list;
	return 0;
}

int
setting_append(
    const struct setting *s, void *config, const char *text, char **cause)
{
	struct string_list *field = setting_field(s, config);
	struct string_list list = { 0 };
	int rc;

	rc = scan_list(s, &list, text, cause);
	for (size_t i = 0; rc == 0 && i < list.n; i++)
		string_list_add(field, list.v[i]);
	string_list_clear(&list);
	return rc;
}

int
setting_parse(
    const struct setting *s, void *config, const char *text, char **cause)
{
	void *field = setting_field(s, config);

	switch (s->type) {
	case SETTING_BOOL:
		return parse_bool(s, field, text, cause);
	case SETTING_INT:
	case SETTING_SIZE:
	case SETTING_SECONDS:
		return parse_number(s, field, text, cause);
	case SETTING_STRING:
		return parse_string(s, field, text, cause);
	case SETTING_ENUM:
		return parse_enum(s, field, text, cause);
	case SETTING_SECTIONS:
		return refuse(
		    s, text, _("%s is a section: write it in the file"), cause);
	case SETTING_LIST:
		break;
	}
	return parse_list(s, field, text, cause);
}
