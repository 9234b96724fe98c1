/*
 * history_request: the queue of requests for history. Few requests are on the wire at a time. Each ends exactly
 * once, with IRC_EV_FETCHED, and never within the call that made it.
 *
 * The answer is recognised by the label of its batch (labeled-response). Without labels only one request is on
 * the wire at a time, and the next batch of its kind is the answer.
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

/* An irc_bound that owns its memory. */
struct history_request_bound {
	char	*msgid;		/* NULL: use the time */
	int64_t	 time;
};

struct history_request {
	TAILQ_ENTRY(history_request) link;
	uint64_t	 number;
	enum history_request_kind kind;
	enum irc_history how;		/* for HISTORY_REQUEST_HISTORY */
	char		*target;	/* for HISTORY_REQUEST_HISTORY, else NULL */
	struct history_request_bound from, to;
	struct history_request_bound last;	/* catchup.c: the last line seen */
	int		 own;		/* made by catchup.c: not reported to the caller */
	struct buf	 search;	/* for HISTORY_REQUEST_SEARCH: its tags, without the limit */
	size_t		 limit;		/* 0: the server's, until it is sent */
	int		 flying;	/* on the wire */
	int64_t		 heard;		/* mono ms: when it was sent, or its answer's last line came */
	size_t		 fetched;	/* lines of the answer received */
};

struct history_requests {
	TAILQ_HEAD(, history_request) all;	/* those on the wire come first */
	uint64_t	 last;
	size_t		 nflying;
	int64_t		 hold;		/* mono ms: send no request before */
};

void	history_requests_init(struct history_requests *);
void	history_requests_clear(struct history_requests *);

/* Send no request for up to ten seconds: the server's next lines announce what it supports. */
void	history_requests_hold(struct history_requests *, int64_t now);	/* now 0: stop waiting */
/* Add a new request at the end of the queue; the caller fills it in. */
struct history_request *history_request_new(struct irc_session *, enum history_request_kind);
/*
 * Send the requests that may be sent, and end those that cannot be answered. Returns the ms until it must be
 * called again, or -1.
 */
int	history_requests_flush(struct irc_session *, int64_t now);
/* Handle the loss of the link. */
void	history_requests_disconnected(struct irc_session *);

struct history_request *history_request_find(struct irc_session *, uint64_t number);
/* Return the request of that kind on the wire without a label, or NULL. */
struct history_request *history_request_unlabelled(struct irc_session *, enum history_request_kind);
/* Count another line of its answer. Does nothing if no request has that number. */
void	history_request_count(struct irc_session *, uint64_t number);
/* End a request: its answer is complete, or text says why there is none. */
void	history_request_end(struct irc_session *, struct history_request *, struct view text);

/* history.c, search.c: write the request's line. */
void	history_write(struct irc_session *, struct history_request *,
	    struct irc_writer *);
void	search_write(struct irc_session *, const struct history_request *,
	    struct irc_writer *);

/* catchup.c: a line of its answer came; its answer is complete, or `why` says why it failed. */
void	catchup_saw(struct history_request *, const struct irc_event *);
void	catchup_ended(struct irc_session *, const struct history_request *,
	    struct view why);

#endif
