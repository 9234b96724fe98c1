/*
 * pager: rows, moving and searching.
 */
#include "client/model/pager.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "client/model/wrap.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	LINES_MAX = 400, /* of a row */
	LABEL_MAX = 30,	 /* columns; a longer label gets a line of its own */
	LABEL_GAP = 2,
	TEXT_MIN =
	    20, /* columns beside the labels; else the text goes below them */
	INDENT = 2,	 /* of a text below its label, or wrapped */
	SEARCH_MAX = 100 /* bytes */
};

struct pager *
pager_new(const char *title)
{
	struct pager *p = xcalloc(1, sizeof(*p));

	p->title = xstrdup(title);
	return p;
}

void
pager_free(struct pager *p)
{
	struct pager *below;

	for (; p != NULL; p = below) {
		below = p->below;
		for (size_t i = 0; i < p->n; i++) {
			free(p->v[i].label);
			free(p->v[i].text);
			free(p->v[i].link);
		}
		free(p->v);
		free(p->title);
		buf_clear(&p->search);
		free(p);
	}
}

static void
add(struct pager *p, enum pager_kind kind, struct view label, struct view text,
    const char *link)
{
	int width = text_width(label);

	p->bytes += sizeof(*p->v) + label.len + text.len;
	if (p->n >= PAGER_ROWS_MAX || p->bytes > PAGER_BYTES) {
		p->cut = 1;
		return;
	}
	if (p->n == p->size) {
		p->size = p->size == 0 ? 64 : 2 * p->size;
		p->v = xreallocarray(p->v, p->size, sizeof(*p->v));
	}
	p->v[p->n++] = (struct pager_row){ .kind = kind,
		.label = xviewdup(label),
		.text = xviewdup(text),
		.link = link == NULL ? NULL : xstrdup(link) };
	if (width <= LABEL_MAX && width > p->label_width)
		p->label_width = width;
}

void
pager_add(
    struct pager *p, struct view label, struct view text, const char *link)
{
	add(p, PAGER_TEXT, label, text, link);
}

void
pager_add_heading(struct pager *p, const char *text)
{
	add(p, PAGER_HEADING, VIEW(""), view_of(text), NULL);
}

void
pager_add_text(struct pager *p, const char *text)
{
	add(p, PAGER_TEXT, VIEW(""), view_of(text), NULL);
}

/* Wrap text from column x on, later lines from column hang on. Returns the number of lines. */
static size_t
wrap(const struct pager *p, struct view text, int x, int hang,
    struct pager_line *lines, size_t max)
{
	struct wrap_row rows[LINES_MAX];
	size_t i, n = wrap_text(text, p->w, x, hang, rows, LINES_MAX);

	if (n > LINES_MAX)
		n = LINES_MAX;
	for (i = 0; i < n && i < max; i++)
		lines[i] = (struct pager_line){ .text = { text.p + rows[i].pos,
						    rows[i].len },
			.x = (i == 0 ? x : hang) + rows[i].indent,
			.pos = rows[i].pos,
			.style = rows[i].style };
	return n;
}

size_t
pager_lines(
    const struct pager *p, size_t row, struct pager_line *lines, size_t max)
{
	const struct pager_row *r = &p->v[row];
	struct view label = view_of(r->label), text = view_of(r->text);
	struct pager_line below = { .label = label };
	int x = p->label_width + LABEL_GAP;

	if (label.len == 0)
		return wrap(p, text, 0, 0, lines, max);
	if (x + TEXT_MIN <= p->w && text_width(label) <= p->label_width) {
		size_t n = wrap(p, text, x, x, lines, max);

		if (max > 0)
			lines[0].label = label;
		return n;
	}
	if (max > 0)
		lines[0] = below;
	if (text.len == 0)
		return 1;
	return 1 + wrap(p, text, INDENT, INDENT, lines + (max > 0),
		       max > 0 ? max - 1 : 0);
}

