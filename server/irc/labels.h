/*
 * labels: putting a request's label where it belongs, at once or when the answers
 * have settled. IRCv3 labeled-response, batch; checklist 21, 24.
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
 * Append `lines` with the label as it should be. They are n replies: a batch of its own counts as
 * one, and its first line takes the label.
 */
void	labels_answer(struct session *, struct view label, struct view lines,
	    size_t n, struct buf *out);

/* How the answers of a pending come. */
enum {
	PENDING_GATHERED,	/* at the end, together */
	PENDING_STREAM,		/* each in its own place; the batch is opened by the first */
	PENDING_ONE		/* the same, but it is one: its first line has the label */
};

/*
 * The request will be answered when `parts` it is going to append have settled. NULL if
 * the request has no label.
 */
struct pending *pending_new(struct request *, int stream);
struct pending *pending_find(struct irc_state *, uint64_t token);
void	pending_free_all(struct irc_state *);

/* One more part is going to be appended; `last`: no more after it. */
void	pending_expect(struct pending *, int last);
/* It was not appended after all. */
void	pending_unexpect(struct pending *);
/* Lines in answer, n replies; out gets what is to be sent now. */
void	pending_lines(struct session *, struct pending *, struct view lines,
	    size_t n, struct buf *out);
/* What comes now is the last part: if it is all, it is answered as a whole. */
void	pending_no_more(struct pending *);
/* A part has settled. The pending may be gone then. */
void	pending_settled(struct session *, struct pending *, struct buf *out);
/* The request is done; the pending may be gone then. */
void	pending_close(struct session *, struct pending *, struct buf *out);

#endif
