/*
 * pager: a text to read, shown over the messages: help, and long answers of the server. It has rows of a label and a
 * text, a row that is selected, and a search. It wraps to the size of its pane by itself.
 *
 * Opening a link puts a new page on top of the current one; the pages below are kept, to go back to.
 */
#ifndef TCHAT_CLIENT_MODEL_PAGER_H
#define TCHAT_CLIENT_MODEL_PAGER_H

#include <stddef.h>

#include "client/model/glyph.h"
#include "common/buf.h"
#include "common/view.h"

enum pager_kind { PAGER_TEXT, PAGER_HEADING };

enum {
	PAGER_ROWS_MAX = 20000,
	PAGER_BYTES = 8 << 20	/* approximate memory of all rows */
};

struct pager_row {
	enum pager_kind	 kind;
	char		*label;	/* "/join"; empty: the text uses the whole width */
	char		*text;
	char		*link;	/* the help topic that Enter opens, or "!" and a line that it runs; NULL: none */
};

struct pager {
	char		*title;
	struct pager_row *v;
	size_t		 n, size;
	size_t		 bytes;		/* approximate memory of the rows */
	int		 cut;		/* there were more rows */
	int		 label_width;	/* of the widest label that has the text beside it */

	int		 w, h;		/* of the pane below its heading; see pager_resize */
	size_t		 at;		/* the selected row */
	size_t		 top;		/* the first row shown, and */
	size_t		 top_hidden;	/* how many of its lines are above the edge */

	struct buf	 search;	/* what is searched for, or being typed; empty: nothing */
	int		 typing;	/* the user types it */
	int		 missing;	/* it is not in the text */
	size_t		 search_from;	/* the row that was selected when the user began to type */

	struct pager	*below;	/* the page that this one was opened from; NULL: none */
};

/* One line of a row, as wrapped. */
struct pager_line {
	struct view	 label;		/* empty: none in this line */
	struct view	 text;		/* empty: none in this line */
	int		 x;		/* column of the text */
	size_t		 pos;		/* offset of the text in the row's text */
	struct text_style style;	/* at the beginning of the text */
};

struct pager *pager_new(const char *title);
/* Free the page, and those below. */
void	pager_free(struct pager *);

/* Add a row. The texts are copied. link may be NULL. Does nothing but setting `cut` if the page is full. */
void	pager_add(struct pager *, struct view label, struct view text,
	    const char *link);
void	pager_add_heading(struct pager *, const char *text);
void	pager_add_text(struct pager *, const char *text);

/* Set the size of the text's area. Keeps the selected row visible. */
void	pager_resize(struct pager *, int w, int h);
/* Wrap a row. Writes at most max lines; returns how many there are, at least 1. */
size_t	pager_lines(const struct pager *, size_t row, struct pager_line *,
	    size_t max);

/* Select the next or a previous row; of a row that is higher than the pane, show the next part. */
void	pager_move(struct pager *, int by);
/* Move by whole pages. */
void	pager_page(struct pager *, int by);
void	pager_first(struct pager *);
void	pager_last(struct pager *);
/* Returns the selected row, or NULL if there is none. */
const struct pager_row *pager_selected(const struct pager *);

/* Begin to type what to search for; append to it; drop its last grapheme; end, or cancel, typing. */
void	pager_search_begin(struct pager *);
void	pager_search_type(struct pager *, struct view);
void	pager_search_erase(struct pager *);
void	pager_search_end(struct pager *, int keep);
/* Select the next (1) or previous (-1) row with the text searched for, beginning again at the other end. */
void	pager_search_next(struct pager *, int by);
/* Find the text searched for, without regard to case, in text from *at on. Returns 1 and sets *at and *len, else 0. */
int	pager_find(const struct pager *, struct view text, size_t *at,
	    size_t *len);

#endif
