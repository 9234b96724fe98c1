/*
 * glyph: split text with IRC formatting into glyphs, one per cell or two. Widths are those of wcwidth(3), which the
 * terminal library uses. Where terminals differ, the text is simplified: ZWJ sequences become
 * their parts, variation selectors are dropped.
 */
#ifndef TCHAT_CLIENT_MODEL_GLYPH_H
#define TCHAT_CLIENT_MODEL_GLYPH_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

/* Formatting at one place of a text. Colours: mIRC 0-98, or -1 for the default. */
struct text_style {
	int8_t	 fg, bg;
	uint8_t	 bold, italic, underline, reverse, strike, mono;
};

/* The content of one cell (two if wide): a base character and its marks. */
struct glyph {
	uint32_t		 cp;		/* what to show; never a control */
	uint32_t		 marks[2];	/* combining marks, 0: none; further ones are dropped */
	int			 width;		/* 1 or 2; 0: a line break */
	uint8_t			 caret;		/* a control, shown as ^ and cp: width 2, two cells */
	uint8_t			 newline;	/* a line break: cp is a space */
	uint8_t			 glued;		/* belongs to the previous glyph's grapheme */
	size_t			 pos;		/* offset in the text, in bytes */
	size_t			 len;		/* length in the text, in bytes */
	struct text_style	 style;
};

/* Iterates over a text glyph by glyph and applies formatting codes to the style. */
struct glyph_iter {
	struct view		 rest;
	const char		*start;
	struct text_style	 style;
	int			 raw;	/* show codes as ^X instead of applying them (for the input) */
	uint32_t		 before;	/* the previous code point, and the */
	int32_t			 state;		/* state of utf8proc's grapheme search */
};
void	glyph_start(struct glyph_iter *, struct view text, int raw);
int	glyph_next(struct glyph_iter *, struct glyph *);	/* 1, or 0 at the end */

/* Apply the formatting code at the front to *style. Returns its bytes, 0 if there is none. */
size_t	format_parse(struct view, struct text_style *style);

/* Return the width of a text in columns. */
int	text_width(struct view);

#endif
