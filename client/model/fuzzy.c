/*
 * fuzzy: the best alignment of a word in a text, by dynamic programming as in fzy.
 */
#include "client/model/fuzzy.h"

#include <limits.h>
#include <stdint.h>

#include <utf8proc.h>

#include "common/text.h"

/* Scores of a letter, and what letters of the text that do not match cost. */
enum {
	AFTER_MATCH = FUZZY_LETTER,
	TEXT_START = 900,
	WORD_START = 800,
	CAPITAL = 700,
	GAP_BEFORE = 5,
	GAP_INSIDE = 10,
	GAP_AFTER = 5,
	NONE = INT_MIN / 2
};

struct letter {
	uint32_t cp; /* folded */
	size_t pos;  /* offset in bytes */
	int bonus;   /* for a match here that does not follow another one */
};

static int
is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		       (c >= 'A' && c <= 'Z');
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
		return 1;
	default:
		return 0;
	}
}

/* Return the letter without case and accents; 0 for a mark. */
static uint32_t
fold(uint32_t c)
{
	utf8proc_int32_t out[8];
	int class = 0;

	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
	if (utf8proc_decompose_char((utf8proc_int32_t)c, out, 8,
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
		    UTF8PROC_STRIPMARK | UTF8PROC_IGNORE,
		&class) < 1)
		return 0;
	return (uint32_t)out[0];
}

static int
is_capital(uint32_t c)
{
	return c < 0x80 ? c >= 'A' && c <= 'Z'
			: utf8proc_category((utf8proc_int32_t)c) ==
			      UTF8PROC_CATEGORY_LU;
}

/* Split text into at most max letters. Returns how many. */
static size_t
split(struct view text, struct letter *letters, size_t max)
{
	uint32_t c, before = 0;
	size_t n = 0, len, pos;

	for (pos = 0; pos < text.len && n < max; pos += len) {
		c = text_decode(
		    (struct view){ text.p + pos, text.len - pos }, &len);
		letters[n] = (struct letter){ fold(c), pos, 0 };
		if (letters[n].cp == 0)
			continue;
		if (pos == 0)
			letters[n].bonus = TEXT_START;
		else if (is_letter(c) && !is_letter(before))
			letters[n].bonus = WORD_START;
		else if (is_capital(c) && !is_capital(before))
			letters[n].bonus = CAPITAL;
		before = c;
		n++;
	}
	return n;
}

static int
is_subsequence(
    const struct letter *word, size_t m, const struct letter *text, size_t n)
{
	size_t i = 0, j;

	for (j = 0; j < n && i < m; j++)
		i += word[i].cp == text[j].cp;
	return i == m;
}

/* Scores of the first letters of the word. */
struct row {
	int ends[FUZZY_TEXT]; /* the last of them matches here */
	int best[FUZZY_TEXT]; /* it matches here or before */
};

/* The score of letter j of the text if letter i of the word matches there. */
static int
score_at(
    const struct row *before, const struct letter *text, size_t i, size_t j)
{
	int score, consecutive;

	if (i == 0)
		return text[j].bonus - (int)j * GAP_BEFORE;
	if (j == 0 || before->best[j - 1] == NONE)
		return NONE;
	score = before->best[j - 1] + text[j].bonus;
	consecutive = before->ends[j - 1] == NONE
			  ? NONE
			  : before->ends[j - 1] + AFTER_MATCH;
	return score > consecutive ? score : consecutive;
}

static void
fill_row(struct row *row, const struct row *before, uint32_t cp,
    const struct letter *text, size_t n, size_t i, int gap)
{
	int best = NONE;

	for (size_t j = 0; j < n; j++) {
		row->ends[j] =
		    cp == text[j].cp ? score_at(before, text, i, j) : NONE;
		best = best - gap > row->ends[j] ? best - gap : row->ends[j];
		row->best[j] = best < NONE ? NONE : best;
	}
}

/* Find where each letter of the word matched, from the last one back. */
static void
trace(const struct row *rows, size_t m, const struct letter *text, size_t n,
    size_t *matched)
{
	size_t i = m, j = n;
	int must_match = 0; /* the letter matched that follows this one */

	while (i-- > 0)
		for (;;) {
			j--;
			if (rows[i].ends[j] > NONE &&
			    (must_match ||
				rows[i].ends[j] == rows[i].best[j])) {
				must_match =
				    i > 0 && j > 0 &&
				    rows[i].best[j] ==
					rows[i - 1].ends[j - 1] + AFTER_MATCH;
				matched[i] = text[j].pos;
				break;
			}
		}
}

int
fuzzy_match(struct view word, struct view text, size_t *matched, size_t *n)
{
	struct letter w[FUZZY_WORD], t[FUZZY_TEXT];
	size_t m = split(word, w, FUZZY_WORD), len, i;
	struct row rows[FUZZY_WORD];
	int score;

	if (n != NULL)
		*n = m;
	if (m == 0)
		return 0;
	len = split(text, t, FUZZY_TEXT);
	if (!is_subsequence(w, m, t, len)) {
		if (n != NULL)
			*n = 0;
		return -1;
	}
	for (i = 0; i < m; i++)
		fill_row(&rows[i], i == 0 ? NULL : &rows[i - 1], w[i].cp, t,
		    len, i, i + 1 == m ? GAP_AFTER : GAP_INSIDE);
	if (matched != NULL)
		trace(rows, m, t, len, matched);
	score = rows[m - 1].best[len - 1];
	return score < 0 ? 0 : score;
}
