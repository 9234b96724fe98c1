/*
 * mention: find a nick in a text. Compares folded whole words, without formatting.
 */
#ifndef TCHAT_CLIENT_MODEL_MENTION_H
#define TCHAT_CLIENT_MODEL_MENTION_H

#include "common/view.h"

/* True if text contains nick as a whole word. nick may be NULL. */
int	mentions_nick(struct view text, const char *nick);

#endif
