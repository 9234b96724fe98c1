/*
 * mention: find a word in a text.
 */
#include "client/model/mention.h"

#include <string.h>
#include <utf8proc.h>

#include "client/model/glyph.h"
#include "common/buf.h"
#include "common/names.h"
#include "common/text.h"

enum { PIECE_MAX = 512 }; /* bytes folded at a time */

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

/* Append the text folded, piece by piece. A piece that cannot be folded stays as it is. */
static void
add_folded(struct buf *out, struct view text)
{
	char folded[3 * PIECE_MAX + 1];
	struct view piece = text;
	int n;

	for (; text.len > 0; text.p += piece.len, text.len -= piece.len) {
		piece.p = text.p;
		piece.len = text_split(text, PIECE_MAX);
		n = name_fold(folded, sizeof(folded), piece);
		if (n > 0)
			buf_add(out, folded, (size_t)n);
		else
			buf_add_view(out, piece);
	}
}

void
mention_text_make(struct mention_text *t, struct view text)
{
	*t = (struct mention_text){ 0 };
	format_strip(&t->plain, text);
	add_folded(&t->folded, buf_view(&t->plain));
}

void
mention_text_clear(struct mention_text *t)
{
	buf_clear(&t->plain);
	buf_clear(&t->folded);
}

int
mention_text_has(const struct mention_text *t, struct view word, unsigned how)
{
	struct view text =
	    buf_view((how & MENTION_CASE) ? &t->plain : &t->folded);
	struct buf folded = { 0 };
	int found;

	if (word.len == 0)
		return 0;
	if (!(how & MENTION_CASE)) {
		add_folded(&folded, word);
		word = buf_view(&folded);
	}
	found = (how & MENTION_WHOLE)
		    ? has_word(text, word)
		    : text.len >= word.len &&
			  memmem(text.p, text.len, word.p, word.len) != NULL;
	buf_clear(&folded);
	return found;
}

int
mentions_nick(struct view text, const char *nick)
{
	struct mention_text t;
	int found;

	if (nick == NULL || *nick == '\0')
		return 0;
	mention_text_make(&t, text);
	found = mention_text_has(&t, view_of(nick), MENTION_WHOLE);
	mention_text_clear(&t);
	return found;
}
