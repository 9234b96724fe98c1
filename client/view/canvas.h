/*
 * canvas: a grid of cells that panes draw into and screen.c copies to the terminal, so that
 * tests need no terminal.
 */
#ifndef TCHAT_CLIENT_VIEW_CANVAS_H
#define TCHAT_CLIENT_VIEW_CANVAS_H

#include <stddef.h>
#include <stdint.h>

#include "client/model/glyph.h"
#include "common/buf.h"
#include "common/view.h"

enum {
	ATTR_BOLD = 1,
	ATTR_ITALIC = 2,
	ATTR_UNDERLINE = 4,
	ATTR_REVERSE = 8,
	ATTR_DIM = 16,
	ATTR_STRIKE = 32
};

struct style {
	int16_t		 fg, bg;	/* see colour.h; -1: the terminal's default */
	uint16_t	 attrs;
};

enum {
	CELL_GRAPHEME = 1 << 30,	/* in cp: the rest is the number of a grapheme in the canvas's table */
	CANVAS_GRAPHEMES = 8192,	/* the table is full then: see canvas_is_full */
	CANVAS_LINKS = 2048		/* the same for the table of links */
};

struct cell {
	uint32_t	 cp;		/* 0: the right half of a wide cell */
	uint32_t	 marks[2];
	struct style	 style;
	uint32_t	 link;		/* the number of a link in the canvas's table; 0: none */
};

struct rect {
	int	 x, y, w, h;
};

struct canvas {
	int		 w, h;
	struct cell	*cells;		/* row by row */
	int		 cursor_x, cursor_y;	/* -1: hidden */
	struct grapheme	*graphemes;	/* hash of those drawn whole so far */
	struct grapheme	**by_number;
	struct canvas_link *links;	/* hash of those drawn so far */
	struct canvas_link **links_by_number;
	uint32_t	 link;		/* of what is drawn now: see canvas_link */
	unsigned	 generation;	/* changes when the numbers of graphemes and links become invalid */
};

struct canvas *canvas_new(int w, int h);
void	canvas_free(struct canvas *);
void	canvas_resize(struct canvas *, int w, int h);	/* also clears it */
void	canvas_fill(struct canvas *, struct rect, struct style);
/* Draw text from x up to the column `end`, never half of a wide glyph. Returns the column after it. */
int	canvas_text(struct canvas *, int x, int y, int end, struct view,
	    struct style);
int	canvas_glyph(struct canvas *, int x, int y, int end,
	    const struct glyph *, struct style);
/*
 * Make a link of all that is drawn until the next call; "": of nothing. The URI is printable ASCII (link_uri). Links with
 * the same tag and URI are one link, for example the rows of a URL that is wrapped.
 */
void	canvas_set_link(struct canvas *, struct view uri, uint64_t tag);
/* Return the URI of a cell's link. */
const char *canvas_link_uri(const struct canvas *, uint32_t link);
/* Return the bytes of a grapheme that was drawn whole, by the cp of its cell. */
struct view canvas_grapheme(const struct canvas *, uint32_t cp);
/* True if another grapheme would be drawn by its first character only, or another link not be one. canvas_resize
 * empties the tables. */
int	canvas_is_full(const struct canvas *);
/* Append row y as UTF-8 text without trailing spaces. For tests. */
void	canvas_row(const struct canvas *, int y, struct buf *out);

#endif
