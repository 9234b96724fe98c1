/*
 * words: a typed line, word by word. A line break is space too.
 */
#ifndef TCHAT_CLIENT_INPUT_WORDS_H
#define TCHAT_CLIENT_INPUT_WORDS_H

#include "common/view.h"

/* Without the space at its beginning; at its end. */
struct view words_skip(struct view);
struct view words_trim(struct view);
/* Cut the first word off *rest, and the space after it. */
struct view words_take(struct view *rest);

#endif
