/*
 * format: parse IRC formatting codes (modern.ircdocs.horse/formatting).
 */
#include "client/model/wrap.h"

enum { COLOUR_DEFAULT = 99 };

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
