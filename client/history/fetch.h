/*
 * fetch: history requests in progress: for each, the request and the lines received so far.
 * Part of the controller.
 */
#ifndef TCHAT_CLIENT_HISTORY_FETCH_H
#define TCHAT_CLIENT_HISTORY_FETCH_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/irc/history.h"
#include "client/model/past.h"

struct app;

enum fetch_kind {
	FETCH_LATEST,
	FETCH_OLDER,	/* than `edge` */
	FETCH_NEWER,
	FETCH_MISSED,	/* after a lost connection: newer pages, until nothing is missing */
	FETCH_AROUND
};

struct fetch {
	TAILQ_ENTRY(fetch) link;
	uint64_t	 asked;
	enum fetch_kind	 kind;
	struct buffer	*b;		/* NULL: closed meanwhile */
	char		*edge;		/* msgid to count from; NULL: from now */
	size_t		 limit;		/* lines asked for */
	struct line	*lines;
	size_t		 n, size;
	size_t		 bytes;		/* memory of the lines, about */
	int		 cut;		/* a line was not added */

	/* FETCH_MISSED: totals of all its pages, and of the FETCH_LATEST after them. */
	int		 missed;
	size_t		 told;		/* lines */
	size_t		 talk;		/* of these, messages of others */
	char		*first;		/* msgid of the first of these; or NULL */

	int		 counting;	/* fetching back to the read marker, to count unread messages */

	/* Where to scroll at the end, if the buffer is active: */
	char		*wanted;	/* to that msgid */
	int		 to_first;	/* to the first line fetched */
	size_t		 back;		/* back this many lines, fetching more pages; 0: no */
};

/* Returns the number of lines to ask for in a page. */
size_t	fetch_limit(const struct app *, const struct buffer *);
/* True if the server can be asked for history now. */
int	fetch_able(const struct app *);

struct fetch *fetch_new(struct app *, struct buffer *, enum fetch_kind);
/* Send the request for a page, counted from a line (NULL: from now). Drops the lines of the page before. */
void	fetch_ask(struct app *, struct fetch *, enum irc_history,
	    const struct line *from);
void	fetch_end(struct app *, struct fetch *);
void	fetch_end_all(struct app *);
struct fetch *fetch_find(struct app *, uint64_t asked);
/* Returns the fetch for that buffer, or NULL. There is never more than one. */
struct fetch *fetch_of(struct app *, const struct buffer *);
/* Add a copy of the line. Returns 0, or -1 if the server sends far more than was asked for. */
int	fetch_add(struct fetch *, const struct line *);

#endif