static size_t
height(const struct pager *p, size_t row)
{
	return pager_lines(p, row, NULL, 0);
}

static size_t
rows_of_pane(const struct pager *p)
{
	return p->h < 1 ? 1 : (size_t)p->h;
}

/* Return how many lines are between the top of the pane and the end of that row; more than a page if it is below. */
static size_t
lines_to_end(const struct pager *p, size_t row)
{
	size_t page = rows_of_pane(p) + p->top_hidden, n = 0;

	for (size_t i = p->top; i <= row && n <= page; i++)
		n += height(p, i);
	return n - (p->top_hidden < n ? p->top_hidden : n);
}

/* Put the end of that row at the bottom of the pane. */
static void
show_at_bottom(struct pager *p, size_t row)
{
	size_t page = rows_of_pane(p), n = height(p, row);

	p->top = row;
	while (n < page && p->top > 0)
		n += height(p, --p->top);
	p->top_hidden = n > page ? n - page : 0;
}

/* Scroll as little as needed to show the selected row, or its beginning if it is higher than the pane. */
static void
scroll_to_selected(struct pager *p)
{
	size_t page = rows_of_pane(p);

	if (p->n == 0)
		return;
	if (p->at <= p->top || height(p, p->at) >= page) {
		p->top = p->at;
		p->top_hidden = 0;
	} else if (lines_to_end(p, p->at) > page) {
		show_at_bottom(p, p->at);
	}
}

/* Leave no empty lines below the end if there are lines above. */
static void
fill_pane(struct pager *p)
{
	if (p->n > 0 && (p->top > 0 || p->top_hidden > 0) &&
	    lines_to_end(p, p->n - 1) < rows_of_pane(p))
		show_at_bottom(p, p->n - 1);
}

/* Of a page that is shown first, select the first link on the screen. */
static void
select_first_link(struct pager *p)
{
	size_t i = p->at;

	while (i < p->n && p->v[i].link == NULL)
		i++;
	if (i < p->n && lines_to_end(p, i) <= rows_of_pane(p))
		p->at = i;
}

void
pager_resize(struct pager *p, int w, int h)
{
	int first = p->w == 0;

	if (w == p->w && h == p->h)
		return;
	p->w = w;
	p->h = h;
	if (first) {
		select_first_link(p);
		return;
	}
	p->top_hidden = 0;
	scroll_to_selected(p);
	fill_pane(p);
}

static void
scroll(struct pager *p, int by)
{
	for (; by > 0; by--) {
		if (p->top_hidden + 1 < height(p, p->top)) {
			p->top_hidden++;
		} else if (p->top + 1 < p->n) {
			p->top++;
			p->top_hidden = 0;
		}
	}
	for (; by < 0; by++) {
		if (p->top_hidden > 0) {
			p->top_hidden--;
		} else if (p->top > 0) {
			p->top--;
			p->top_hidden = height(p, p->top) - 1;
		}
	}
	fill_pane(p);
}

static int
is_blank(const struct pager *p, size_t row)
{
	return p->v[row].label[0] == '\0' && p->v[row].text[0] == '\0';
}

void
pager_move(struct pager *p, int by)
{
	if (p->n == 0)
		return;
	if (by > 0 && lines_to_end(p, p->at) > rows_of_pane(p)) {
		scroll(p, 1);
	} else if (by < 0 && p->at == p->top && p->top_hidden > 0) {
		scroll(p, -1);
	} else if (by > 0 && p->at + 1 < p->n) {
		do
			p->at++;
		while (is_blank(p, p->at) && p->at + 1 < p->n);
		scroll_to_selected(p);
	} else if (by < 0 && p->at > 0) {
		do
			p->at--;
		while (is_blank(p, p->at) && p->at > 0);
		scroll_to_selected(p);
		if (height(p, p->at) > rows_of_pane(p))
			show_at_bottom(p, p->at);
	}
}

