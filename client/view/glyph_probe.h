/*
 * glyph_probe: asks the terminal how many columns it gives to graphemes that terminals count in different ways: writes
 * a sample of each kind and asks for the cursor's position (CPR, ECMA-48 8.3.14). If the terminal has a mode for
 * counting by grapheme (DEC private mode 2027) and it is off, it is turned on and the samples are written again.
 *
 * Pure: bytes out, replies in. A terminal that does not reply leaves the probe unfinished, and nothing is known.
 */
#ifndef TCHAT_CLIENT_VIEW_GLYPH_PROBE_H
#define TCHAT_CLIENT_VIEW_GLYPH_PROBE_H

#include "common/buf.h"
#include "common/view.h"

enum { GLYPH_PROBE_ROW = 2 };	/* the row, from 1, that the samples are written to */

struct glyph_probe {
	int		 asking;	/* a question is not answered yet */
	unsigned	 answered;	/* samples so far */
	unsigned	 whole;		/* enum of glyph.h: kinds that took the columns of one glyph */
	int		 mode_off;	/* the terminal has mode 2027, and it was off */
	int		 mode_set;	/* the mode was turned on: turn it off at the end */
};

/* True if a terminal of this type (TERM, may be NULL) can be asked: some consoles would show the question. */
int	glyph_probe_is_possible(const char *term);
/* Append the question. The cursor is then somewhere else, and GLYPH_PROBE_ROW is empty. */
void	glyph_probe_start(struct glyph_probe *, struct buf *out);
/*
 * Handle a reply of the terminal; others than ours are ignored. Returns 1 when the probe is finished and `whole` is
 * valid. May append another question.
 */
int	glyph_probe_reply(struct glyph_probe *, struct view bytes,
	    struct buf *out);

#endif
