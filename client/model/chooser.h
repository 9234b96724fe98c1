/*
 * chooser: a list of rows from which the user chooses one. Typing filters it: each word of the filter must match a row,
 * by any letters of its text (fuzzy.h) or by a part of its detail. The best match comes first.
 *
 * To let the user choose, make a chooser, add its rows, and show it (model_show_overlay with OVERLAY_CHOOSER). The keys
 * are handled by client/app_chooser.c, which calls the ops. Texts from outside must be clean.
 */
#ifndef TCHAT_CLIENT_MODEL_CHOOSER_H
#define TCHAT_CLIENT_MODEL_CHOOSER_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"

enum {
	CHOOSER_FILTER = 200	/* bytes */
};

struct chooser_row {
	char		*text;
	char		*detail;	/* shown dim after the text; may be "" */
	int		 kind;		/* for the owner */
	uint64_t	 id;		/* for the owner */
	int		 weight;	/* how likely this row is, in units of FUZZY_LETTER / 1000 */
	int		 score;		/* of the last filter; -1: it does not match */
	size_t		 order;		/* in which it was added */
};

struct chooser_ops {
	const char	*title;		/* N_("Go to"); shown before the filter */
	const char	*enter;		/* N_("go there"): what Enter does */
	const char	*tab;		/* N_("copy"): what Tab does; NULL: it selects the next row */
	const char	*none;		/* N_("No links here"): shown if there are no rows at all */
	/* The user chose a row, by Enter or by Tab. The chooser is closed already. */
	void		(*choose)(const struct chooser_row *, int by_tab, void *ctx);
};

struct chooser {
	const struct chooser_ops *ops;
	void			*ctx;
	struct chooser_row	*rows;
	size_t			 n, size;
	size_t			 shown;		/* how many rows match; these come first in `rows`, best first */
	struct buf		 filter;
	struct buf		 partial;	/* the first bytes of a character */
	size_t			 at;		/* index of the selected row */
	size_t			 top;		/* index of the first visible row; set by the view */
};

struct chooser *chooser_new(const struct chooser_ops *, void *ctx);
void	chooser_free(struct chooser *);
/* Add a row; copies the texts. Rows of the same weight stay in the order in which they were added. */
void	chooser_add(struct chooser *, struct view text, struct view detail,
	    int kind, uint64_t id, int weight);
/* Sort the rows. Call it when all are added. */
void	chooser_ready(struct chooser *);

/*
 * Append text to the filter; ignores what does not fit, and control characters. A character may come in parts. Selects
 * the best match.
 */
void	chooser_type(struct chooser *, struct view text);
/* Erase the last character of the filter, its last word, or all. */
enum chooser_erase { CHOOSER_ERASE_CHARACTER, CHOOSER_ERASE_WORD, CHOOSER_ERASE_ALL };
void	chooser_erase(struct chooser *, enum chooser_erase);

/* Move the selection by so many rows, as far as possible. */
void	chooser_move(struct chooser *, int by);
/* Return the selected row, or NULL if none matches. */
const struct chooser_row *chooser_selected(const struct chooser *);
/*
 * Set a bit for each byte of the row's text (the first `size` ones) where a letter that matched begins; clear the
 * others. For highlighting.
 */
void	chooser_mark(const struct chooser *, const struct chooser_row *,
	    unsigned char *marks, size_t size);

#endif
