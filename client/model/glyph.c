/*
 * glyph: split text into glyphs, one per cell.
 */
#include "client/model/glyph.h"

#include <utf8proc.h>
#include <wchar.h>

#include "common/text.h"

enum {
	COLOUR_DEFAULT = 99,
	REPLACEMENT = 0xfffd,
	DOTTED_CIRCLE = 0x25cc, /* the base shown under a mark without one */
	FLAG_A = 0x1f1e6,
	FLAG_Z = 0x1f1ff,
	TONE_FIRST = 0x1f3fb,
	TONE_LAST = 0x1f3ff,
	TAG_FIRST = 0xe0020,
	TAG_LAST = 0xe007f,
	ZWJ = 0x200d,
	VS16 = 0xfe0f,
	KEYCAP = 0x20e3,
	EMOJI_FIRST = 0xa9,  /* no emoji before it but the digits of keycaps */
	WHOLE_BYTES = 64,    /* a longer grapheme is shown in parts */
	KIND_OTHER = 1 << 15 /* a grapheme that is always shown in parts */
};

/* Kinds that the terminal shows whole. */
static unsigned whole_kinds;

void
glyph_set_whole(unsigned kinds)
{
	whole_kinds = kinds & GLYPH_KINDS;
}

/* Formatting codes: modern.ircdocs.horse/formatting. */

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Parse a colour of one or two digits at i. Returns how many digits. */
static size_t
parse_colour(struct view text, size_t i, int8_t *colour)
{
	int n;

	if (i >= text.len || !is_digit(text.p[i]))
		return 0;
	n = text.p[i] - '0';
	if (i + 1 >= text.len || !is_digit(text.p[i + 1])) {
		*colour = (int8_t)n;
		return 1;
	}
	n = n * 10 + text.p[i + 1] - '0';
	*colour = (int8_t)(n == COLOUR_DEFAULT ? -1 : n);
	return 2;
}

/* 03, 03 N, 03 N , N. A comma without a number after it is text. */
static size_t
parse_colours(struct view text, struct text_style *style)
{
	size_t i = 1, n;

	n = parse_colour(text, i, &style->fg);
	if (n == 0) {
		style->fg = style->bg = -1;
		return i;
	}
	i += n;
	if (i < text.len && text.p[i] == ',') {
		n = parse_colour(text, i + 1, &style->bg);
		if (n > 0)
			i += 1 + n;
	}
	return i;
}

static size_t
skip_hex(struct view text, size_t i)
{
	size_t n;

	for (n = 0; n < 6; n++) {
		if (i + n >= text.len || !is_hex(text.p[i + n]))
			return 0;
	}
	return n;
}

/* 04 RRGGBB , RRGGBB: skipped and not shown, because it is too rare to be worth a colour. */
static size_t
parse_hex(struct view text)
{
	size_t i = 1, n;

	n = skip_hex(text, i);
	if (n == 0)
		return i;
	i += n;
	if (i < text.len && text.p[i] == ',') {
		n = skip_hex(text, i + 1);
		if (n > 0)
			i += 1 + n;
	}
	return i;
}

size_t
format_parse(struct view text, struct text_style *style)
{
	if (text.len == 0)
		return 0;
	switch (text.p[0]) {
	case 0x02:
		style->bold ^= 1;
		return 1;
	case 0x03:
		return parse_colours(text, style);
	case 0x04:
		return parse_hex(text);
	case 0x0f:
		*style = (struct text_style){ .fg = -1, .bg = -1 };
		return 1;
	case 0x11:
		style->mono ^= 1;
		return 1;
	case 0x16:
		style->reverse ^= 1;
		return 1;
	case 0x1d:
		style->italic ^= 1;
		return 1;
	case 0x1e:
		style->strike ^= 1;
		return 1;
	case 0x1f:
		style->underline ^= 1;
		return 1;
	}
	return 0;
}

void
format_strip(struct buf *out, struct view text)
{
	struct text_style style = { 0 };
	size_t n;

	while (text.len > 0) {
		n = format_parse(text, &style);
		if (n == 0) {
			buf_add_char(out, *text.p);
			n = 1;
		}
		text.p += n;
		text.len -= n;
	}
}

