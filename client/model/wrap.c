/*
 * wrap: break text into rows.
 */
#include "client/model/wrap.h"

#include <wchar.h>

/* Punctuation that must not begin a row (the usual ones of JIS X 4051), sorted. */
static const wchar_t no_begin[] =
    L"·‥…’”‼⁇⁈⁉、。々〉》」』】〕〗〙〜〞〟"
    L"ぁぃぅぇぉっゃゅょゎ゛゜ゝゞァィゥェォッャュョヮ・ー"
    L"！），．：；？］｝～";
/* Punctuation that must not end a row. */
static const wchar_t no_end[] = L"‘“〈《「『【〔〖〘〝（［｛";

struct row_state {
	struct wrap_row *row;
	int room;	  /* columns available */
	int ink;	  /* it has something other than spaces */
	uint32_t before;  /* the previous glyph; 0 at the beginning */
	int space_before; /* it is a space without marks */
	int wide_before;
	/* The last place where the row may end, and what follows it. */
	int breakable;
	size_t break_at;
	int break_width;
	struct glyph_iter after;
	/* Where the current grapheme began. */
	struct glyph_iter cluster;
	int cluster_width;
};

static int
is_among(const wchar_t *set, uint32_t c)
{
	return c >= 0x80 && wcschr(set, (wchar_t)c) != NULL;
}

static int
is_space(const struct glyph *g)
{
	return g->cp == ' ' && g->marks[0] == 0 && !g->newline;
}

/* Wide text may break between any two characters, except at punctuation. */
static int
may_break_before(const struct row_state *s, const struct glyph *g)
{
	if (!s->ink || g->glued || s->space_before)
		return 0;
	if (g->caret || (g->width < 2 && !s->wide_before))
		return 0;
	return !is_among(no_begin, g->cp) && !is_among(no_end, s->before) &&
	       !(g->cp < 0x80 && wcschr(L"!),.:;?]}%'\"", (wchar_t)g->cp));
}

/* Return the iterator's offset. */
static size_t
walked(const struct glyph_iter *it)
{
	return (size_t)(it->rest.p - it->start);
}

static void
set_break(struct row_state *s, size_t at, const struct glyph_iter *after)
{
	s->breakable = 1;
	s->break_at = at;
	s->break_width = s->row->width;
	s->after = *after;
}

static void
end_row(struct row_state *s, size_t at, int width)
{
	s->row->len = at - s->row->pos;
	s->row->width = width;
}

static int
at_end(struct glyph_iter it)
{
	struct glyph g;

	return !glyph_next(&it, &g);
}

/*
 * Spaces at a row's end may exceed its width: skip all of them. A line break after them ends this row instead of
 * making an empty one.
 */
static int
end_at_spaces(struct row_state *s, struct glyph_iter *it)
{
	struct glyph_iter next = *it;
	struct glyph g;

	while (glyph_next(&next, &g) && (g.newline || is_space(&g))) {
		*it = next;
		if (g.newline) {
			end_row(s, s->break_at, s->break_width);
			return 1;
		}
	}
	end_row(s, s->break_at, s->break_width);
	return !at_end(*it);
}

/*
 * g does not fit and there is no earlier break: it begins the next row, together with its grapheme unless that
 * fills this row.
 */
static int
end_hard(struct row_state *s, const struct glyph *g,
    const struct glyph_iter *before, struct glyph_iter *it)
{
	if (s->row->width == 0) {
		end_row(s, g->pos + g->len, s->room);
		return !at_end(*it);
	}
	if (g->glued && s->cluster_width > 0) {
		*it = s->cluster;
		end_row(s, walked(it), s->cluster_width);
	} else {
		*it = *before;
		end_row(s, walked(before), s->row->width);
	}
	return 1;
}

/* A space: the row may end before it and further spaces, and the next row begins after them. */
static int
take_space(
    struct row_state *s, const struct glyph *g, const struct glyph_iter *it)
{
	if (s->ink && !s->space_before)
		set_break(s, g->pos, it);
	else if (s->breakable)
		s->after = *it;
	if (s->row->width + g->width > s->room)
		return 0;
	s->row->width += g->width;
	return 1;
}

