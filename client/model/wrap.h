/*
 * wrap: break text with IRC formatting into rows of a given width, at spaces or else between graphemes, never inside
 * one. Rows that continue a line with an indent (code) are indented like its first one, up to half of the width.
 */
#ifndef TCHAT_CLIENT_MODEL_WRAP_H
#define TCHAT_CLIENT_MODEL_WRAP_H

#include <stddef.h>

#include "client/model/glyph.h"
#include "common/view.h"

/* One row of a wrapped text: the glyphs from byte `pos` on, beginning with this style. */
struct wrap_row {
	size_t			 pos, len;
	int			 width;
	int			 indent;	/* columns left of it, besides the caller's */
	int			 column;	/* of its first glyph, for tab stops */
	struct text_style	 style;		/* at the row's beginning */
};

/*
 * Wrap text into rows of `width` columns (a line break begins a new one); the first row is `first` columns
 * narrower, later ones `hang`. Tab stops are counted from the column `hang`. Writes at most max rows. Returns how many rows there are (at least 1).
 */
size_t	wrap_text(struct view text, int width, int first, int hang,
	    struct wrap_row *rows, size_t max);

/* Start iterating over the glyphs of a row of that text. */
void	wrap_row_start(struct glyph_iter *, struct view text,
	    const struct wrap_row *);

#endif
