/*
 * mention: find a nick in a text. Compares folded whole words, without formatting.
 */
#include "client/model/mention.h"

#include <string.h>
#include <utf8proc.h>

#include "client/model/glyph.h"
#include "common/buf.h"
#include "common/names.h"
#include "common/text.h"

enum { WORD_MAX = 512 }; /* bytes folded at a time */

/* True if a letter, digit or mark here would make the nick part of a longer word. */
static int
is_word(uint32_t c)
{
	utf8proc_category_t category;

	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		       (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
	category = utf8proc_category((utf8proc_int32_t)c);
	return category >= UTF8PROC_CATEGORY_LU &&
	       category <= UTF8PROC_CATEGORY_NO;
}

/* Scripts written without spaces have no word boundaries to check. */
static int
is_spaceless(uint32_t c)
{
	return (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xf900 && c <= 0xfaff) ||
	       (c >= 0xff66 && c <= 0xff9f) || (c >= 0x20000 && c <= 0x3ffff) ||
	       (c >= 0x0e00 && c <= 0x0eff);
}

static int
joins(uint32_t c)
{
	return is_word(c) && !is_spaceless(c);
}

static uint32_t
code_before(struct view text, size_t at)
{
	size_t back = at, len;

	do
		back--;
	while (back > 0 && ((unsigned char)text.p[back] & 0xc0) == 0x80);
	return text_decode((struct view){ text.p + back, at - back }, &len);
}

static int
has_word(struct view text, struct view word)
{
	struct view rest = text;
	const char *found;
	size_t at, end, len;

	while (rest.len >= word.len &&
	       (found = memmem(rest.p, rest.len, word.p, word.len)) != NULL) {
		at = (size_t)(found - text.p);
		end = at + word.len;
		if ((at == 0 || !joins(code_before(text, at))) &&
		    (end == text.len ||
			!joins(text_decode(
			    (struct view){ text.p + end, text.len - end },
			    &len))))
			return 1;
		rest = (struct view){ found + 1, text.len - at - 1 };
	}
	return 0;
}

/* Append the text without its formatting. */
static void
add_plain(struct buf *out, struct view text)
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

/* Searches a word longer than WORD_MAX in pieces that overlap by more than a nick. */
static int
word_names(struct view word, struct view want)
{
	char folded[3 * WORD_MAX + 1];
	size_t step;
	int n;

	for (;;) {
		n = name_fold(folded, sizeof(folded),
		    (struct view){ word.p, text_cut(word, WORD_MAX) });
		if (n > 0 && has_word((struct view){ folded, (size_t)n }, want))
			return 1;
		if (word.len <= WORD_MAX)
			return 0;
		step = text_cut(word, WORD_MAX - 2 * NICK_BYTES);
		word.p += step;
		word.len -= step;
	}
}

int
mentions_nick(struct view text, const char *nick)
{
	struct buf plain = { 0 };
	struct view rest, word;
	char want[NAME_FOLDED];
	int n, found = 0;

	if (nick == NULL)
		return 0;
	n = name_fold(want, sizeof(want), view_of(nick));
	if (n <= 0)
		return 0;
	add_plain(&plain, text);
	rest = buf_view(&plain);
	while (!found && view_cut(&rest, ' ', &word))
		found = word_names(word, (struct view){ want, (size_t)n });
	buf_clear(&plain);
	return found;
}
