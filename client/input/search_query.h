/*
 * search_query: the words of /search: from:NICK in:ROOM after:DAY before:DAY and what is
 * looked for.
 */
#ifndef TCHAT_CLIENT_INPUT_SEARCH_QUERY_H
#define TCHAT_CLIENT_INPUT_SEARCH_QUERY_H

#include "client/irc/history.h"
#include "common/buf.h"

/* A zeroed struct is an empty one. Views of `search` point into the rest. */
struct search_query {
	struct irc_search	 search;
	struct buf		 words;
	char			*from, *in;
};

/*
 * A day is 2026-01-31, with 12:30 or T12:30 behind it if need be, in the user's zone.
 * 0, or -1 and *cause. What was in the query is replaced.
 */
int	search_query_parse(struct search_query *, struct view, char **cause);
void	search_query_clear(struct search_query *);

#endif
