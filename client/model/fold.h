/*
 * fold: shows consecutive lines about presence (joins, parts, quits, changes of nick) as one, and hides those of people
 * who have not spoken lately. The buffer keeps the folds (line.h); this module summarizes them.
 *
 * An item is what is shown together: a closed fold, else a single line. The index of an item is that of its first line.
 * A fold of one line is shown as that line.
 */
#ifndef TCHAT_CLIENT_MODEL_FOLD_H
#define TCHAT_CLIENT_MODEL_FOLD_H

#include <stddef.h>

#include "client/model/buffer.h"
#include "common/buf.h"

enum presence_mode {
	PRESENCE_ALL,	/* a line for each event */
	PRESENCE_FOLD,	/* consecutive ones are one line */
	PRESENCE_SMART,	/* also hide people who have not spoken lately */
	PRESENCE_NONE	/* hide all */
};

/* How a room shows presence. */
struct presence_rule {
	enum presence_mode	 mode;
	int32_t			 seconds;	/* PRESENCE_SMART: what "lately" means */
};

/* Return the index of the first or last line of the item that has line i. */
size_t	fold_item_first(const struct buffer *, size_t i,
	    const struct presence_rule *);
size_t	fold_item_last(const struct buffer *, size_t i,
	    const struct presence_rule *);
/*
 * Return how item i is shown: the line to show, or NULL and *fold if it is a summary of several, or NULL and no fold
 * if it is hidden.
 */
const struct line *fold_item(const struct buffer *, size_t i,
	    const struct presence_rule *, const struct fold **fold);

/* True if line i belongs to a fold of which more than one line is shown, or would be. */
int	fold_is_foldable(const struct buffer *, size_t i,
	    const struct presence_rule *);

/* Append the summary, in the most detailed form that fits into so many columns: "ana, bo and 28 others joined; 3 left". */
void	fold_text(const struct fold *, int width, struct buf *out);

#endif
