/*
 * text: UTF-8, grapheme clusters, pieces of text, and text from outside made harmless.
 */
#include "common/text.h"

#include <utf8proc.h>

#include "common/xmalloc.h"

enum { REPLACEMENT = 0xfffd };

/* Return the length of the ASCII prefix. */
static size_t
ascii_len(struct view text)
{
	uint64_t word;
	size_t i = 0;

	for (; text.len - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, text.p + i, sizeof(word));
		if ((word & 0x8080808080808080) != 0)
			break;
	}
	while (i < text.len && (unsigned char)text.p[i] < 0x80)
		i++;
	return i;
}

/* Decode the first code point. Returns its length, or 0 if it is not valid UTF-8. */
static size_t
decode(struct view v, uint32_t *c)
{
	utf8proc_int32_t code;
	utf8proc_ssize_t len;

	if ((unsigned char)*v.p < 0x80) {
		*c = (unsigned char)*v.p;
		return 1;
	}
	len = utf8proc_iterate(
	    (const utf8proc_uint8_t *)v.p, (utf8proc_ssize_t)v.len, &code);
	if (len <= 0)
		return 0;
	*c = (uint32_t)code;
	return (size_t)len;
}

int
text_utf8_valid(struct view text)
{
	uint32_t c;
	size_t n;

	for (;;) {
		n = ascii_len(text);
		if (n == text.len)
			return 1;
		text.p += n;
		text.len -= n;
		n = decode(text, &c);
		if (n == 0)
			return 0;
		text.p += n;
		text.len -= n;
	}
}

uint32_t
text_decode(struct view text, size_t *len)
{
	uint32_t c;

	if (text.len == 0) {
		*len = 0;
		return REPLACEMENT;
	}
	*len = decode(text, &c);
	if (*len == 0) {
		*len = 1;
		return REPLACEMENT;
	}
	return c;
}

/* utf8proc would encode surrogates. */
size_t
text_encode(char *dst, uint32_t c)
{
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = REPLACEMENT;
	return (size_t)utf8proc_encode_char(
	    (utf8proc_int32_t)c, (utf8proc_uint8_t *)dst);
}

void
text_add(struct buf *out, uint32_t c)
{
	char utf8[4];

	if (c < 0x80)
		buf_add_char(out, (char)c);
	else
		buf_add(out, utf8, text_encode(utf8, c));
}

/* Between two ASCII bytes there is a boundary, except in CR LF (UAX 29, GB3). */
static int
is_plain_start(struct view text)
{
	return (unsigned char)text.p[0] < 0x80 && text.p[0] != '\r' &&
	       (text.len == 1 || (unsigned char)text.p[1] < 0x80);
}

size_t
text_grapheme(struct view text)
{
	utf8proc_int32_t state = 0, before, after;
	struct view rest = text;
	size_t len;

	if (text.len == 0)
		return 0;
	if (is_plain_start(text))
		return 1;
	before = (utf8proc_int32_t)text_decode(rest, &len);
	for (;;) {
		rest.p += len;
		rest.len -= len;
		if (rest.len == 0)
			break;
		after = (utf8proc_int32_t)text_decode(rest, &len);
		if (utf8proc_grapheme_break_stateful(before, after, &state))
			break;
		before = after;
	}
	return text.len - rest.len;
}

/* Looks blank, although Unicode calls it a symbol. */
#define BRAILLE_BLANK 0x2800

static int
is_invisible(uint32_t c)
{
	const utf8proc_property_t *p =
	    utf8proc_get_property((utf8proc_int32_t)c);

	switch (p->category) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_ZS:
		return 1;
	}
	return p->ignorable || c == BRAILLE_BLANK;
}

struct view
text_skip_invisible(struct view text)
{
	size_t len;
	uint32_t c;

	while (text.len > 0) {
		c = text_decode(text, &len);
		if (!is_invisible(c) && !(len == 1 && c > 0x7f))
			break;
		text.p += len;
		text.len -= len;
	}
	return text;
}

size_t
text_graphemes(struct view text)
{
	size_t n, len;

	for (n = 0; text.len > 0; n++) {
		len = text_grapheme(text);
		text.p += len;
		text.len -= len;
	}
	return n;
}

/*
 * Return the end of the last cluster that ends within max bytes, and set *space to the last cluster that is a
 * space (0 if only the first is). Finding a boundary needs the next code point, and after a space one more.
 */
static size_t
last_breaks(struct view text, size_t max, size_t *space)
{
	struct view rest = text;
	size_t at = 0, len;

	if (rest.len - max > 8)
		rest.len = max + 8;
	*space = 0;
	while (rest.len > 0) {
		len = text_grapheme(rest);
		if (*rest.p == ' ' && len == 1)
			*space = at;
		if (len > max - at)
			break;
		at += len;
		rest.p += len;
		rest.len -= len;
	}
	return at;
}

