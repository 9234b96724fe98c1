/*
 * screen_pairs: a table from two colours to the number of their pair.
 */
#include "client/view/screen_pairs.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "client/view/colour.h"
#include "common/xmalloc.h"

enum { WHITE = 7, BLACK = 0 };

struct screen_pairs {
	int colours;
	int defaults;
	int max;	 /* number of pairs, including pair 0 */
	int used;	 /* how many of them have colours */
	uint16_t *pairs; /* by foreground, then background, each from -1 */
};

static size_t
table_size(const struct screen_pairs *p)
{
	return (size_t)(p->colours + 1) * (size_t)(p->colours + 1);
}

struct screen_pairs *
screen_pairs_new(int colours, int pairs, int defaults)
{
	struct screen_pairs *p = xcalloc(1, sizeof(*p));

	p->colours = colours;
	p->defaults = defaults;
	p->max = pairs > UINT16_MAX ? UINT16_MAX : pairs;
	p->used = 1;
	p->pairs = xcalloc(table_size(p), sizeof(*p->pairs));
	return p;
}

void
screen_pairs_free(struct screen_pairs *p)
{
	if (p == NULL)
		return;
	free(p->pairs);
	free(p);
}

enum { NO_MATCH = -2 };

/*
 * Return the terminal's colour for a colour of the palette. With eight colours, a bright colour becomes its dark twin;
 * dark grey becomes light grey, because it would be invisible on black.
 */
static int
match(const struct screen_pairs *p, int colour)
{
	if (colour < 0)
		return -1;
	if (colour < p->colours)
		return colour;
	if (colour >= COLOUR_RGB && p->colours >= 8)
		return colour_nearest(colour, p->colours);
	if (p->colours != 8 || colour >= 16)
		return NO_MATCH;
	return colour == 8 ? WHITE : colour & 7;
}

/* If one of the colours has no match, use neither: they may be readable only together. */
void
screen_pairs_colours(
    const struct screen_pairs *p, const struct style *style, int *fg, int *bg)
{
	*fg = match(p, style->fg);
	*bg = match(p, style->bg);
	if (*fg == NO_MATCH || *bg == NO_MATCH)
		*fg = *bg = -1;
	if (p->defaults || (*fg == -1 && *bg == -1))
		return;
	if (*fg == -1)
		*fg = *bg == WHITE ? BLACK : WHITE;
	if (*bg == -1)
		*bg = *fg == BLACK ? WHITE : BLACK;
}

static uint16_t *
place(const struct screen_pairs *p, int fg, int bg)
{
	assert(fg >= -1 && fg < p->colours && bg >= -1 && bg < p->colours);
	return &p->pairs[(fg + 1) * (p->colours + 1) + bg + 1];
}

int
screen_pairs_find(const struct screen_pairs *p, int fg, int bg)
{
	return *place(p, fg, bg);
}

int
screen_pairs_add(struct screen_pairs *p, int fg, int bg)
{
	if (p->used >= p->max)
		return 0;
	*place(p, fg, bg) = (uint16_t)p->used;
	return p->used++;
}

void
screen_pairs_reset(struct screen_pairs *p)
{
	memset(p->pairs, 0, table_size(p) * sizeof(*p->pairs));
	p->used = 1;
}
