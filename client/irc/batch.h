/*
 * batch: the open batches (IRCv3 batch): which request their lines answer, whether they are history, and lines of
 * one message (draft/multiline). A nested batch inherits all of that from the outer one, unless it says otherwise.
 */
#ifndef TCHAT_CLIENT_IRC_BATCH_H
#define TCHAT_CLIENT_IRC_BATCH_H

#include <stdint.h>

#include "common/view.h"

struct irc_msg;
struct irc_session;
struct multiline;

enum { BATCH_ID_MAX = 64 };

/* An open batch, and what its lines answer. */
struct batch {
	char			 id[BATCH_ID_MAX];
	uint64_t		 label;			/* of our message that it answers */
	uint64_t		 history;		/* number of the history request, or IRC_REPLAYED */
	uint64_t		 request;
	int			 ends;			/* the history request ends with it */
	int			 answers_request;	/* the request ends with it */
	struct multiline	*lines;			/* of a multiline message; NULL: not one */
};

struct batches;

struct batches *batches_new(void);
void	batches_free(struct batches *);
void	batches_clear(struct batches *);

/* Return the open batch, or NULL. */
struct batch *batch_find(struct batches *, struct view id);
/* Open a batch. The label of the opening line is already that of the current line. */
void	batch_open(struct irc_session *, const struct irc_msg *, struct view id);
/* Remove a batch from the open ones. Returns 0 if it is not open, else 1 and *batch; the caller frees its lines. */
int	batch_close(struct batches *, struct view id, struct batch *batch);

#endif
