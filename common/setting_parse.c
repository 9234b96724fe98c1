/*
 * setting_parse: parse text as a setting's value, check its range, and explain what is wrong with it.
 */
#include <limits.h>
#include <stdlib.h>
#include <strings.h>

#include "common/setting.h"
#include "common/setting_units.h"
#include "common/text.h"
#include "common/xmalloc.h"

const struct setting_unit *
setting_units(enum setting_type type)
{
	static const struct setting_unit none[] = { { 0, 0 } };
	static const struct setting_unit size[] = { { 'k', 1LL << 10 },
		{ 'M', 1LL << 20 }, { 'G', 1LL << 30 }, { 'T', 1LL << 40 },
		{ 0, 0 } };
	static const struct setting_unit seconds[] = { { 's', 1 }, { 'm', 60 },
		{ 'h', 3600 }, { 'd', 86400 }, { 'w', 7 * 86400 }, { 0, 0 } };

	if (type == SETTING_SIZE)
		return size;
	return type == SETTING_SECONDS ? seconds : none;
}

/* Set *cause to the value, what is wrong with it, and in brackets what is allowed. Returns -1. */
static int
refuse(
    const struct setting *s, const char *text, const char *wrong, char **cause)
{
	struct buf b = { 0 }, range = { 0 };

	if (s->flags & SETTING_SECRET) {
		buf_add_str(&b, "the value");
	} else {
		buf_add_char(&b, '"');
		text_vis(&b, view_of(text));
		buf_add_char(&b, '"');
	}
	buf_printf(&b, " %s", wrong);
	setting_range(s, &range);
	if (range.len > 0)
		buf_printf(&b, " (%s)", buf_str(&range));
	cause_set(cause, "%s", buf_str(&b));
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
	return refuse(s, text, "is not a valid value", cause);
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
	return refuse(s, text, "is not one of the choices", cause);
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
	const struct setting_unit *unit;
	struct view v = view_of(text);
	long long factor = 1;

	for (unit = setting_units(type); unit->letter != 0; unit++) {
		/* The letters are ASCII and differ in more than their case. */
		if (v.len > 0 && (v.p[v.len - 1] | 32) == (unit->letter | 32)) {
			factor = unit->factor;
			v.len--;
			break;
		}
	}
	return scan_whole(v, factor, n);
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
		[SETTING_INT] = "is not a number",
		[SETTING_SIZE] = "is not a size like 4096, 64k or 16M",
		[SETTING_SECONDS] = "is not a time like 30s, 5m, 2h or 7d",
	};
	long long n;

	if (scan_number(s->type, text, &n) == -1)
		return refuse(s, text, wrong[s->type], cause);
	if (!in_range(s, n))
		return refuse(s, text, "is out of range", cause);
	*field = n;
	return 0;
}

int
setting_check(const struct setting *s, const char *text, char **cause)
{
	long long len = (long long)strlen(text);

	if (s->type == SETTING_LIST && len == 0)
		return refuse(s, text, "is an empty item", cause);
	if (s->min == 0 && s->max == 0)
		return 0;
	if (len < s->min)
		return refuse(s, text, "is too short", cause);
	if (len > s->max)
		return refuse(s, text, "is too long", cause);
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
		    s, text, "is a section: write it in the file", cause);
	case SETTING_LIST:
		break;
	}
	return parse_list(s, field, text, cause);
}
