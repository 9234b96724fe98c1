/*
 * mention: find a nick or a word in the text of a message, without its formatting.
 */
#ifndef TCHAT_CLIENT_MODEL_MENTION_H
#define TCHAT_CLIENT_MODEL_MENTION_H

#include "common/buf.h"
#include "common/view.h"

/* A text prepared for several searches. */
struct mention_text {
	struct buf	 plain;		/* without formatting */
	struct buf	 folded;	/* the same, folded as names are (common/names.h) */
};

enum {
	MENTION_CASE = 1,	/* upper and lower case differ */
	MENTION_WHOLE = 2	/* not as a part of a longer word */
};

void	mention_text_make(struct mention_text *, struct view text);
void	mention_text_clear(struct mention_text *);
/* True if the text contains the word. */
int	mention_text_has(const struct mention_text *, struct view word,
	    unsigned how);

/* True if text contains nick as a whole word, in any case. nick may be NULL. */
int	mentions_nick(struct view text, const char *nick);

#endif
