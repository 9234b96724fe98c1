/*
 * canvas: draws into cells, and keeps wide glyphs whole.
 */
#include "client/view/canvas.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "common/text.h"
#include "common/xmalloc.h"

struct grapheme {
	uint32_t number;
	char *bytes;
	UT_hash_handle hh;
};

struct canvas_link {
	uint32_t number; /* from 1 */
	char *uri;
	struct buf key; /* the tag and the URI */
	UT_hash_handle hh;
};

static const struct style plain = { -1, -1, 0 };

static int
min(int a, int b)
{
	return a < b ? a : b;
}

static int
max(int a, int b)
{
	return a > b ? a : b;
}

static struct cell *
cell_at(const struct canvas *c, int x, int y)
{
	return &c->cells[(size_t)y * (size_t)c->w + (size_t)x];
}

/* Clear the cells from x to end of a row, and with them wide glyphs of which one half is inside. */
static void
blank(struct canvas *c, int x, int end, int y, struct style style)
{
	struct cell *row = cell_at(c, 0, y);

	if (x >= end)
		return;
	if (row[x].cp == 0 && x > 0)
		row[x - 1] =
		    (struct cell){ .cp = ' ', .style = row[x - 1].style };
	if (end < c->w && row[end].cp == 0)
		row[end] = (struct cell){ .cp = ' ', .style = row[end].style };
	for (; x < end; x++)
		row[x] = (struct cell){ .cp = ' ', .style = style };
}

struct canvas *
canvas_new(int w, int h)
{
	struct canvas *c = xcalloc(1, sizeof(*c));

	canvas_resize(c, w, h);
	return c;
}

static void
clear_graphemes(struct canvas *c)
{
	struct grapheme *g, *next;

	HASH_ITER (hh, c->graphemes, g, next) {
		HASH_DEL(c->graphemes, g);
		free(g->bytes);
		free(g);
	}
	free(c->by_number);
	c->by_number = NULL;
}

static void
clear_links(struct canvas *c)
{
	struct canvas_link *l, *next;

	HASH_ITER (hh, c->links, l, next) {
		HASH_DEL(c->links, l);
		buf_clear(&l->key);
		free(l->uri);
		free(l);
	}
	free(c->links_by_number);
	c->links_by_number = NULL;
	c->link = 0;
}

static void
clear_tables(struct canvas *c)
{
	clear_graphemes(c);
	clear_links(c);
	c->generation++;
}

void
canvas_free(struct canvas *c)
{
	if (c == NULL)
		return;
	clear_tables(c);
	free(c->cells);
	free(c);
}

void
canvas_resize(struct canvas *c, int w, int h)
{
	size_t i, n;

	c->w = max(w, 1);
	c->h = max(h, 1);
	n = (size_t)c->w * (size_t)c->h;
	c->cells = xreallocarray(c->cells, n, sizeof(*c->cells));
	for (i = 0; i < n; i++)
		c->cells[i] = (struct cell){ .cp = ' ', .style = plain };
	c->cursor_x = c->cursor_y = -1;
	clear_tables(c);
}

void
canvas_fill(struct canvas *c, struct rect r, struct style style)
{
	int y;

	for (y = max(r.y, 0); y < min(r.y + r.h, c->h); y++)
		blank(c, max(r.x, 0), min(r.x + r.w, c->w), y, style);
}

/* Return the cp of a cell that shows a whole grapheme, or its first character if the table is full. */
static uint32_t
grapheme_number(struct canvas *c, const struct glyph *glyph)
{
	uint32_t n = HASH_COUNT(c->graphemes);
	struct grapheme *g;

	HASH_FIND(hh, c->graphemes, glyph->whole.p, glyph->whole.len, g);
	if (g != NULL)
		return CELL_GRAPHEME | g->number;
	if (n >= CANVAS_GRAPHEMES)
		return glyph->cp;
	g = xcalloc(1, sizeof(*g));
	g->number = n;
	g->bytes = xviewdup(glyph->whole);
	HASH_ADD_KEYPTR(hh, c->graphemes, g->bytes, glyph->whole.len, g);
	if (c->by_number == NULL)
		c->by_number =
		    xcalloc(CANVAS_GRAPHEMES, sizeof(struct grapheme *));
	c->by_number[n] = g;
	return CELL_GRAPHEME | n;
}

