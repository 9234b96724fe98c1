/*
 * wrap: text with IRC formatting into rows of a given width. Breaks at spaces, else
 * between graphemes, never through one. Widths are wcwidth(3)'s, which is what
 * the terminal library uses; what terminals disagree on degrades (DESIGN:
 * rendering rules): ZWJ sequences become their parts, variation selectors are dropped.
 */
#ifndef TCHAT_CLIENT_MODEL_WRAP_H
#define TCHAT_CLIENT_MODEL_WRAP_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

/* Formatting at a place in a text. Colours: mIRC 0-98, or -1 for default. */
struct text_style {
	int8_t	 fg, bg;
	uint8_t	 bold, italic, underline, reverse, strike, mono;
};

/* One thing to put into one cell (two if wide): a base and its marks. */
struct glyph {
	uint32_t	 cp;		/* what to show; never a control */
	uint32_t	 marks[2];	/* combining, 0: none; further ones dropped */
	int		 width;		/* 1 or 2; 0: a line break */
	uint8_t		 caret;		/* a control, shown as ^ and cp: width 2, two cells */
	uint8_t		 newline;	/* a line break: cp is a space */
	uint8_t		 glued;		/* belongs to the grapheme of the glyph before */
	size_t		 pos;		/* where it began in the text, in bytes */
	size_t		 len;		/* its bytes there */
	struct text_style style;
};

/* Walk a text glyph by glyph, formatting codes taken into the style. */
struct glyph_iter {
	struct view		 rest;
	const char		*start;
	struct text_style	 style;
	int			 raw;	/* codes are shown as ^X, not obeyed (the input) */
	uint32_t		 before;	/* the code point before, and what */
	int32_t			 state;		/* utf8proc keeps for graphemes */
};
void	glyph_start(struct glyph_iter *, struct view text, int raw);
int	glyph_next(struct glyph_iter *, struct glyph *);	/* 1, or 0 at the end */

/* The bytes of the formatting code at the front (0: none), obeyed in *style. */
size_t	format_parse(struct view, struct text_style *style);

/* Columns of a text. */
int	text_width(struct view);

/* One row of a wrapped text: glyphs from byte `pos` on with that style. */
struct wrap_row {
	size_t			 pos, len;
	int			 width;
	struct text_style	 style;	/* at its beginning */
};

/*
 * Wrap into rows of `width` columns (a line break begins a new one), of which the first has `first` less and each later one
 * `hang` less. Writes at most max rows; returns how many there are (at least 1).
 */
size_t	wrap_text(struct view text, int width, int first, int hang,
	    struct wrap_row *rows, size_t max);

#endif