static int
take_letter(
    struct row_state *s, const struct glyph *g, const struct glyph_iter *before)
{
	if (!g->glued) {
		s->cluster = *before;
		s->cluster_width = s->row->width;
	}
	if (may_break_before(s, g))
		set_break(s, walked(before), before);
	if (s->row->width + g->width > s->room)
		return 0;
	s->row->width += g->width;
	s->ink = 1;
	return 1;
}

/* Handle a glyph that does not fit. */
static int
end_full(struct row_state *s, const struct glyph *g,
    const struct glyph_iter *before, struct glyph_iter *it)
{
	if (!s->breakable)
		return end_hard(s, g, before, it);
	if (is_space(g))
		return end_at_spaces(s, it);
	*it = s->after;
	end_row(s, s->break_at, s->break_width);
	return 1;
}

/* Fill one row from *it on, and set *it to the start of the next. Returns 1 if there is a next row. */
static int
fill_row(struct glyph_iter *it, struct row_state *s)
{
	struct glyph_iter before = *it;
	struct glyph g;

	for (; glyph_next(it, &g); before = *it) {
		if (g.newline) {
			end_row(s, g.pos, s->row->width);
			return 1;
		}
		if (!(is_space(&g) ? take_space(s, &g, it)
				   : take_letter(s, &g, &before)))
			return end_full(s, &g, &before, it);
		s->before = g.cp;
		s->space_before = is_space(&g);
		s->wide_before = g.width == 2 && !g.caret;
	}
	end_row(s, walked(it), s->row->width);
	return 0;
}

/* Return the width of the first word, up to max. */
static int
first_word(struct glyph_iter it, int max)
{
	struct glyph g;
	int width = 0;

	while (width <= max && glyph_next(&it, &g)) {
		if (g.newline || is_space(&g) || (width > 0 && g.width == 2))
			break;
		width += g.width;
	}
	return width;
}

/* Return the columns of the spaces and tabs that a line begins with; 0 if it has nothing else. */
static int
indent_of(struct glyph_iter it)
{
	struct glyph g;
	int width = 0;

	while (glyph_next(&it, &g)) {
		if (!is_space(&g))
			return g.newline ? 0 : width;
		width += g.width;
	}
	return 0;
}

static int
min(int a, int b)
{
	return a < b ? a : b;
}

static int
at_least_one(int n)
{
	return n < 1 ? 1 : n;
}

/* True if a line begins at that offset of the text. */
static int
starts_line(struct view text, size_t pos)
{
	return pos == 0 || text.p[pos - 1] == '\n';
}

size_t
wrap_text(struct view text, int width, int first, int hang,
    struct wrap_row *rows, size_t max)
{
	struct glyph_iter it;
	struct wrap_row row;
	struct row_state s;
	int more, word, room = at_least_one(width - first);
	int later = at_least_one(width - hang), indent = 0;
	size_t n = 0;

	glyph_start(&it, text, 0);
	it.column = first > hang ? first - hang : 0;
	do {
		row =
		    (struct wrap_row){ .pos = walked(&it), .style = it.style };
		if (starts_line(text, row.pos))
			indent = min(indent_of(it), later / 2);
		else
			row.indent = it.column = indent;
		row.column = it.column;
		s = (struct row_state){ .row = &row,
			.room =
			    n == 0 ? room : at_least_one(later - row.indent) };
		word = n == 0 && room < later ? first_word(it, later) : 0;
		if (word > room && word <= later)
			more = 1; /* it only fits on the next row as a whole */
		else
			more = fill_row(&it, &s);
		if (n < max)
			rows[n] = row;
		n++;
	} while (more);
	return n;
}

void
wrap_row_start(
    struct glyph_iter *it, struct view text, const struct wrap_row *row)
{
	glyph_start(it, (struct view){ text.p + row->pos, row->len }, 0);
	it->start = text.p;
	it->style = row->style;
	it->column = row->column;
}
