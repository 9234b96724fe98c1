/*
 * history_request: what is asked of the server about the past, and what became of it. Questions
 * wait in a queue, few are on the wire at a time, and each ends exactly once, with
 * IRC_EV_FETCHED, never within the call that asked.
 *
 * How an answer is known: by the label of its batch (labeled-response). Without labels one
 * question is on the wire at a time, and the next batch of its kind is the answer.
 */
#ifndef TCHAT_CLIENT_IRC_HISTORY_REQUEST_H
#define TCHAT_CLIENT_IRC_HISTORY_REQUEST_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/irc/history.h"
#include "common/buf.h"
#include "common/view.h"

struct irc_event;
struct irc_session;
struct irc_writer;

enum history_request_kind { HISTORY_REQUEST_HISTORY, HISTORY_REQUEST_TARGETS, HISTORY_REQUEST_SEARCH };

/* A bound with its own memory. */
struct history_request_bound {
	char	*msgid;		/* NULL: by time */
	int64_t	 time;
};

struct history_request {
	TAILQ_ENTRY(history_request) link;
	uint64_t	 number;
	enum history_request_kind kind;
	enum irc_history how;		/* of HISTORY_REQUEST_HISTORY */
	char		*target;	/* of HISTORY_REQUEST_HISTORY, else NULL */
	struct history_request_bound from, to;
	struct history_request_bound last;	/* catchup.c: the last line seen */
	int		 own;		/* of catchup.c: nobody else hears of it */
	struct buf	 search;	/* of HISTORY_REQUEST_SEARCH: its tags, but the limit */
	size_t		 limit;		/* 0: the server's own, until it is sent */
	int		 flying;	/* on the wire */
	int64_t		 heard;		/* mono ms: sent, or the last line of its answer */
	size_t		 fetched;	/* lines of the answer so far */
};

struct history_requests {
	TAILQ_HEAD(, history_request) all;	/* those on the wire first */
	uint64_t	 last;
	size_t		 nflying;
	int64_t		 hold;		/* mono ms: none goes before */
};

void	history_requests_init(struct history_requests *);
void	history_requests_clear(struct history_requests *);

/* What the server can is told in the lines to come: none goes before that, or ten seconds. */
void	history_requests_hold(struct history_requests *, int64_t now);	/* 0: no longer */
/* A new one at the queue's end; the caller fills it in. */
struct history_request *history_request_new(struct irc_session *, enum history_request_kind);
/* Send what may be sent, end what cannot be answered. The ms until the next call; -1. */
int	history_requests_flush(struct irc_session *, int64_t now);
/* The link broke. */
void	history_requests_lost(struct irc_session *);

struct history_request *history_request_find(struct irc_session *, uint64_t number);
/* On the wire without a label: the one of that kind; NULL. */
struct history_request *history_request_unlabelled(struct irc_session *, enum history_request_kind);
/* One more line of its answer; number of a question that is over: nothing. */
void	history_request_count(struct irc_session *, uint64_t number);
/* The answer is whole; or text says why there is none. */
void	history_request_end(struct irc_session *, struct history_request *, struct view text);

/* history.c, search.c: the line that asks. */
void	history_write(struct irc_session *, struct history_request *,
	    struct irc_writer *);
void	search_write(struct irc_session *, const struct history_request *,
	    struct irc_writer *);

/* catchup.c: a line of its answer came; it is whole, or why not. */
void	catchup_saw(struct history_request *, const struct irc_event *);
void	catchup_ended(struct irc_session *, const struct history_request *,
	    struct view why);

#endif
