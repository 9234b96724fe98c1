/*
 * results: the results of a search, newest first, and which one is selected. The model owns them while they are
 * shown.
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
	RESULTS_FAILED	/* `why` is the reason */
};

enum {
	RESULTS_MAX = 2000,
	RESULTS_BYTES = 8 << 20	/* approximate memory of all results */
};

struct result {
	char		*where;		/* the room, or the nick of the other person */
	struct line	 line;
};

struct results {
	char		*query;		/* as typed, cleaned */
	enum results_state state;
	char		*why;
	struct result	*v;
	size_t		 n, size;
	size_t		 bytes;		/* approximate memory */
	size_t		 at;		/* index of the selected result */
	size_t		 top;		/* index of the first one shown; set by the view */
};

struct results *results_new(struct view query);
void	results_free(struct results *);

/* Insert a copy in order. Does nothing if the msgid is already there or the list is full. */
void	results_add(struct results *, struct view where, const struct line *);
/* True if the list is full. */
int	results_is_full(const struct results *);
/* Move the selection by so many results, as far as possible. Returns 1 if it moved. */
int	results_move(struct results *, int by);
/* Return the selected result, or NULL. */
const struct result *results_chosen(const struct results *);
/* Return the time of the oldest result, or 0. */
int64_t	results_oldest(const struct results *);
void	results_fail(struct results *, struct view why);

#endif
