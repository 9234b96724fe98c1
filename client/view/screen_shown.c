/*
 * screen_shown: compares cells with what is shown.
 */
#include "client/view/screen_shown.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "client/view/colour.h"
#include "common/xmalloc.h"

enum { REPLACEMENT = 0xfffd };

void
screen_shown_resize(struct screen_shown *s, int w, int h)
{
	size_t n = (size_t)w * (size_t)h;

	assert(w > 0 && h > 0);
	s->w = w;
	s->h = h;
	s->cells = xreallocarray(s->cells, n, sizeof(*s->cells));
	memset(s->cells, 0, n * sizeof(*s->cells));
	s->unknown = 1;
	s->special = 0;
}

void
screen_shown_clear(struct screen_shown *s)
{
	free(s->cells);
	memset(s, 0, sizeof(*s));
}

static struct cell *
at(const struct screen_shown *s, int x, int y)
{
	return &s->cells[(size_t)y * (size_t)s->w + (size_t)x];
}

const struct cell *
screen_shown_at(const struct screen_shown *s, int x, int y)
{
	return at(s, x, y);
}

int
screen_shown_width(const struct screen_shown *s, int x, int y)
{
	if (at(s, x, y)->cp == 0)
		return 0;
	return x + 1 < s->w && at(s, x + 1, y)->cp == 0 ? 2 : 1;
}

static int
same(const struct cell *a, const struct cell *b)
{
	return a->cp == b->cp && a->marks[0] == b->marks[0] &&
	       a->marks[1] == b->marks[1] && a->style.fg == b->style.fg &&
	       a->style.bg == b->style.bg && a->style.attrs == b->style.attrs &&
	       a->link == b->link;
}

/* True if curses cannot show the cell. */
static int
is_special(const struct cell *cell)
{
	return (cell->style.attrs & ATTR_STRIKE) ||
	       (cell->cp & CELL_GRAPHEME) || cell->link != 0 ||
	       cell->style.fg >= COLOUR_RGB || cell->style.bg >= COLOUR_RGB;
}

/* The right half of a wide cell needs no drawing: it changes only together with the left half. */
int
screen_shown_update(
    struct screen_shown *s, const struct cell *cell, int x, int y)
{
	struct cell *was = at(s, x, y);

	if (!s->unknown && same(was, cell))
		return 0;
	s->special += is_special(cell) - is_special(was);
	*was = *cell;
	return cell->cp != 0;
}

void
screen_shown_text(const struct cell *cell, int width, wchar_t text[4])
{
	int i, n = 0;

	if (wcwidth((wchar_t)cell->cp) != width) {
		text[n++] = REPLACEMENT;
	} else {
		text[n++] = (wchar_t)cell->cp;
		for (i = 0; i < 2 && cell->marks[i] != 0; i++) {
			if (wcwidth((wchar_t)cell->marks[i]) == 0)
				text[n++] = (wchar_t)cell->marks[i];
		}
	}
	text[n] = L'\0';
}
