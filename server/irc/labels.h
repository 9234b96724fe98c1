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
struct session;

enum { LABEL_MAX = 64 };

/*
 * Append lines, which are n replies, to out with the label: on the only reply, on a batch around
 * several, or on an ACK. A reply that is itself a batch counts as one and has the label on its
 * first line.
 */
void	labels_answer(struct session *, struct view label, struct view lines,
	    size_t n, struct buf *out);

/* How a labeled reply is sent. */
enum {
	LABEL_GATHERED,	/* together, at the end */
	LABEL_STREAM,	/* each as it comes, in a batch that the first one opens */
	LABEL_ONE	/* as it comes; it is one reply, whose first line gets the label */
};

/*
 * Keep the label of a request that is answered later, when all expected parts have settled. The
 * session's state owns it. how: LABEL_*.
 */
struct labeled_reply *labeled_reply_new(
    struct irc_state *, uint64_t token, struct view label, int how);
/* Return the labeled reply to the request with that token, or NULL. */
struct labeled_reply *labeled_reply_find(struct irc_state *, uint64_t token);
void	labeled_reply_free_all(struct irc_state *);

/* Expect one more part of the answer; last: no other part follows. */
void	labeled_reply_expect(struct labeled_reply *, int last);
/* Undo labeled_reply_expect, because the event was refused. */
void	labeled_reply_unexpect(struct labeled_reply *);
/* Add lines, which are n replies, to the answer. Appends to out what must be sent now. */
void	labeled_reply_add(struct session *, struct labeled_reply *,
	    struct view lines, size_t n, struct buf *out);
/* The next lines are the last part: if they are the only one, answer as for a single reply. */
void	labeled_reply_last_part(struct labeled_reply *);
/* Count one expected part as settled. Frees the labeled reply after the last part. */
void	labeled_reply_settled(
	    struct session *, struct labeled_reply *, struct buf *out);
/* End the request. Frees the labeled reply if all parts have settled. */
void	labeled_reply_close(
	    struct session *, struct labeled_reply *, struct buf *out);

#endif