void
glyph_start(struct glyph_iter *it, struct view text, int raw)
{
	*it = (struct glyph_iter){
		.rest = text,
		.start = text.p,
		.style = { .fg = -1, .bg = -1 },
		.raw = raw,
	};
}

static void
skip(struct glyph_iter *it, size_t n)
{
	it->rest.p += n;
	it->rest.len -= n;
}

/* True for invisible characters: joiners, variation selectors, tags, soft hyphens. */
static int
is_unseen(uint32_t c)
{
	return c >= 0xad &&
	       utf8proc_get_property((utf8proc_int32_t)c)->ignorable;
}

/* True if there is no grapheme boundary between the code point before and c (UAX 29). */
static int
is_glued(struct glyph_iter *it, uint32_t c)
{
	utf8proc_int32_t state = it->state;
	int glued = 0;

	if (c < 0x80 || it->before == 0)
		state = 0;
	else
		glued = !utf8proc_grapheme_break_stateful(
		    (utf8proc_int32_t)it->before, (utf8proc_int32_t)c, &state);
	it->before = c;
	it->state = state;
	return glued;
}

/* Return the width in columns; -1 for a character that has none and is not a mark. */
static int
code_width(uint32_t c)
{
	if (c >= 0x20 && c < 0x7f)
		return 1;
	return wcwidth((wchar_t)c);
}

/* Set what is shown for the code point that begins a glyph. */
static void
set_base(struct glyph *g, uint32_t c)
{
	int width = code_width(c);

	g->cp = c;
	g->width = width;
	if (c < 0x20 || c == 0x7f) {
		g->cp = c ^ 0x40;
		g->caret = 1;
		g->width = 2;
	} else if (c >= FLAG_A && c <= FLAG_Z) {
		g->cp = 'A' + (c - FLAG_A);
		g->width = 1;
	} else if (width == 0) {
		g->cp = DOTTED_CIRCLE;
		g->marks[0] = c;
		g->width = 1;
	} else if (width < 0 || width > 2) {
		g->cp = REPLACEMENT;
		g->width = 1;
	}
}

static void
add_mark(struct glyph *g, uint32_t c)
{
	if (g->marks[0] == 0)
		g->marks[0] = c;
	else if (g->marks[1] == 0)
		g->marks[1] = c;
}

/* A skin tone belongs to the emoji before it, or is a block of its own, as terminals show it. */
static int
is_tone(const struct glyph *g, uint32_t c)
{
	return g->width == 2 && c >= TONE_FIRST && c <= TONE_LAST;
}

/* Add the marks after a base to its glyph, and skip invisible characters. */
static void
take_followers(struct glyph_iter *it, struct glyph *g)
{
	uint32_t c;
	size_t len;

	while (it->rest.len > 0 && (unsigned char)*it->rest.p >= 0x80) {
		c = text_decode(it->rest, &len);
		if (is_unseen(c) || is_tone(g, c))
			;
		else if (!g->caret && code_width(c) == 0)
			add_mark(g, c);
		else
			break;
		is_glued(it, c);
		skip(it, len);
	}
}

static int
is_flag_letter(uint32_t c)
{
	return c >= FLAG_A && c <= FLAG_Z;
}

static int
can_be_emoji(uint32_t base)
{
	return base >= EMOJI_FIRST &&
	       utf8proc_category((utf8proc_int32_t)base) >=
		   UTF8PROC_CATEGORY_SM;
}

/* Return the kind that code point c gives to a grapheme that begins with `base`; `before` precedes c. */
static unsigned
kind_of(uint32_t base, uint32_t before, uint32_t c)
{
	if (c == VS16 && code_width(base) == 1)
		return base < 0x80 ? GLYPH_KEYCAP : GLYPH_PRESENTATION;
	if (c == KEYCAP)
		return before == VS16 ? GLYPH_KEYCAP : 0;
	if (c >= TAG_FIRST && c <= TAG_LAST)
		return GLYPH_TAGS;
	if (is_flag_letter(c))
		return GLYPH_FLAG;
	if (before == ZWJ)
		return can_be_emoji(base) ? GLYPH_ZWJ : KIND_OTHER;
	if (c >= TONE_FIRST && c <= TONE_LAST)
		return GLYPH_TONE;
	if (is_unseen(c) || code_width(c) == 0)
		return 0;
	if (c == 0xff9e || c == 0xff9f)
		return GLYPH_KANA_MARK;
	if (c == 0xe33 || c == 0xeb3)
		return GLYPH_AM;
	return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_MC
		   ? GLYPH_SPACING
		   : KIND_OTHER;
}

