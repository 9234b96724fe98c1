/*
 * search_query: parses the arguments of /search: from:NICK in:ROOM after:DAY before:DAY and
 * words.
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
 * Parse a query, replacing the contents of the struct. A day is 2026-01-31, optionally followed by
 * T12:30, in the local time zone. Returns 0, or -1 with *cause.
 */
int	search_query_parse(struct search_query *, struct view, char **cause);
void	search_query_clear(struct search_query *);

#endif
