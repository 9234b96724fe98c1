/*
 * labels: put a request's label on its replies, at once or when later replies are there (IRCv3
 * labeled-response, batch; checklist 21, 24).
 */
#ifndef TCHAT_SERVER_IRC_LABELS_H
#define TCHAT_SERVER_IRC_LABELS_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

struct buf;
struct irc_state;
struct request;
struct session;

enum { LABEL_MAX = 64 };

/*
 * Append lines, which are n replies, to out with the label: on the only reply, on a batch around
 * several, or on an ACK. A reply that is itself a batch counts as one and has the label on its
 * first line.
 */
void	labels_answer(struct session *, struct view label, struct view lines,
	    size_t n, struct buf *out);

/* How the answers of a pending are sent. */
enum {
	PENDING_GATHERED,	/* together, at the end */
	PENDING_STREAM,		/* each as it comes, in a batch that the first one opens */
	PENDING_ONE		/* as it comes; it is one reply, whose first line gets the label */
};

/*
 * Keep the label of a request that is answered later, when all expected parts have settled.
 * Returns NULL if the request has no label. Owned by the session's state.
 */
struct pending *pending_new(struct request *, int stream);
struct pending *pending_find(struct irc_state *, uint64_t token);
void	pending_free_all(struct irc_state *);

/* Expect one more part of the answer; last: no other part follows. */
void	pending_expect(struct pending *, int last);
/* Take that back: the event was refused. */
void	pending_unexpect(struct pending *);
/* Add lines, which are n replies, to the answer. Appends to out what must be sent now. */
void	pending_lines(struct session *, struct pending *, struct view lines,
	    size_t n, struct buf *out);
/* The next lines are the last part: if they are the only one, answer as for a single reply. */
void	pending_no_more(struct pending *);
/* Count one expected part as settled. Frees the pending after the last part. */
void	pending_settled(struct session *, struct pending *, struct buf *out);
/* End the request. Frees the pending if all parts have settled. */
void	pending_close(struct session *, struct pending *, struct buf *out);

#endif
