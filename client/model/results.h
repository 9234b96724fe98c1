/*
 * results: what a search found, newest first, and which of it is chosen. Owned by the
 * model while it is shown.
 */
#ifndef TCHAT_CLIENT_MODEL_RESULTS_H
#define TCHAT_CLIENT_MODEL_RESULTS_H

#include <stddef.h>
#include <stdint.h>

#include "client/model/line.h"
#include "common/view.h"

enum results_state {
	RESULTS_LOADING,
	RESULTS_MORE,	/* there may be older ones */
	RESULTS_ALL,
	RESULTS_FAILED	/* why says why */
};

enum {
	RESULTS_MAX = 2000,
	RESULTS_BYTES = 8 << 20	/* memory of all, about */
};

struct result {
	char		*where;		/* the room, or the nick of the person talked with */
	struct line	 line;
};

struct results {
	char		*query;		/* as it was typed, cleaned */
	enum results_state state;
	char		*why;
	struct result	*v;
	size_t		 n, size;
	size_t		 bytes;		/* memory, about */
	size_t		 at;		/* the chosen one */
	size_t		 top;		/* the first that is shown; kept by the view */
};

struct results *results_new(struct view query);
void	results_free(struct results *);

/* Add a copy in its place; what is there already, by msgid, is not added, nor anything once
 * it is full. */
void	results_add(struct results *, struct view where, const struct line *);
/* No more are kept. */
int	results_is_full(const struct results *);
/* Choose another by so many, as far as there are any. 1 if it moved. */
int	results_move(struct results *, int by);
/* The chosen one; NULL: there is none. */
const struct result *results_chosen(const struct results *);
/* The time of the oldest; 0. */
int64_t	results_oldest(const struct results *);
void	results_fail(struct results *, struct view why);

#endif
