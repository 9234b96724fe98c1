/*
 * app_fetch: what is being fetched for the buffers: a question to the server and the lines that
 * have come for it so far. Part of the controller.
 */
#ifndef TCHAT_CLIENT_APP_FETCH_H
#define TCHAT_CLIENT_APP_FETCH_H

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
	FETCH_MISSED,	/* after a break: newer, until nothing is missing */
	FETCH_AROUND
};

struct fetch {
	TAILQ_ENTRY(fetch) link;
	uint64_t	 asked;
	enum fetch_kind	 kind;
	struct buffer	*b;		/* NULL: it was closed meanwhile */
	char		*edge;		/* a msgid; NULL: from now */
	size_t		 limit;		/* lines asked for */
	struct line	*lines;
	size_t		 n, size;
	size_t		 bytes;		/* memory of the lines, about */
	int		 cut;		/* a line was not added */

	/* FETCH_MISSED, over all its pages, and the latest after them. */
	int		 missed;
	size_t		 told;		/* lines */
	size_t		 talk;		/* of these, what others said */
	char		*first;		/* the msgid of the first of these; NULL */

	int		 counting;	/* back to what was read, to know how much was not */

	/* Then, if the buffer is looked at: */
	char		*wanted;	/* go to that msgid */
	int		 to_first;	/* go to the first that came */
	size_t		 back;		/* go back so many lines, fetching on; 0: no */
};

/* The lines of a page. */
size_t	fetch_limit(const struct app *, const struct buffer *);
/* Can it be asked now? */
int	fetch_able(const struct app *);

struct fetch *fetch_new(struct app *, struct buffer *, enum fetch_kind);
/* Ask, counting from a line (NULL: from now). */
void	fetch_ask(struct app *, struct fetch *, enum irc_history,
	    const struct line *from);
void	fetch_end(struct app *, struct fetch *);
void	fetch_end_all(struct app *);
struct fetch *fetch_find(struct app *, uint64_t asked);
/* The one for that buffer; NULL. There is never more than one. */
struct fetch *fetch_of(struct app *, const struct buffer *);
/* Add a copy of the line. Returns 0, or -1 if the server sends far more than was asked for. */
int	fetch_add(struct fetch *, const struct line *);

#endif
