/*
 * words: splits a typed line into words. A line break counts as space.
 */
#ifndef TCHAT_CLIENT_IRC_WORDS_H
#define TCHAT_CLIENT_IRC_WORDS_H

#include "common/view.h"

struct view words_skip(struct view);	/* returns the text without leading space */
struct view words_trim(struct view);	/* returns the text without trailing space */
/* Cut the first word off *rest, and the space after it. */
struct view words_take(struct view *rest);

#endif
