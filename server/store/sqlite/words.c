/*
 * words: processes text code point by code point.
 */
#include "server/store/sqlite/words.h"

#include <string.h>

#include <utf8proc.h>

/* First and last code points of scripts written without spaces between words. */
static const utf8proc_int32_t unspaced[][2] = {
	{ 0x0e00, 0x0eff },   /* Thai, Lao */
	{ 0x1000, 0x109f },   /* Myanmar */
	{ 0x1100, 0x11ff },   /* Hangul Jamo */
	{ 0x1780, 0x17ff },   /* Khmer */
	{ 0x2e80, 0x2fff },   /* radicals */
	{ 0x3005, 0x3007 },   /* iteration marks */
	{ 0x3021, 0x3029 },   /* numerals */
	{ 0x3031, 0x303c },   /* more such marks */
	{ 0x3040, 0x31ff },   /* kana, Bopomofo, Hangul, strokes */
	{ 0x3400, 0x4dbf },   /* Han */
	{ 0x4e00, 0x9fff },   /* Han */
	{ 0xa960, 0xa97f },   /* Hangul Jamo */
	{ 0xac00, 0xd7ff },   /* Hangul */
	{ 0xf900, 0xfaff },   /* Han */
	{ 0xff66, 0xffdc },   /* narrow kana and Hangul */
	{ 0x1b000, 0x1b16f }, /* kana */
	{ 0x20000, 0x3ffff }, /* Han */
};

enum { NUNSPACED = sizeof(unspaced) / sizeof(unspaced[0]) };

static int
stands_alone(utf8proc_int32_t c)
{
	size_t i = 0;

	if (c < unspaced[0][0])
		return utf8proc_category(c) == UTF8PROC_CATEGORY_SO;
	while (i < NUNSPACED && c > unspaced[i][1])
		i++;
	return (i < NUNSPACED && c >= unspaced[i][0]) ||
	       utf8proc_category(c) == UTF8PROC_CATEGORY_SO;
}

/* The same categories as WORDS_TOKENIZER. */
static int
is_word_character(utf8proc_int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_SO:
	case UTF8PROC_CATEGORY_SK:
		return 1;
	default:
		return 0;
	}
}

/* Takes the next code point; an invalid UTF-8 byte becomes a space. */
static utf8proc_int32_t
next(struct view *rest, struct view *bytes)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t n;

	n = utf8proc_iterate(
	    (const utf8proc_uint8_t *)rest->p, (utf8proc_ssize_t)rest->len, &c);
	*bytes = n > 0 ? (struct view){ rest->p, (size_t)n } : VIEW(" ");
	rest->p += bytes->len;
	rest->len -= bytes->len;
	return n > 0 ? c : ' ';
}

static void
skip(struct view *rest, const char *of, size_t most)
{
	while (most-- > 0 && rest->len > 0 && rest->p[0] != '\0' &&
	       strchr(of, rest->p[0]) != NULL) {
		rest->p++;
		rest->len--;
	}
}

/* A colour number follows its code: "\3" and "4,12", "\4" and "ff0000". */
static void
skip_colour(struct view *rest, utf8proc_int32_t code)
{
	const char *digits =
	    code == 3 ? "0123456789" : "0123456789abcdefABCDEF";
	size_t most = code == 3 ? 2 : 6;

	skip(rest, digits, most);
	if (rest->len > 1 && rest->p[0] == ',' &&
	    strchr("0123456789", rest->p[1]) != NULL) {
		skip(rest, ",", 1);
		skip(rest, digits, most);
	}
}

void
words_separate(struct buf *out, struct view text)
{
	utf8proc_int32_t c;
	struct view bytes;

	if (view_has_prefix(text, VIEW("\001ACTION "))) {
		text.p += sizeof("\001ACTION ") - 1;
		text.len -= sizeof("\001ACTION ") - 1;
	}
	while (text.len > 0) {
		c = next(&text, &bytes);
		if (c == '\n' || c == '\t') {
			buf_add_char(out, ' ');
		} else if (c < ' ' || c == 0x7f) {
			if (c == 3 || c == 4)
				skip_colour(&text, c);
		} else if (stands_alone(c)) {
			buf_add_char(out, ' ');
			buf_add_view(out, bytes);
			buf_add_char(out, ' ');
		} else {
			buf_add_view(out, bytes);
		}
	}
}

/* Counts the words of a separated text. */
static size_t
count_words(struct view text)
{
	struct view bytes;
	size_t n = 0;
	int in_word = 0, was_in_word;

	while (text.len > 0) {
		was_in_word = in_word;
		in_word = is_word_character(next(&text, &bytes));
		n += in_word && !was_in_word;
	}
	return n;
}

/* A phrase is in double quotes, so it must not contain one. */
static void
add_phrase(struct buf *out, struct view spread)
{
	size_t i;

	buf_add_char(out, '"');
	for (i = 0; i < spread.len; i++)
		buf_add_char(out, spread.p[i] == '"' ? ' ' : spread.p[i]);
	buf_add_char(out, '"');
}

size_t
words_query(struct buf *out, struct view text)
{
	struct buf spread = { 0 };
	struct view word;
	size_t n = 0;

	while (view_cut(&text, ' ', &word)) {
		buf_reset(&spread);
		words_separate(&spread, word);
		if (count_words(buf_view(&spread)) == 0)
			continue;
		if (n++ > 0)
			buf_add_str(out, " AND ");
		add_phrase(out, buf_view(&spread));
	}
	buf_clear(&spread);
	return n;
}

void
words_count(struct view text, size_t *phrases, size_t *words)
{
	struct buf spread = { 0 };
	struct view word;
	size_t n;

	*phrases = *words = 0;
	while (view_cut(&text, ' ', &word)) {
		buf_reset(&spread);
		words_separate(&spread, word);
		n = count_words(buf_view(&spread));
		*phrases += n > 0;
		*words += n;
	}
	buf_clear(&spread);
}