struct view
canvas_grapheme(const struct canvas *c, uint32_t cp)
{
	return view_of(c->by_number[cp & ~(uint32_t)CELL_GRAPHEME]->bytes);
}

int
canvas_is_full(const struct canvas *c)
{
	return HASH_COUNT(c->graphemes) >= CANVAS_GRAPHEMES ||
	       HASH_COUNT(c->links) >= CANVAS_LINKS;
}

static uint32_t
add_link(struct canvas *c, struct view uri, struct buf *key)
{
	struct canvas_link *l;

	if (HASH_COUNT(c->links) >= CANVAS_LINKS)
		return 0;
	l = xcalloc(1, sizeof(*l));
	l->number = HASH_COUNT(c->links) + 1;
	l->uri = xviewdup(uri);
	l->key = *key;
	*key = (struct buf){ 0 };
	HASH_ADD_KEYPTR(hh, c->links, l->key.p, l->key.len, l);
	if (c->links_by_number == NULL)
		c->links_by_number =
		    xcalloc(CANVAS_LINKS + 1, sizeof(struct canvas_link *));
	c->links_by_number[l->number] = l;
	return l->number;
}

void
canvas_set_link(struct canvas *c, struct view uri, uint64_t tag)
{
	struct buf key = { 0 };
	struct canvas_link *l;

	c->link = 0;
	if (uri.len == 0)
		return;
	buf_add(&key, &tag, sizeof(tag));
	buf_add_view(&key, uri);
	HASH_FIND(hh, c->links, key.p, key.len, l);
	c->link = l != NULL ? l->number : add_link(c, uri, &key);
	buf_clear(&key);
}

const char *
canvas_link_uri(const struct canvas *c, uint32_t link)
{
	return c->links_by_number[link]->uri;
}

static void
put(struct canvas *c, int x, int y, int width, const struct glyph *g,
    struct style style)
{
	struct cell *cell = cell_at(c, x, y);

	blank(c, x, x + width, y, style);
	cell->cp = g->whole.len > 0 ? grapheme_number(c, g) : g->cp;
	cell->marks[0] = g->marks[0];
	cell->marks[1] = g->marks[1];
	cell->link = c->link;
	if (width == 2) {
		cell[1].cp = 0;
		cell[1].link = c->link;
	}
}

/* A glyph that does not fit before `end` leaves spaces there. */
int
canvas_glyph(struct canvas *c, int x, int y, int end, const struct glyph *g,
    struct style style)
{
	static const struct glyph caret = { .cp = '^', .width = 1 };

	end = min(end, c->w);
	if (y < 0 || y >= c->h || x < 0 || x >= end || g->newline)
		return x;
	if (x + g->width > end) {
		blank(c, x, end, y, style);
		return end;
	}
	if (g->caret) {
		put(c, x, y, 1, &caret, style);
		put(c, x + 1, y, 1, g, style);
	} else if (g->tab) {
		blank(c, x, x + g->width, y, style);
	} else {
		put(c, x, y, g->width, g, style);
	}
	return x + g->width;
}

int
canvas_text(struct canvas *c, int x, int y, int end, struct view text,
    struct style style)
{
	struct glyph_iter it;
	struct glyph g;

	glyph_start(&it, text, 0);
	while (x < end && glyph_next(&it, &g))
		x = canvas_glyph(c, x, y, end, &g, style);
	return x;
}

static int
row_end(const struct canvas *c, int y)
{
	int x = c->w;

	while (x > 0 && cell_at(c, x - 1, y)->cp == ' ' &&
	       cell_at(c, x - 1, y)->marks[0] == 0)
		x--;
	return x;
}

void
canvas_row(const struct canvas *c, int y, struct buf *out)
{
	const struct cell *cell;
	int x, i, end = row_end(c, y);

	for (x = 0; x < end; x++) {
		cell = cell_at(c, x, y);
		if (cell->cp == 0)
			continue;
		if (cell->cp & CELL_GRAPHEME) {
			buf_add_view(out, canvas_grapheme(c, cell->cp));
			continue;
		}
		text_add(out, cell->cp);
		for (i = 0; i < 2 && cell->marks[i] != 0; i++)
			text_add(out, cell->marks[i]);
	}
}