/* Return the columns of a whole grapheme: emoji take two, letters those of their base. */
static int
whole_width(uint32_t base, unsigned kinds)
{
	if (kinds & ~(unsigned)(GLYPH_SPACING | GLYPH_AM | GLYPH_KANA_MARK))
		return 2;
	return code_width(base);
}

/* Move behind the grapheme that begins with `base`; the iterator is behind the base. Returns its kinds. */
static unsigned
skip_grapheme(struct glyph_iter *it, uint32_t base)
{
	const char *start = it->rest.p;
	struct glyph_iter next = *it;
	unsigned kinds = 0;
	uint32_t c, before = base;
	size_t len;

	while (it->rest.len > 0 && (unsigned char)*it->rest.p >= 0x80) {
		c = text_decode(it->rest, &len);
		if (!is_glued(&next, c))
			break;
		kinds |= kind_of(base, before, c);
		skip(&next, len);
		*it = next;
		before = c;
		if (it->rest.p - start > WHOLE_BYTES)
			kinds |= KIND_OTHER;
		if (kinds & KIND_OTHER)
			break;
	}
	/* Within a sequence VS16 changes nothing, as all of it is wide. */
	if (kinds & (GLYPH_ZWJ | GLYPH_TONE))
		kinds &= ~(unsigned)GLYPH_PRESENTATION;
	return kinds;
}

/* Take the grapheme as one glyph if the terminal shows it whole; c is its first character. Returns 1, or 0. */
static int
take_whole(struct glyph_iter *it, struct glyph *g, uint32_t c)
{
	struct glyph_iter after = *it;
	unsigned kinds;

	if (whole_kinds == 0 || g->glued || it->rest.len == 0 ||
	    (unsigned char)*it->rest.p < 0x80 || c < 0x20 || c == 0x7f ||
	    (code_width(c) < 1 && !is_flag_letter(c)))
		return 0;
	kinds = skip_grapheme(&after, c);
	if (kinds == 0 || (kinds & ~whole_kinds) != 0)
		return 0;
	*it = after;
	g->cp = c;
	g->width = whole_width(c, kinds);
	g->whole.p = it->start + g->pos;
	g->whole.len = (size_t)(it->rest.p - g->whole.p);
	return 1;
}

/* Skip formatting codes, and invisible characters without a base before them. */
static int
skip_unshown(struct glyph_iter *it)
{
	size_t len;
	uint32_t c;

	len = it->raw ? 0 : format_parse(it->rest, &it->style);
	if (len == 0 && (unsigned char)*it->rest.p >= 0x80) {
		c = text_decode(it->rest, &len);
		if (!is_unseen(c))
			return 0;
		is_glued(it, c);
	}
	skip(it, len);
	return len > 0;
}

int
glyph_next(struct glyph_iter *it, struct glyph *g)
{
	size_t len;
	uint32_t c;

	do {
		if (it->rest.len == 0)
			return 0;
	} while (skip_unshown(it));
	*g = (struct glyph){ .pos = (size_t)(it->rest.p - it->start),
		.style = it->style };
	c = text_decode(it->rest, &len);
	skip(it, len);
	g->glued = (uint8_t)is_glued(it, c);
	if (c == '\n') {
		g->cp = ' ';
		g->newline = 1;
	} else if (c == '\t') {
		g->cp = ' ';
		g->tab = 1;
		g->width = TAB_STOP - it->column % TAB_STOP;
	} else if (!take_whole(it, g, c)) {
		set_base(g, c);
		take_followers(it, g);
	}
	g->len = (size_t)(it->rest.p - it->start) - g->pos;
	it->column = g->newline ? 0 : it->column + g->width;
	return 1;
}

int
text_width(struct view text)
{
	struct glyph_iter it;
	struct glyph g;
	int width = 0;

	glyph_start(&it, text, 0);
	while (glyph_next(&it, &g))
		width += g.width;
	return width;
}
