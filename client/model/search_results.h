/*
 * search_results: the results of a search, newest first, and which one is selected. The model owns them while they are
 * shown.
 */
#ifndef TCHAT_CLIENT_MODEL_SEARCH_RESULTS_H
#define TCHAT_CLIENT_MODEL_SEARCH_RESULTS_H

#include <stddef.h>
#include <stdint.h>

#include "client/model/line.h"
#include "common/view.h"

enum search_results_state {
	RESULTS_LOADING,
	RESULTS_MORE,	/* there may be older ones */
	RESULTS_ALL,
	RESULTS_FAILED	/* `why` is the reason */
};

enum {
	RESULTS_MAX = 2000,
	RESULTS_BYTES = 8 << 20	/* approximate memory of all results */
};

struct search_result {
	char		*where;		/* the room, or the nick of the other person */
	struct line	 line;
};

struct search_results {
	char			*query;	/* as typed, cleaned */
	enum search_results_state state;
	char			*why;
	struct search_result	*v;
	size_t			 n, size;
	size_t			 bytes;	/* approximate memory */
	size_t			 at;	/* index of the selected result */
	size_t			 top;	/* index of the first one shown; set by the view */
};

struct search_results *search_results_new(struct view query);
void	search_results_free(struct search_results *);

/* Insert a copy in order. Does nothing if the msgid is already there or the list is full. */
void	search_results_add(struct search_results *, struct view where, const struct line *);
/* True if the list is full. */
int	search_results_is_full(const struct search_results *);
/* Move the selection by so many results, as far as possible. Returns 1 if it moved. */
int	search_results_move(struct search_results *, int by);
/* Return the selected result, or NULL. */
const struct search_result *search_results_selected(const struct search_results *);
/* Return the time of the oldest result, or 0. */
int64_t	search_results_oldest(const struct search_results *);
void	search_results_fail(struct search_results *, struct view why);

#endif