size_t
text_split(struct view text, size_t max)
{
	size_t end, space, len;

	if (text.len <= max)
		return text.len;
	end = last_breaks(text, max, &space);
	if (space > 0)
		return space;
	if (end > 0)
		return end;
	end = text_cut(text, max);
	if (end == 0) {
		text_decode(text, &len);
		end = len;
	}
	return end;
}

size_t
text_skip_space(struct view rest)
{
	return rest.len > 0 && *rest.p == ' ';
}

/* A code point has at most four bytes, so only the last three bytes can begin one that is cut. */
size_t
text_cut(struct view text, size_t max)
{
	size_t back, len;

	if (text.len <= max)
		return text.len;
	for (back = 1; back <= 3 && back <= max; back++) {
		text_decode(
		    (struct view){ text.p + max - back, text.len - max + back },
		    &len);
		if (len > back)
			return max - back;
	}
	return max;
}

/* Formatting codes of IRC clients (modern.ircdocs.horse/formatting). */
static int
is_format(uint32_t c)
{
	switch (c) {
	case 0x02: /* bold */
	case 0x03: /* colour */
	case 0x04: /* hex colour */
	case 0x0f: /* reset */
	case 0x11: /* monospace */
	case 0x16: /* reverse */
	case 0x1d: /* italics */
	case 0x1e: /* strikethrough */
	case 0x1f: /* underline */
		return 1;
	}
	return 0;
}

/* C1, line and paragraph separators, bidi controls (UAX 9): never useful. */
static int
is_harmful(uint32_t c)
{
	return (c >= 0x80 && c <= 0x9f) || c == 0x61c || c == 0x200e ||
	       c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static int
is_c0(uint32_t c)
{
	return c < 0x20 || c == 0x7f;
}

int
text_is_control(uint32_t c)
{
	return is_c0(c) || is_harmful(c);
}

static int
is_bad_byte(uint32_t c, size_t len)
{
	return len == 1 && c > 0x7f;
}

int
text_is_printable(struct view v)
{
	uint32_t c;
	size_t len;

	while (v.len > 0) {
		c = text_decode(v, &len);
		if (is_bad_byte(c, len) || text_is_control(c))
			return 0;
		v.p += len;
		v.len -= len;
	}
	return 1;
}

void
text_escape(struct buf *out, struct view src)
{
	uint32_t c;
	size_t len;

	while (src.len > 0) {
		c = text_decode(src, &len);
		if (is_bad_byte(c, len))
			buf_printf(out, "\\x%02X", (unsigned char)*src.p);
		else if (text_is_control(c) && c != '\t')
			buf_printf(out, "\\u%04X", (unsigned)c);
		else
			buf_add(out, src.p, len);
		src.p += len;
		src.len -= len;
	}
}

static void
add_c0(struct buf *out, char c, int flags)
{
	if (c == '\t') {
		buf_add_char(out, flags & TEXT_KEEP_TABS ? '\t' : ' ');
	} else if ((is_format((unsigned char)c) &&
		       (flags & TEXT_KEEP_FORMAT)) ||
		   (c == 0x01 && (flags & TEXT_KEEP_CTCP))) {
		buf_add_char(out, c);
	} else if (flags & TEXT_SHOW) {
		buf_add_char(out, '^');
		buf_add_char(out, (char)(c ^ 0x40));
	}
}

void
text_clean(struct buf *out, struct view src, int flags)
{
	uint32_t c;
	size_t len;

	while (src.len > 0) {
		c = text_decode(src, &len);
		if (is_c0(c))
			add_c0(out, *src.p, flags);
		else if (!is_harmful(c))
			text_add(out, c);
		src.p += len;
		src.len -= len;
	}
}

char *
text_clean_dup(struct view src, int flags)
{
	struct buf out = { 0 };

	text_clean(&out, src, flags);
	return out.len == 0 ? xstrdup("") : buf_take(&out);
}

/* Like vis(3) with VIS_CSTYLE and VIS_OCTAL, so that unvis(1) restores the bytes. */
static void
add_vis(struct buf *out, const char *p, size_t n)
{
	for (; n > 0; p++, n--) {
		switch (*p) {
		case '\n':
			buf_add_str(out, "\\n");
			break;
		case '\r':
			buf_add_str(out, "\\r");
			break;
		case '\t':
			buf_add_str(out, "\\t");
			break;
		case '\\':
			buf_add_str(out, "\\\\");
			break;
		default:
			buf_printf(out, "\\%03o", (unsigned char)*p);
		}
	}
}

void
text_vis(struct buf *out, struct view src)
{
	uint32_t c;
	size_t len;

	while (src.len > 0) {
		c = text_decode(src, &len);
		if (is_bad_byte(c, len) || text_is_control(c) || c == '\\')
			add_vis(out, src.p, len);
		else
			buf_add(out, src.p, len);
		src.p += len;
		src.len -= len;
	}
}
