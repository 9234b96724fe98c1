/*
 * names: validate, fold, compare and match names.
 */
#include "common/names.h"

#include <utf8proc.h>

#include "common/text.h"

/*
 * NFKC_Casefold (Unicode 3.13): also drops invisible characters, so that none of them makes a second name that
 * looks like the first.
 */
static const utf8proc_option_t fold =
    (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
			UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);

enum { FOLD_POINTS = 1024 }; /* of one decomposed name */

/* Fold ASCII up to the end or the first byte that is not ASCII. Returns how many bytes were folded. */
static size_t
fold_ascii(char *out, size_t size, struct view name)
{
	size_t i;
	char c;

	for (i = 0; i < name.len && i < size; i++) {
		c = name.p[i];
		if ((unsigned char)c >= 0x80 || c == '\0')
			break;
		out[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
	}
	return i;
}

/* Fold valid UTF-8; the result is stored as bytes in points. Returns its length, or -1. */
static int
fold_unicode(utf8proc_int32_t points[FOLD_POINTS + 1], struct view name)
{
	utf8proc_ssize_t n;

	n = utf8proc_decompose((const utf8proc_uint8_t *)name.p,
	    (utf8proc_ssize_t)name.len, points, FOLD_POINTS, fold);
	if (n < 0 || n > FOLD_POINTS)
		return -1;
	return (int)utf8proc_reencode(points, n, fold);
}

int
name_fold(char *out, size_t size, struct view name)
{
	utf8proc_int32_t points[FOLD_POINTS + 1];
	int n;

	if (size == 0)
		return -1;
	if (fold_ascii(out, size, name) == name.len && name.len < size) {
		out[name.len] = '\0';
		return (int)name.len;
	}
	out[0] = '\0';
	if (!text_utf8_valid(name) || name.len > FOLD_POINTS ||
	    memchr(name.p, '\0', name.len) != NULL)
		return -1;
	n = fold_unicode(points, name);
	if (n < 0 || (size_t)n >= size)
		return -1;
	memcpy(out, points, (size_t)n);
	out[n] = '\0';
	return n;
}

int
name_equal(struct view a, struct view b)
{
	char fa[NAME_FOLDED], fb[NAME_FOLDED];
	int na, nb;

	if (view_equal_nocase(a, b))
		return 1;
	na = name_fold(fa, sizeof(fa), a);
	nb = name_fold(fb, sizeof(fb), b);
	if (na < 0 || nb < 0)
		return 0;
	return na == nb && memcmp(fa, fb, (size_t)na) == 0;
}

static int
is_mark(uint32_t c)
{
	utf8proc_category_t category = utf8proc_category((int)c);

	return category >= UTF8PROC_CATEGORY_MN &&
	       category <= UTF8PROC_CATEGORY_ME;
}

/* Characters that folding ignores are invisible, so they are not allowed in a nick. */
static int
nick_allows(uint32_t c)
{
	const utf8proc_property_t *property;

	if (c < 0x80) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		       (c >= '0' && c <= '9') ||
		       (c != 0 && strchr("-[]\\^_`{|}", (int)c) != NULL);
	}
	property = utf8proc_get_property((int)c);
	if (property->ignorable)
		return 0;
	return (property->category >= UTF8PROC_CATEGORY_LU &&
		   property->category <= UTF8PROC_CATEGORY_LO) ||
	       property->category == UTF8PROC_CATEGORY_ND || is_mark(c);
}

static int
nick_begins_with(uint32_t c)
{
	return nick_allows(c) && c != '-' && !is_mark(c) &&
	       utf8proc_category((int)c) != UTF8PROC_CATEGORY_ND;
}

static int
nick_has_form(struct view name)
{
	uint32_t c;
	size_t at, len;

	for (at = 0; at < name.len; at += len) {
		c = text_decode(
		    (struct view){ name.p + at, name.len - at }, &len);
		if (at == 0 ? !nick_begins_with(c) : !nick_allows(c))
			return 0;
	}
	return name.len > 0;
}

/*
 * Forbids spaces, controls, and invisible characters other than joiners (of scripts and emoji) and the tags of
 * flags; folding drops those.
 */
static int
room_allows(uint32_t c)
{
	if (c < 0x80)
		return c > ' ' && c != 0x7f && strchr(",:*?", (int)c) == NULL;
	switch (utf8proc_category((int)c)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CS:
		return 0;
	case UTF8PROC_CATEGORY_CF:
		return c == 0x200c || c == 0x200d ||
		       (c >= 0xe0020 && c <= 0xe007f);
	default:
		return 1;
	}
}

static int
room_has_form(struct view name)
{
	size_t len;

	if (name.len < 2 || *name.p != '#')
		return 0;
	for (name.p++, name.len--; name.len > 0; name.len -= len) {
		if (!room_allows(text_decode(name, &len)))
			return 0;
		name.p += len;
	}
	return 1;
}

