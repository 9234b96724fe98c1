/*
 * fuzz_server_masks: ban masks and address ranges. A parsed mask or range is written so that it parses
 * to the same; the table finds what a search through all ranges finds; masks match like a simple
 * matcher.
 * Input: lines. "+range" and "-range" change the table; any other line is looked up in it, completed
 * as a mask, and parsed as each kind of ban; "mask name" is matched.
 */
#include <ctype.h>
#include <string.h>

#include "common/names.h"
#include "common/text.h"
#include "server/chat/mask.h"
#include "server/moderation/ban_entry.h"
#include "server/net/range.h"
#include "tests/fuzz/fuzz.h"

enum { RANGES_MAX = 64, LINES_MAX = 200, NAIVE_MAX = 64 };

struct known {
	struct range ranges[RANGES_MAX];
	size_t n;
};

static int
same(const struct range *a, const struct range *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* Its index among the known ranges, or n. */
static size_t
place(const struct known *k, const struct range *r)
{
	size_t i;

	for (i = 0; i < k->n && !same(&k->ranges[i], r); i++)
		;
	return i;
}

static void
put(struct range_table *t, struct known *k, const struct range *r)
{
	static char value;
	size_t at = place(k, r);

	if (r->bits == 0 || (at == k->n && k->n == RANGES_MAX))
		return;
	require((range_table_put(t, r, &value) != NULL) == (at < k->n));
	k->ranges[at] = *r;
	if (at == k->n)
		k->n++;
}

static void
take(struct range_table *t, struct known *k, const struct range *r)
{
	size_t at = place(k, r);

	require((range_table_remove(t, r) != NULL) == (at < k->n));
	if (at < k->n)
		k->ranges[at] = k->ranges[--k->n];
}

static void
find(const struct range_table *t, const struct known *k, const struct range *r)
{
	int found = 0;

	for (size_t i = 0; i < k->n; i++)
		found |= range_contains(&k->ranges[i], r);
	require((range_table_find(t, r) != NULL) == found);
}

static void
check_range(const struct range *r)
{
	struct range again, wide = *r;
	char text[RANGE_TEXT];

	range_text(text, r);
	require(range_parse(&again, view_of(text)) == 0 && same(&again, r));
	require(range_length(r) <= (range_is_v4(r) ? 32 : RANGE_BITS));
	if (r->bits == 0)
		return;
	require(range_contains(r, r));
	range_widen(&wide, r->bits / 2u);
	require(range_contains(&wide, r) && wide.bits <= r->bits);
}

static void
check_mask(struct view line)
{
	char *mask = mask_complete(line), *again;

	if (mask == NULL)
		return;
	require(strlen(mask) <= MASK_BYTES && strpbrk(mask, " \r\n") == NULL);
	again = mask_complete(view_of(mask));
	require(again == NULL || strcmp(mask, again) == 0);
	free(again);
	free(mask);
}

static void
check_ban(enum ban_kind kind, struct view line)
{
	struct ban_entry *e, *again;
	char *cause = NULL;

	e = ban_parse(kind, line, &cause);
	require((e == NULL) == (cause != NULL));
	free(cause);
	cause = NULL;
	if (e == NULL)
		return;
	require((ban_check_width(e, &cause) == 0) == (cause == NULL));
	free(cause);
	cause = NULL;
	again = ban_parse(kind, view_of(e->ban.mask), &cause);
	require(again != NULL && strcmp(again->key, e->key) == 0);
	ban_entry_free(again);
	ban_entry_free(e);
}

static int
naive(const char *mask, const char *name)
{
	if (*mask == '*')
		return naive(mask + 1, name) ||
		       (*name != '\0' && naive(mask, name + 1));
	if (*mask == '\0' || *name == '\0')
		return *mask == *name;
	return (*mask == '?' || tolower(*mask) == tolower(*name)) &&
	       naive(mask + 1, name + 1);
}

static int
is_simple(struct view v)
{
	size_t stars = 0;

	for (size_t i = 0; i < v.len; i++) {
		if (v.p[i] <= ' ' || v.p[i] == 0x7f || v.p[i] == '\\')
			return 0;
		stars += v.p[i] == '*';
	}
	return v.len < NAIVE_MAX && stars < 5;
}

static void
check_match(struct view mask, struct view name)
{
	char a[NAIVE_MAX], b[NAIVE_MAX];

	if (!is_simple(mask) || !is_simple(name)) {
		mask_match(mask, name);
		return;
	}
	memcpy(a, mask.p, mask.len);
	a[mask.len] = '\0';
	memcpy(b, name.p, name.len);
	b[name.len] = '\0';
	require(!mask_match(mask, name) == !naive(a, b));
}

static void
check_line(struct range_table *t, struct known *k, struct view line)
{
	struct view rest = line, mask;
	struct range r;
	char sign = line.len > 0 ? line.p[0] : '\0';

	if (sign == '+' || sign == '-') {
		rest.p++;
		rest.len--;
	}
	if (range_parse(&r, rest) == 0) {
		check_range(&r);
		if (sign == '+')
			put(t, k, &r);
		else if (sign == '-')
			take(t, k, &r);
		find(t, k, &r);
		require(range_table_count(t) == k->n);
	}
	check_mask(line);
	check_ban(BAN_MASK, line);
	check_ban(BAN_RANGE, line);
	check_ban(BAN_ACCOUNT, line);
	rest = line;
	if (view_cut(&rest, ' ', &mask) && rest.p != NULL && rest.len > 0 &&
	    mask.len > 0)
		check_match(mask, rest);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view rest = { (const char *)data, size }, line;
	struct range_table *t = range_table_new();
	struct known known = { .n = 0 };

	for (int i = 0; i < LINES_MAX && view_cut(&rest, '\n', &line); i++)
		if (line.len == 0 || memchr(line.p, '\0', line.len) == NULL)
			check_line(t, &known, line);
	range_table_free(t);
	return 0;
}