/* The first row of the new page is selected; when there is no further page, the last or the first row of all. */
void
pager_page(struct pager *p, int by)
{
	size_t top = p->top, hidden = p->top_hidden;
	int lines = p->h > 2 ? p->h - 1 : 1;

	if (p->n == 0)
		return;
	scroll(p, by * lines);
	if (p->top != top || p->top_hidden != hidden)
		p->at = p->top;
	else
		p->at = by > 0 ? p->n - 1 : 0;
}

void
pager_first(struct pager *p)
{
	p->at = p->top = p->top_hidden = 0;
}

void
pager_last(struct pager *p)
{
	if (p->n == 0)
		return;
	p->at = p->n - 1;
	show_at_bottom(p, p->at);
}

const struct pager_row *
pager_selected(const struct pager *p)
{
	return p->at < p->n ? &p->v[p->at] : NULL;
}

static uint32_t
next_folded(struct view *rest)
{
	size_t len;
	uint32_t c = text_decode(*rest, &len);

	rest->p += len;
	rest->len -= len;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

/* Return the length of the match at the front of text, or 0. */
static size_t
match_length(struct view text, struct view wanted)
{
	struct view rest = text;

	while (wanted.len > 0) {
		if (rest.len == 0 || next_folded(&rest) != next_folded(&wanted))
			return 0;
	}
	return text.len - rest.len;
}

int
pager_find(const struct pager *p, struct view text, size_t *at, size_t *len)
{
	struct view rest;
	size_t n;

	for (; p->search.len > 0 && *at < text.len; *at += n) {
		rest = (struct view){ text.p + *at, text.len - *at };
		*len = match_length(rest, buf_view(&p->search));
		if (*len > 0)
			return 1;
		text_decode(rest, &n);
	}
	return 0;
}

static int
row_matches(const struct pager *p, size_t row)
{
	size_t at = 0, len;

	if (pager_find(p, view_of(p->v[row].label), &at, &len))
		return 1;
	at = 0;
	return pager_find(p, view_of(p->v[row].text), &at, &len);
}

/* Select the first row with a match, from row `from` on, in that direction, beginning again at the other end. */
static void
select_match(struct pager *p, size_t from, int by)
{
	size_t row = from;

	p->missing = p->search.len > 0;
	for (size_t i = 0; i < p->n && p->search.len > 0; i++) {
		row = by > 0 ? (from + i) % p->n : (from + p->n - i) % p->n;
		if (row_matches(p, row)) {
			p->missing = 0;
			p->at = row;
			scroll_to_selected(p);
			return;
		}
	}
}

void
pager_search_begin(struct pager *p)
{
	buf_reset(&p->search);
	p->typing = 1;
	p->missing = 0;
	p->search_from = p->at;
}

void
pager_search_type(struct pager *p, struct view text)
{
	size_t n = text_cut(
	    text, p->search.len < SEARCH_MAX ? SEARCH_MAX - p->search.len : 0);

	text_clean(&p->search, (struct view){ text.p, n }, 0);
	select_match(p, p->search_from, 1);
}

void
pager_search_erase(struct pager *p)
{
	struct view rest = buf_view(&p->search);
	size_t last = 0, n;

	if (rest.len == 0) {
		pager_search_end(p, 0);
		return;
	}
	while ((n = text_grapheme(rest)) > 0) {
		last = n;
		rest.p += n;
		rest.len -= n;
	}
	p->search.len -= last;
	select_match(p, p->search_from, 1);
}

void
pager_search_end(struct pager *p, int keep)
{
	p->typing = 0;
	if (keep)
		return;
	buf_reset(&p->search);
	p->missing = 0;
	p->at = p->search_from;
	scroll_to_selected(p);
}

void
pager_search_next(struct pager *p, int by)
{
	if (p->n == 0)
		return;
	select_match(p, (by > 0 ? p->at + 1 : p->at + p->n - 1) % p->n, by);
}
