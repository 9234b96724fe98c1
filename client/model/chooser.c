/*
 * chooser: filters and sorts rows.
 */
#include "client/model/chooser.h"

#include <stdlib.h>

#include "client/model/fuzzy.h"
#include "common/text.h"
#include "common/xmalloc.h"

/* A word that matches the text counts more than one that is in the detail. */
enum { IN_TEXT = FUZZY_LETTER };

struct chooser *
chooser_new(const struct chooser_ops *ops, void *ctx)
{
	struct chooser *c = xcalloc(1, sizeof(*c));

	c->ops = ops;
	c->ctx = ctx;
	return c;
}

void
chooser_free(struct chooser *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->n; i++) {
		free(c->rows[i].text);
		free(c->rows[i].detail);
	}
	free(c->rows);
	buf_clear(&c->filter);
	buf_clear(&c->partial);
	free(c);
}

void
chooser_add(struct chooser *c, struct view text, struct view detail, int kind,
    uint64_t id, int weight)
{
	if (c->n == c->size) {
		c->size = c->size == 0 ? 64 : c->size * 2;
		c->rows = xreallocarray(c->rows, c->size, sizeof(*c->rows));
	}
	c->rows[c->n] = (struct chooser_row){ .text = xviewdup(text),
		.detail = xviewdup(detail),
		.kind = kind,
		.id = id,
		.weight = weight,
		.order = c->n };
	c->n++;
}

/* Rows that match come first, the best one first. */
static int
compare(const void *a, const void *b)
{
	const struct chooser_row *x = a, *y = b;
	int x_score = x->score < 0 ? -1 : x->score + x->weight;
	int y_score = y->score < 0 ? -1 : y->score + y->weight;

	if (x_score != y_score)
		return x_score > y_score ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* True if text contains the word, ignoring the case of ASCII. */
static int
contains(struct view text, struct view word)
{
	for (; text.len >= word.len; text.p++, text.len--)
		if (view_equal_nocase((struct view){ text.p, word.len }, word))
			return 1;
	return 0;
}

static int
score_of(const struct chooser_row *row, struct view filter)
{
	struct view word;
	int score, sum = 0;

	while (view_cut(&filter, ' ', &word)) {
		score = fuzzy_match(word, view_of(row->text), NULL, NULL);
		if (score != -1)
			sum += score + IN_TEXT;
		else if (!contains(view_of(row->detail), word))
			return -1;
	}
	return sum;
}

static void
apply_filter(struct chooser *c)
{
	c->shown = 0;
	for (size_t i = 0; i < c->n; i++) {
		c->rows[i].score = score_of(&c->rows[i], buf_view(&c->filter));
		c->shown += c->rows[i].score >= 0;
	}
	if (c->n > 0)
		qsort(c->rows, c->n, sizeof(*c->rows), compare);
	c->at = c->top = 0;
}

void
chooser_ready(struct chooser *c)
{
	apply_filter(c);
}

/* Return how many bytes at the end may be the beginning of a character. */
static size_t
unfinished(struct view text)
{
	for (size_t n = 1; n < 4 && n <= text.len; n++) {
		unsigned char b = (unsigned char)text.p[text.len - n];

		if (b < 0x80)
			return 0;
		if (b >= 0xc0)
			return n < (b < 0xe0 ? 2U : b < 0xf0 ? 3U : 4U) ? n : 0;
	}
	return 0;
}

void
chooser_type(struct chooser *c, struct view text)
{
	struct buf clean = { 0 };
	size_t room = CHOOSER_FILTER - c->filter.len;
	struct view whole;

	buf_add_view(&c->partial, text);
	whole = buf_view(&c->partial);
	whole.len -= unfinished(whole);
	text_clean(&clean, whole, 0);
	buf_drain(&c->partial, whole.len);
	buf_add(&c->filter, clean.p, text_cut(buf_view(&clean), room));
	buf_clear(&clean);
	apply_filter(c);
}

void
chooser_erase(struct chooser *c, enum chooser_erase what)
{
	struct view rest = buf_view(&c->filter);
	size_t len = 0;

	if (what == CHOOSER_ERASE_CHARACTER) {
		while (rest.len > 0) {
			len = (size_t)(rest.p - c->filter.p);
			rest.p += text_grapheme(rest);
			rest.len =
			    c->filter.len - (size_t)(rest.p - c->filter.p);
		}
	} else if (what == CHOOSER_ERASE_WORD) {
		for (len = rest.len; len > 0 && rest.p[len - 1] == ' '; len--)
			continue;
		while (len > 0 && rest.p[len - 1] != ' ')
			len--;
	}
	c->filter.len = len;
	apply_filter(c);
}

void
chooser_move(struct chooser *c, int by)
{
	size_t step = by < 0 ? 0 - (size_t)by : (size_t)by;

	if (by < 0)
		c->at = c->at > step ? c->at - step : 0;
	else if (c->shown > 0)
		c->at =
		    c->shown - 1 - c->at > step ? c->at + step : c->shown - 1;
}

const struct chooser_row *
chooser_selected(const struct chooser *c)
{
	return c->at < c->shown ? &c->rows[c->at] : NULL;
}

void
chooser_mark(const struct chooser *c, const struct chooser_row *row,
    unsigned char *marks, size_t size)
{
	struct view filter = buf_view(&c->filter), word;
	size_t at[FUZZY_WORD], n, i;

	memset(marks, 0, size);
	while (view_cut(&filter, ' ', &word)) {
		fuzzy_match(word, view_of(row->text), at, &n);
		for (i = 0; i < n; i++)
			if (at[i] < size)
				marks[at[i]] = 1;
	}
}
