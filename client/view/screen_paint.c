/*
 * screen_paint: cells as bytes. ECMA-48 8.3.21 (CUP) and 8.3.117 (SGR); colours
 * past the first eight as xterm has them.
 */
#include "client/view/screen_paint.h"

#include "common/text.h"

int
screen_paint_wants(const struct screen_paint *p, const struct cell *cell,
    int width, int x, int y, int w, int h)
{
	if ((cell->style.attrs & ATTR_STRIKE) && p->strikes)
		return 1;
	return p->pushes_corner && width == 2 && x == w - 3 && y == h - 1;
}

/* base: 30 for the foreground, 40 for the background. */
static void
paint_colour(struct buf *out, int base, int colour)
{
	if (colour < 0)
		return;
	if (colour < 8)
		buf_printf(out, ";%d", base + colour);
	else if (colour < 16)
		buf_printf(out, ";%d", base + 60 + colour - 8);
	else
		buf_printf(out, ";%d;5;%d", base + 8, colour);
}

static void
paint_style(struct buf *out, unsigned attrs, int fg, int bg)
{
	static const struct {
		unsigned attr;
		const char *code;
	} codes[] = { { ATTR_BOLD, ";1" }, { ATTR_DIM, ";2" },
		{ ATTR_ITALIC, ";3" }, { ATTR_UNDERLINE, ";4" },
		{ ATTR_REVERSE, ";7" }, { ATTR_STRIKE, ";9" } };
	size_t i;

	buf_add_str(out, "\033[0");
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (attrs & codes[i].attr)
			buf_add_str(out, codes[i].code);
	}
	paint_colour(out, 30, fg);
	paint_colour(out, 40, bg);
	buf_add_char(out, 'm');
}

static void
paint_text(struct buf *out, const struct cell *cell, int width)
{
	wchar_t text[4];
	size_t i;

	screen_shown_text(cell, width, text);
	for (i = 0; text[i] != L'\0'; i++)
		text_add(out, (uint32_t)text[i]);
}

void
screen_paint_over(struct buf *out, const struct screen_paint *p,
    const struct screen_shown *s, const struct screen_pairs *pairs)
{
	const struct cell *cell;
	int x, y, width, fg, bg;
	size_t before = out->len;

	/* when none is struck out it can only be in the last row */
	for (y = s->struck > 0 ? 0 : s->h - 1; y < s->h; y++) {
		for (x = 0; x < s->w; x++) {
			cell = screen_shown_at(s, x, y);
			width = screen_shown_width(s, x, y);
			if (width == 0 || !screen_paint_wants(
					      p, cell, width, x, y, s->w, s->h))
				continue;
			screen_pairs_fit(pairs, &cell->style, &fg, &bg);
			buf_printf(out, "\033[%d;%dH", y + 1, x + 1);
			paint_style(out, cell->style.attrs, fg, bg);
			paint_text(out, cell, width);
		}
	}
	if (out->len > before)
		buf_add_str(out, "\033[0m");
}
