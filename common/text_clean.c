/*
 * text_clean: make text from outside harmless for a terminal and a log.
 */
#include "common/text.h"

#include "common/xmalloc.h"

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
		buf_add_char(out, ' ');
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
