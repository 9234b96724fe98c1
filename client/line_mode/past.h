/*
 * past: old messages that the user asked for, or that are shown when a room is joined. Each request collects its lines
 * and prints them together, oldest first, under a heading; it fetches as many pages as it needs.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_PAST_H
#define TCHAT_CLIENT_LINE_MODE_PAST_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/irc/event.h"
#include "client/irc/history.h"
#include "common/buf.h"
#include "common/view.h"

struct past_request;

enum past_kind {
	PAST_JOINED,	/* the last messages before we joined: silent if there are none, or no history */
	PAST_LAST,	/* the last messages */
	PAST_SEARCH	/* search results */
};

struct past_ops {
	/* Append the event as it is printed, or nothing if it is not shown. */
	void	(*render)(struct buf *out, const struct irc_event *, void *ctx);
	/* True if the event is not to be shown, unless it is a search result. */
	int	(*hides)(const struct irc_event *, void *ctx);
	/* Print a line with its line end. */
	void	(*put)(int64_t time, struct view line, void *ctx);
	/* Print the heading of lines, or that there are none. */
	void	(*heading)(const char *sentence, void *ctx);
	/* Print why they could not be fetched. */
	void	(*fail)(const char *why, void *ctx);
};

struct past {
	TAILQ_HEAD(, past_request)	 all;
	struct irc_session		*session;
	struct past_ops			 ops;
	void				*ctx;
};

void	past_init(struct past *, struct irc_session *, const struct past_ops *,
	    void *ctx);
void	past_clear(struct past *);

enum { PAST_MAX = 10000 };	/* messages */

/*
 * Request the last `want` (at most PAST_MAX) messages of a room or user before that place (none: the newest). Returns
 * the request's number.
 */
uint64_t	past_fetch(struct past *, enum past_kind, struct view target,
	    struct irc_bound before, size_t want);
/* Start a search ("words from:NICK in:ROOM ..."). Returns the request's number, or 0 and *cause. */
uint64_t	past_search(struct past *, struct view query, char **cause);

/*
 * Handle an event of the history. Returns 0 if it answers no request of this module; else 1. After IRC_EV_FETCHED,
 * *next is the number of the next page's request, or 0 if everything was printed.
 */
int	past_event(struct past *, const struct irc_event *, uint64_t *next);

#endif
