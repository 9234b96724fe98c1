/*
 * glyph: split text with IRC formatting into glyphs, one per cell or two. Widths are those of wcwidth(3), which the
 * terminal library uses. Terminals differ in how they count some graphemes: emoji sequences, flags, letters with
 * spacing marks. A grapheme of a kind that the terminal is known to show whole (glyph_set_whole) is one glyph. All
 * others are shown in parts: ZWJ sequences as their emoji, flags as their letters, and variation selectors are dropped.
 */
#ifndef TCHAT_CLIENT_MODEL_GLYPH_H
#define TCHAT_CLIENT_MODEL_GLYPH_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"

/* Formatting at one place of a text. Colours: mIRC 0-98, or -1 for the default. */
struct text_style {
	int8_t	 fg, bg;
	uint8_t	 bold, italic, underline, reverse, strike, mono;
};

/* Kinds of graphemes that terminals count in different ways. */
enum {
	GLYPH_ZWJ = 1,		/* emoji joined by U+200D: a family */
	GLYPH_FLAG = 2,		/* two regional indicators */
	GLYPH_TONE = 4,		/* an emoji with a skin tone */
	GLYPH_PRESENTATION = 8,	/* a narrow symbol made a wide emoji by VS16 */
	GLYPH_KEYCAP = 16,	/* a digit with VS16 and U+20E3 */
	GLYPH_TAGS = 32,	/* a flag with tags: Scotland */
	GLYPH_SPACING = 64,	/* a letter with a spacing vowel sign: Devanagari */
	GLYPH_AM = 128,		/* a Thai or Lao letter with SARA AM */
	GLYPH_KANA_MARK = 256,	/* a half-width kana with its voicing mark */
	GLYPH_KINDS = 511
};

/* Set the kinds that the terminal shows whole (initially none). For the whole program, as there is one terminal. */
void	glyph_set_whole(unsigned kinds);

/* The content of one cell (two if wide): a base character and its marks, or a whole grapheme. */
struct glyph {
	uint32_t		 cp;		/* what to show; never a control */
	uint32_t		 marks[2];	/* combining marks, 0: none; further ones are dropped */
	int			 width;		/* 1 or 2; 0: a line break; 1 to TAB_STOP: a tab */
	uint8_t			 caret;		/* a control, shown as ^ and cp: width 2, two cells */
	uint8_t			 newline;	/* a line break: cp is a space */
	uint8_t			 tab;		/* spaces up to the next tab stop: cp is a space */
	uint8_t			 glued;		/* belongs to the previous glyph's grapheme */
	size_t			 pos;		/* offset in the text, in bytes */
	size_t			 len;		/* length in the text, in bytes */
	struct view		 whole;		/* its bytes if it is shown whole, cp being only its first character;
						 * borrowed from the text; else empty */
	struct text_style	 style;
};

/* Columns from one tab stop to the next. */
enum { TAB_STOP = 8 };

/* Iterates over a text glyph by glyph and applies formatting codes to the style. */
struct glyph_iter {
	struct view		 rest;
	const char		*start;
	struct text_style	 style;
	int			 raw;	/* show codes as ^X instead of applying them (for the input) */
	int			 column;	/* of the next glyph, for tab stops; 0 at the start and after a line break */
	uint32_t		 before;	/* the previous code point, and the */
	int32_t			 state;		/* state of utf8proc's grapheme search */
};
void	glyph_start(struct glyph_iter *, struct view text, int raw);
int	glyph_next(struct glyph_iter *, struct glyph *);	/* 1, or 0 at the end */

/* Apply the formatting code at the front to *style. Returns its bytes, 0 if there is none. */
size_t	format_parse(struct view, struct text_style *style);
/* Append the text without its formatting codes. */
void	format_strip(struct buf *out, struct view text);

/* Return the width of a text in columns. */
int	text_width(struct view);

#endif