static int
name_valid(struct view name, size_t bytes, size_t graphemes,
    int (*has_form)(struct view))
{
	char folded[NAME_FOLDED];
	int n;

	if (name.len > bytes || !has_form(name) ||
	    text_graphemes(name) > graphemes)
		return 0;
	n = name_fold(folded, sizeof(folded), name);
	return n >= 0 && has_form((struct view){ folded, (size_t)n });
}

int
nick_valid(struct view name)
{
	return name_valid(name, NICK_BYTES, NICK_GRAPHEMES, nick_has_form);
}

int
room_valid(struct view name)
{
	return name_valid(name, ROOM_BYTES, ROOM_GRAPHEMES, room_has_form);
}

int
name_is_room(struct view name)
{
	return name.len > 0 && *name.p == '#';
}

/* Keeps a character if the text so far is a valid nick with it. */
void
nick_from(char *out, struct view text, const char *fallback)
{
	char nick[NICK_BYTES + 4];
	size_t n = 0, len;
	uint32_t c;

	while (text.len > 0 && n < NICK_BYTES) {
		c = text_decode(text, &len);
		text.p += len;
		text.len -= len;
		len = text_encode(nick + n, c);
		if (nick_allows(c) &&
		    nick_valid((struct view){ nick, n + len }))
			n += len;
	}
	if (n == 0) {
		n = text_cut(view_of(fallback), NICK_BYTES);
		memcpy(nick, fallback, n);
	}
	memcpy(out, nick, n);
	out[n] = '\0';
}

int
username_valid(struct view name)
{
	size_t i;
	char c;

	for (i = 0; i < name.len; i++) {
		c = name.p[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') &&
		    (c == '\0' || strchr("._-~", c) == NULL))
			return 0;
	}
	return name.len > 0 && name.len <= USER_BYTES;
}

/* True for letters, digits, and hyphens inside; not empty. RFC 1123 2.1. */
static int
label_valid(struct view label)
{
	size_t i;
	char c;

	for (i = 0; i < label.len; i++) {
		c = label.p[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '-')
			return 0;
	}
	return label.len > 0 && label.p[0] != '-' &&
	       label.p[label.len - 1] != '-';
}

/* Needs at least one dot, which may be the last byte. */
int
hostname_valid(struct view name)
{
	struct view label;
	int dots = -1;

	if (name.len == 0 || name.len > HOST_BYTES)
		return 0;
	while (view_cut(&name, '.', &label)) {
		dots++;
		if (label.len == 0 && name.p == NULL && dots > 0)
			break;
		if (!label_valid(label))
			return 0;
	}
	return dots > 0;
}

enum { MASK_FOLDED = 2048 };

static int
is_ascii(struct view v)
{
	size_t i;

	for (i = 0; i < v.len; i++) {
		if ((unsigned char)v.p[i] >= 0x80)
			return 0;
	}
	return 1;
}

static uint32_t
next_char(struct view *v)
{
	uint32_t c;
	size_t len;

	c = text_decode(*v, &len);
	if (c == 0xfffd && len == 1) /* not UTF-8: equal only to itself */
		c = 0x110000 + (unsigned char)*v->p;
	v->p += len;
	v->len -= len;
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

/*
 * On a mismatch, only the last '*' takes one more character: giving more to an earlier one would not help. So the
 * cost is at most the product of both lengths.
 */
static int
match(struct view mask, struct view name)
{
	struct view star = { NULL, 0 }, retry = { NULL, 0 }, m = mask, n = name;
	uint32_t c;

	while (n.len > 0) {
		if (m.len > 0 && *m.p == '*') {
			m.p++;
			m.len--;
			star = m;
			retry = n;
			continue;
		}
		if (m.len > 0) {
			c = next_char(&m);
			if (next_char(&n) == c || c == '?')
				continue;
		}
		if (star.p == NULL)
			return 0;
		next_char(&retry);
		m = star;
		n = retry;
	}
	while (m.len > 0 && *m.p == '*') {
		m.p++;
		m.len--;
	}
	return m.len == 0;
}

/* RFC 2812 2.5, without its escapes: a backslash may be part of a nick, and no name contains '*' or '?'. */
int
mask_match(struct view mask, struct view name)
{
	char folded_mask[MASK_FOLDED], folded_name[MASK_FOLDED];
	int nm, nn;

	if (is_ascii(mask) && is_ascii(name))
		return match(mask, name);
	nm = name_fold(folded_mask, sizeof(folded_mask), mask);
	nn = name_fold(folded_name, sizeof(folded_name), name);
	if (nm < 0 || nn < 0)
		return match(mask, name);
	return match((struct view){ folded_mask, (size_t)nm },
	    (struct view){ folded_name, (size_t)nn });
}
